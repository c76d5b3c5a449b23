"""The calling voice: how numbers are read in Chinese, that it is off, and the talk in every weather."""

import array
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.faults import GONE
from drivers.programs.player import RATE, RECORDINGS, CannotPlay, mixed
from drivers.sound import (
    CLIPS,
    NO_PLAYER,
    SOUND_OFF,
    SOUND_SILENT,
    WORDS,
    CallNotSaid,
    CallSaid,
    SayCall,
    SoundConversation,
    SoundOptions,
    counted,
    phrase,
    spelled,
    window_of,
)
from drivers.twins.machine import Loudspeaker
from drivers.twins.twin import Reply

CALL = SayCall("call-1", "A007", "3")
HANZI = {**{f"zh_{digit}": sign for digit, sign in enumerate("零一二三四五六七八九")}, **WORDS}


def read_out(clips):
    return "".join(HANZI.get(clip, clip.removeprefix("zh_")) for clip in clips)


COUNTED = {
    0: "零",
    3: "三",
    10: "十",
    12: "十二",
    20: "二十",
    21: "二十一",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    110: "一百一十",
    115: "一百一十五",
    230: "二百三十",
    999: "九百九十九",
}


@pytest.mark.parametrize("number", COUNTED)
def test_a_number_is_read_as_people_read_it(number):
    assert read_out(counted(number)) == COUNTED[number]


def test_a_tickets_number_is_read_digit_by_digit_and_one_is_one_unless_the_hall_wants_it_otherwise():
    assert read_out(spelled("A017")) == "A零一七"
    assert read_out(spelled("a017", yao=True)) == "A零幺七"
    assert read_out(spelled("Ä7·")) == "七"


@pytest.mark.parametrize(
    ("window", "said"), [("3", "三"), ("12", "十二"), ("03", "三"), ("A03", "A零三"), ("1234", "一二三四")]
)
def test_a_window_is_read_as_a_number_or_where_it_has_a_letter_sign_by_sign(window, said):
    assert read_out(window_of(window)) == said


def test_a_call_is_a_chime_and_a_sentence():
    assert read_out(phrase("A007", "3", SoundOptions())) == "chime请A零零七到三号窗口"
    assert read_out(phrase("A007", "3", SoundOptions(chime=False, times=2))) == "请A零零七到三号窗口" * 2
    assert phrase("A007", "3", SoundOptions(voice=False)) == ("chime",)


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_whatever_is_called_there_is_a_recording_of_all_that_is_said(number, window):
    assert set(phrase(number, window, SoundOptions(yao=True))) <= set(CLIPS)


@pytest.mark.parametrize("clip", CLIPS)
def test_every_recording_is_there_sounds_and_is_short(clip):
    with wave.open(str(RECORDINGS / f"{clip}.wav"), "rb") as file:
        samples = array.array("h", file.readframes(file.getnframes()))
        assert file.getparams()[:3] == (1, 2, RATE)
    assert 0.1 <= len(samples) / RATE <= 1.6
    assert 8000 < max(map(abs, samples)) <= 26000


def test_recordings_are_put_together_and_made_quieter():
    loud, quiet = mixed(100, ("zh_7", "hao")), mixed(50, ("zh_7", "hao"))
    assert len(loud) == len(quiet) == len(mixed(100, ("zh_7",))) + len(mixed(100, ("hao",)))
    half = max(map(abs, array.array("h", quiet))) / max(map(abs, array.array("h", loud)))
    assert 0.45 < half < 0.55
    for wrong in ("no_such_word", "../../pyproject"):
        with pytest.raises(CannotPlay, match="no_recording"):
            mixed(50, (wrong,))


@pytest.mark.parametrize("wrong", [{"volume": 101}, {"times": 0}, {"enabled": "yes"}])
def test_options_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        SoundOptions(**wrong)


