"""The reader of identity cards: find, select, read, and the card that must leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.id_card import IdCardReader, Options
from drivers.twins.id_card_people import CARDS
from drivers.twins.twin import Reply

HEAD = "AAAAAA9669"
FIND, SELECT, READ = (bytes.fromhex(HEAD + one) for one in ("0003200122", "0003200221", "0003300132"))
FOUND = bytes.fromhex(HEAD + "000800009F0000000097")
ADDRESS = bytes.fromhex(HEAD + "0003300330")


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


def ask(twin, request, now_s=0.0):
    (answer,) = said(twin.hear(request, now_s))
    return answer


def reader(card=None, **options):
    twin = IdCardReader(Options(**options))
    if card:
        twin.obey("card", card, 0.0)
    return twin


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("000311FFED", "000400009094"),
        ("000310FFEC", "000400009094"),
        ("000461FF50CA", "000400009094"),
        ("0003200122", "000400008084"),
        ("0003200221", "000400008185"),
        ("0003300132", "000400004145"),
        ("000311FFEC", "000400001014"),
        ("0003770074", "000400002125"),
    ],
)
def test_a_request_without_a_card_is_answered_whole_in_pieces_and_with_bytes_after_it(asked, answer):
    asked, answer = bytes.fromhex(HEAD + asked), bytes.fromhex(HEAD + answer)
    assert ask(reader(), asked) == answer
    twin = reader()
    assert [one for byte in asked for one in said(twin.hear(bytes((byte,)), 0.0))] == [answer]
    assert ask(reader(), asked + b"\x00\xaa") == answer


def test_the_sam_id_has_sixteen_bytes():
    assert len(ask(reader(), bytes.fromhex(HEAD + "000312FFEE"))) == 5 + 2 + 3 + 16 + 1


def test_a_card_is_found_selected_read_and_found_again_only_after_it_left():
    twin = reader("resident")
    assert ask(twin, FIND) == FOUND
    assert ask(twin, SELECT) == bytes.fromhex(HEAD + "000C000090" + "00" * 8 + "9C")
    frame = ask(twin, READ)
    assert len(frame) == 1295
    assert frame[:14] == bytes.fromhex(HEAD + "050800009001000400")
    text = frame[14:270]
    assert text[0:30].decode("utf-16-le").strip() == "李四"
    assert text[122:158].decode("utf-16-le") == "530802199003076520"
    assert ask(twin, FIND)[9] == 0x80
    twin.obey("lift", "", 0.0)
    twin.obey("card", "resident", 0.0)
    assert ask(twin, FIND) == FOUND


def test_a_fingerprint_comes_behind_the_photo():
    twin = reader("resident", fingerprint=True)
    ask(twin, FIND)
    ask(twin, SELECT)
    frame = ask(twin, bytes.fromhex(HEAD + "0003301023"))
    assert frame[10:16] == bytes.fromhex("010004000400")
    assert len(frame) == 5 + 2 + 3 + 6 + 256 + 1024 + 1024 + 1


@pytest.mark.parametrize(("card", "size"), [("moved", 70), ("resident", 0)])
def test_the_newest_address_is_told_if_there_is_one(card, size):
    twin = reader(card)
    ask(twin, FIND)
    ask(twin, SELECT)
    frame = ask(twin, ADDRESS)
    assert (frame[9], len(frame)) == (0x90 if size else 0x91, 11 + size)


@pytest.mark.parametrize(
    ("card", "flag"), [("resident", " "), ("hmt", "J"), ("foreigner", "I"), ("foreigner-2023", "Y"), ("elder", " ")]
)
def test_each_layout_has_its_flag(card, flag):
    assert len(CARDS[card].text) == 256
    assert CARDS[card].text[248:250].decode("utf-16-le") == flag


def test_the_numbers_have_a_right_check_digit():
    for name, card in CARDS.items():
        number = card.text[122:158].decode("utf-16-le")
        if name != "foreigner":
            digits = [10 if one == "X" else int(one) for one in number]
            assert sum(one * pow(2, 17 - at, 11) for at, one in enumerate(digits)) % 11 == 1


def test_a_card_may_leave_by_itself_or_in_the_middle_of_a_read():
    twin = reader(tap_s=2.0)
    twin.obey("tap", "hmt", 0.0)
    assert (twin.wake_s(), twin.tick(1.9)) == (2.0, [])
    assert ask(twin, FIND, 2.0)[9] == 0x80
    twin.obey("card", "hmt", 3.0)
    twin.obey("leave", "", 3.0)
    ask(twin, FIND)
    ask(twin, SELECT)
    assert ask(twin, READ)[9] == 0x41
    assert ask(twin, FIND)[9] == 0x80


def test_errors_come_once_and_a_broken_sam_stays_until_it_is_cured():
    twin = reader("resident")
    twin.obey("error", "31", 0.0)
    assert [ask(twin, FIND)[9] for _ in range(2)] == [0x31, 0x9F]
    twin.obey("sam-broken", "", 0.0)
    assert [ask(twin, FIND)[9], ask(twin, bytes.fromhex(HEAD + "000311FFED"))[9]] == [0x66, 0x60]
    twin.cure(0.0)
    assert ask(twin, FIND) == FOUND


@pytest.mark.parametrize(("word", "rest"), [("card", "nobody"), ("error", "4"), ("error", "zz"), ("lift", "it")])
def test_words_that_are_not_known_are_refused(word, rest):
    with pytest.raises(ValueError, match=r"no card|two hex|not understood"):
        reader().obey(word, rest, 0.0)


@given(st.lists(st.one_of(st.binary(max_size=80), st.binary(max_size=9).map(lambda b: FIND[:5] + b)), max_size=20))
def test_any_bytes_leave_a_reader_that_hears_the_next_frame_after_a_pause(pieces):
    twin = reader("resident")
    for piece in pieces:
        twin.hear(piece, 0.0)
        assert len(twin._gathering.bytes) <= 128
    twin.obey("card", "resident", 1.0)
    assert said(twin.hear(FIND, 1.0)) == [FOUND]
