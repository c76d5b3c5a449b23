"""What stands on a card, in four layouts, and what may be said of a person."""

from datetime import date

import keyring
import pytest
from fakes.sdt import FOREIGNER, FOREIGNER_2023, HMT, RESIDENT, block
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend

from drivers.id_card_text import (
    NATIONS,
    age_band,
    check_character,
    clean,
    day_of,
    expired,
    fields_of,
    hashed,
    is_number,
    kind_of,
    masked_name,
    masked_number,
    shown,
)
from edge_hub.client import person
from edge_hub.contract.queue import AgeBand

TODAY = date(2026, 11, 27)
KEY = b"a key of this test"


def card(text, number="hash", person="none", newest=""):
    kind = kind_of(text)
    return shown(fields_of(text, kind), kind, newest, TODAY, number, person, KEY)


@pytest.mark.parametrize(
    ("text", "kind", "number", "sex", "age", "over"),
    [
        (RESIDENT, "resident", "530802199003076520", "female", "36-59", False),
        (HMT, "hmt", "810000195512310015", "male", "70+", True),
        (FOREIGNER, "foreigner", "XYZ530100000001", "female", "18-35", True),
        (FOREIGNER_2023, "foreigner_2023", "95305319880808001X", "male", "36-59", False),
    ],
)
def test_every_layout_gives_number_sex_age_and_whether_it_is_over(text, kind, number, sex, age, over):
    read = card(text, "number")
    assert (read.kind, read.number, read.sex, read.age, read.expired) == (kind, number, sex, age, over)


def test_by_default_forms_only_a_hash_a_band_and_a_sex_leave():
    read = card(RESIDENT)
    assert read.number == hashed("530802199003076520", KEY)
    assert (read.name, read.details) == ("", None)


def test_the_details_of_a_resident_are_all_there():
    read = card(RESIDENT, "masked", "full")
    assert read.number == "530***********6520"
    assert read.name == "李四"
    told = read.details
    assert (told.nation, told.birth, told.address) == ("哈尼", "19900307", "云南省普洱市思茅区某某路1号")
    assert (told.issuer, told.since, told.until) == ("普洱市公安局思茅分局", "20200101", "20400101")


def test_the_newest_address_stands_for_the_printed_one():
    assert (
        card(RESIDENT, person="full", newest="云南省普洱市宁洱县某某村3号").details.address
        == "云南省普洱市宁洱县某某村3号"
    )


def test_a_residence_permit_has_its_pass_number_and_count_and_no_nation():
    told = card(HMT, person="full").details
    assert (told.pass_number, told.issues, told.nation) == ("H01234567", "01", "")


def test_an_old_foreigner_card_has_both_names_country_and_agency():
    read = card(FOREIGNER, person="full")
    assert read.name == "某人"
    assert (read.details.english_name, read.details.country, read.details.issuer) == ("SAMPLE, NOBODY", "XYZ", "1500")


def test_a_long_english_name_is_put_together_from_its_two_places():
    told = card(FOREIGNER_2023, person="full").details
    assert told.english_name == "SAMPLE NOBODY OF A VERY LONG NAME AND ANOTHER"


def test_a_foreigner_without_a_chinese_name_is_called_by_the_english_one():
    text = FOREIGNER[:158] + " ".encode("utf-16-le") * 15 + FOREIGNER[188:]
    assert card(text, person="name_masked").name == "S**"


@pytest.mark.parametrize(("name", "masked"), [("李四", "李**"), ("岩香·某某", "岩**"), ("", "")])
def test_a_masked_name_does_not_say_how_long_it_is(name, masked):
    assert masked_name(name) == masked


def test_a_short_number_is_masked_too():
    assert masked_number("XYZ530100000001") == "XYZ********0001"


@pytest.mark.parametrize("flag", ["K", "j", "A", "国"])
def test_a_flag_that_is_not_known_is_no_card_of_ours(flag):
    assert kind_of(RESIDENT[:248] + flag.encode("utf-16-le") + RESIDENT[250:]) is None


def test_a_block_cut_short_is_no_card():
    assert kind_of(RESIDENT[:255]) is None


@pytest.mark.parametrize(
    ("number", "kind", "good"),
    [
        ("530802199003076520", "resident", True),
        ("530821198510020016", "resident", True),
        ("530802199003076529", "resident", False),
        ("11010519491231002X", "resident", True),
        ("11010519491231002x", "resident", False),
        ("53080219900307652", "resident", False),
        ("５30802199003076520", "resident", False),
        ("", "resident", False),
        ("530802199003076520", "hmt", False),
        ("810000195512310015", "hmt", True),
        ("530802199003076520", "foreigner_2023", False),
        ("XYZ530100000001", "foreigner", True),
        ("XY5530100000001", "foreigner", False),
        ("530802199003076520", "foreigner", False),
    ],
)
def test_a_number_is_held_to_its_check_character_and_its_kind(number, kind, good):
    assert is_number(number, kind) is good