@pytest.mark.parametrize(("number", "window"), [("", "3"), ("A007", ""), ("A" * 13, "3")])
def test_a_call_of_nothing_is_refused(number, window):
    with pytest.raises(ValueError, match="1 to 12 signs"):
        SayCall("x", number, window)


# The talk


class Wired:
    """The simulated loudspeaker behind the wire of a test."""

    def __init__(self):
        self.twin, self.now, self.silent, self.heard = Loudspeaker(), 0.0, False, []

    def take(self, data):
        self.heard.append(data)
        outputs = [*self.twin.hear(data, self.now), *self.twin.tick(self.now + 60)]
        said = b"".join(output.data for output in outputs if isinstance(output, Reply))
        return [said] if said and not self.silent else []


@pytest.fixture
def speaker():
    return Wired()


@pytest.fixture
def talk(wire, speaker):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        conversation = SoundConversation(SoundOptions(**{"enabled": True, **options}))
        wired = wire(conversation=conversation, device=speaker, **more)
        wired.open()
        return wired

    return make


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, CallSaid | CallNotSaid)]


def test_it_is_off_unless_somebody_wants_it(talk, speaker):
    assert SoundOptions().enabled is False
    wire = talk(enabled=False)
    wire.ask(CALL)
    wire.run(5)
    assert (verdicts(wire), speaker.heard) == ([CallNotSaid("call-1", SOUND_OFF)], [])


def clear(answer):
    yield 0.002, answer


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.001, bytes((byte,))


def late(answer):
    yield 2.0, answer


def garbage_around(answer):
    yield 0.001, b"\x00\xff\n"
    yield 0.002, b"\x81\n" + answer


@pytest.mark.parametrize("weather", [clear, byte_by_byte, late, garbage_around])
def test_a_call_is_said_once_in_any_weather(talk, speaker, weather):
    wire = talk(weather, volume=40)
    for number in ("call-1", "call-2"):
        wire.ask(SayCall(number, "A007", "3"))
        wire.run(10)
    assert verdicts(wire) == [CallSaid("call-1"), CallSaid("call-2")]
    said = b"play\t40\tchime\tqing\tzh_A\tzh_0\tzh_0\tzh_7\tdao\tzh_3\thao\tchuangkou\n"
    assert speaker.heard == [said, said]


def test_without_a_player_it_says_what_to_install(talk, speaker):
    speaker.twin.obey("no-player", "", 0.0)
    wire = talk()
    wire.ask(CALL)
    wire.run(1)
    assert verdicts(wire) == [CallNotSaid("call-1", NO_PLAYER)]


def test_a_silent_program_is_started_anew(talk, speaker):
    speaker.silent = True
    wire = talk()
    wire.ask(CALL)
    wire.run(5)
    assert (verdicts(wire), wire.hung_up) == ([CallNotSaid("call-1", SOUND_SILENT)], 1)


def test_a_call_that_never_ends_is_stopped(talk, speaker):
    wire = talk(longest_s=10.0)
    speaker.silent = True
    wire.ask(CALL)
    wire.hear(b"playing\n")
    wire.run(11)
    assert [fact.fault.code for fact in verdicts(wire)] == ["player_broke"]
    assert speaker.heard[-1] == b"stop\n"


def test_a_line_that_is_lost_in_a_call_fails_it_once(talk):
    wire = talk()
    wire.takes_data = False
    wire.ask(CALL)
    wire.unplug()
    assert verdicts(wire) == [CallNotSaid("call-1", GONE)]
    assert wire.conversation.refuse(CALL, GONE) == (CallNotSaid("call-1", GONE),)


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_after_any_bytes_the_word_of_the_program_is_taken(parts):
    conversation = SoundConversation(SoundOptions(enabled=True))
    conversation.open(0.0)
    for part in parts:
        conversation.hear(part, 0.0)
    conversation.ask(CALL, 0.0)
    assert conversation.hear(b"\nplaying\ndone\n", 1.0).facts == (CallSaid("call-1"),)