def test_the_check_character_of_new_foreigner_cards_can_be_let_go():
    assert not is_number("953053198808080011", "foreigner_2023")
    assert is_number("953053198808080011", "foreigner_2023", check_2023=False)
    assert not is_number("95305319880808001Y", "foreigner_2023", check_2023=False)


@given(st.from_regex(r"[1-6][0-9]{16}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_passes_the_check(first, place, off):
    wrong = first[:place] + str((int(first[place]) + off) % 10) + first[place + 1 :]
    assert check_character(wrong) != check_character(first)


@given(st.from_regex(r"[1-6][0-9]{16}", fullmatch=True), st.integers(0, 15))
def test_no_two_neighbours_swapped_pass_the_check(first, place):
    swapped = first[:place] + first[place + 1] + first[place] + first[place + 2 :]
    assert swapped == first or check_character(swapped) != check_character(first)


class Ring(KeyringBackend):
    """A keyring in memory with one secret."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return KEY.decode() if (service, username) == ("hall", person.KEY) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def ring():
    used = keyring.get_keyring()
    keyring.set_keyring(Ring())
    yield
    keyring.set_keyring(used)


def test_the_hash_is_the_one_that_the_guide_desk_makes(ring):
    assert hashed("530802199003076520", KEY) == person.person_hash("530802199003076520")
    assert hashed("530802199003076520", KEY) != hashed("530802199003076520", b"another key")


@pytest.mark.parametrize(
    ("birth", "today", "band"),
    [
        ("20081128", "20261127", "0-17"),
        ("20081127", "20261127", "18-35"),
        ("20080229", "20260228", "0-17"),
        ("20080229", "20260301", "18-35"),
        ("19901128", "20261127", "18-35"),
        ("19901127", "20261127", "36-59"),
        ("19661127", "20261127", "60-69"),
        ("19561128", "20261127", "60-69"),
        ("19561127", "20261127", "70+"),
        ("20261127", "20261127", "0-17"),
        ("20261128", "20261127", None),
        ("19900230", "20261127", None),
        ("", "20261127", None),
    ],
)
def test_the_age_is_told_as_a_band_in_full_years(birth, today, band):
    assert age_band(day_of(birth), day_of(today)) == band


def test_the_bands_are_the_ones_that_a_ticket_takes():
    days = [date(year, 1, 1) for year in range(1930, 2026)]
    assert {age_band(day, TODAY) for day in days} == {band.value for band in AgeBand}


@pytest.mark.parametrize(
    ("until", "over"),
    [
        ("20261127", False),
        ("20261126", True),
        ("长期", False),
        ("", None),
        ("someday", None),
        ("２０２６１１２６", None),
    ],
)
def test_a_card_is_good_on_its_last_day(until, over):
    assert expired(until, TODAY) is over


@pytest.mark.parametrize("code", ["0", "9", "", "x"])
def test_a_sex_that_is_not_told_is_not_guessed(code):
    text = block(_0="李四", _30=code.ljust(1), _36="19900307", _122="530802199003076520")
    assert card(text).sex is None


def test_the_table_of_nations_is_whole():
    assert len(NATIONS) == 58
    known = {"01": "汉", "07": "彝", "16": "哈尼", "18": "傣", "21": "佤", "24": "拉祜", "34": "布朗", "56": "基诺"}
    assert {code: NATIONS[code] for code in known} == known
    assert (NATIONS["97"], NATIONS["98"]) == ("其他", "外国血统入籍")


def test_nothing_but_text_comes_out_of_a_card():
    assert clean("\x1b@李\n四\0\u2028  ".encode("utf-16-le")) == "@李四"
    assert clean(b"\x00\xd8") == "\ufffd"


@given(st.binary(min_size=256, max_size=256), st.sampled_from(["resident", "hmt", "foreigner", "foreigner_2023"]))
def test_any_block_is_read_as_some_text_without_an_error(text, kind):
    fields = fields_of(text, kind)
    assert all(char.isprintable() or not char.isascii() for value in fields.values() for char in value)
    assert isinstance(is_number(fields["number"], kind), bool)
    shown(fields, kind, "", TODAY, "hash", "full", KEY)


@pytest.mark.parametrize("text", [RESIDENT, HMT, FOREIGNER, FOREIGNER_2023])
@pytest.mark.parametrize("number", ["hash", "masked", "number"])
def test_no_repr_says_anything_of_a_person(text, number):
    read = card(text, number, "full", "云南省普洱市宁洱县某某村3号")
    assert repr(read) == "Card()"
    assert repr(read.details) == "Details()"
