"""The talk with a cabinet in every weather, for each family of boards: what the door did, and that nobody guesses."""

import pytest
from fakes.cabinet import Board8A, BoardCu12, BoardKu16
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.faults import GONE
from drivers.lock_8a import Lock8AConversation, Lock8AOptions
from drivers.lock_cu12 import LockCu12Conversation, LockCu12Options
from drivers.lock_faults import LOCK_REFUSED, LOCK_SILENT, LOCK_STUCK, NO_CONTACT, NO_SUCH_CELL, UNSEEN
from drivers.lock_ku16 import LockKu16Conversation, LockKu16Options
from drivers.locks import CellNotOpened, CellOpened, CellsSeen, CellUnseen, DoorLeftOpen, Doors, LookAt, OpenCell

FAMILIES = {
    "8a": (Lock8AConversation, Lock8AOptions, Board8A),
    "ku16": (LockKu16Conversation, LockKu16Options, BoardKu16),
    "cu12": (LockCu12Conversation, LockCu12Options, BoardCu12),
}
JOB = OpenCell("hand-out-1", 3)
POLARITIES = ("door_closing", "door_opening")


@pytest.fixture(params=FAMILIES)
def family(request):
    return request.param


@pytest.fixture
def talk(wire, family):
    def make(weather=None, **options):
        return wired(wire, family, weather, **options)

    return make


def wired(wire, family, weather=None, **options):
    conversation, makes, board = FAMILIES[family]
    more = {} if weather is None else {"weather": weather}
    device = board(opening=options.get("polarity") == "door_opening")
    one = wire(conversation=conversation(makes(**options)), device=device, **more)
    one.open()
    one.run(1)
    return one


def ask(wire, job):
    """As the port does: a job waits while the answer to a look is awaited."""
    for _ in range(100):
        if wire.conversation.ready:
            return wire.ask(job)
        wire.run(0.05)
    raise AssertionError("the conversation is never ready")


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, CellOpened | CellNotOpened | CellUnseen | CellsSeen)]


def clear(answer):
    yield 0.002, answer


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.005, bytes((byte,))


def late(answer):
    yield 0.7, answer


def slow(answer):
    yield 0.4, answer


def garbage_around(answer):
    yield 0.001, b"\x00\x8a\x01\x02\x80"
    yield 0.002, b"\xff" + answer + b"\x02\x00\x35\x80\x01"


def loss(answer):
    return iter(())


# Clear weather, and what is as good


@pytest.mark.parametrize("polarity", POLARITIES)
@pytest.mark.parametrize("weather", [clear, byte_by_byte, slow, garbage_around])
def test_a_door_that_opens_is_told_as_opened_after_one_unlock_in_any_weather(talk, weather, polarity):
    wire = talk(weather, polarity=polarity)
    wire.ask(JOB)
    wire.run(5)
    assert verdicts(wire) == [CellOpened("hand-out-1", 3)]
    assert wire.printer.unlocks == [2]
    assert wire.of(Doors)[-1].doors[:4] == ("closed", "closed", "open", "closed")


@pytest.mark.parametrize("polarity", POLARITIES)
@pytest.mark.parametrize("echo", [False, True])
def test_a_door_that_stays_closed_is_told_as_not_opened_even_where_the_line_hears_itself(talk, polarity, echo):
    wire = talk(polarity=polarity)
    wire.printer.echo = echo
    wire.printer.jammed.add(2)
    wire.ask(JOB)
    wire.run(1.9)
    assert verdicts(wire) == []  # it may still open
    wire.run(2)
    [told] = verdicts(wire)
    assert isinstance(told, CellNotOpened) and told.fault in (LOCK_STUCK, LOCK_REFUSED)
    assert wire.printer.unlocks == [2]


def test_a_door_that_opens_late_is_waited_for(talk):
    wire = talk()
    wire.printer.jammed.add(2)
    wire.ask(JOB)
    wire.run(1)
    wire.printer.open[2] = True
    wire.run(1)
    assert verdicts(wire) == [CellOpened("hand-out-1", 3)]


def test_a_silence_within_the_time_of_the_door_ends_nothing(talk):
    wire = talk(open_s=8.0)
    wire.printer.jammed.add(2)
    wire.ask(JOB)
    wire.run(0.5)
    wire.printer.mute = True
    wire.run(5)
    assert verdicts(wire) == []
    wire.printer.mute = False
    wire.printer.open[2] = True
    wire.run(2)
    assert verdicts(wire) == [CellOpened("hand-out-1", 3)]
    assert wire.printer.unlocks == [2]


def test_to_a_door_that_stands_open_no_unlock_is_sent(talk):
    wire = talk()
    wire.printer.open[2] = True
    wire.ask(JOB)
    wire.run(1)
    assert verdicts(wire) == [CellOpened("hand-out-1", 3, was_open=True)]
    assert wire.printer.unlocks == []


def test_the_state_is_asked_before_every_unlock_however_fresh_the_last_one_is(talk):
    wire = talk()
    before = len(wire.printer.received)
    wire.ask(JOB)
    assert wire.printer.unlocks == [] and len(wire.printer.received) == before + 1
    wire.run(5)
    wire.printer.open[2] = False
    wire.ask(OpenCell("hand-out-2", 3))
    wire.run(5)
    assert wire.printer.unlocks == [2, 2]


def test_a_look_at_one_and_at_all_moves_nothing(talk):
    wire = talk()
    wire.printer.open[0] = True
    for job in (LookAt("one", 1), LookAt("other", 2), LookAt("all")):
        wire.ask(job)
        wire.run(1)
    one, other, every = verdicts(wire)
    assert (one.doors, other.doors, every.doors[:3]) == (("open",), ("closed",), ("open", "closed", "closed"))
    assert len(every.doors) == len(wire.printer.open) and wire.printer.unlocks == []


@pytest.mark.parametrize("cell", [0, -1, 1000])
def test_a_cell_that_is_not_there_is_refused_and_nothing_is_sent(talk, cell):
    wire = talk()
    before = len(wire.printer.received)
    wire.ask(OpenCell("x", cell))
    wire.ask(LookAt("y", cell))
    assert [fact.fault for fact in verdicts(wire)] == [NO_SUCH_CELL, NO_SUCH_CELL]
    assert len(wire.printer.received) == before


# Doors when idle


def test_a_door_left_open_is_told_once_and_again_after_it_was_closed(talk):
    wire = talk(left_open_s=30)
    wire.printer.open[1] = True
    wire.run(29)
    assert wire.of(DoorLeftOpen) == []
    wire.run(60)
    assert wire.of(DoorLeftOpen) == [DoorLeftOpen(2)]
    wire.printer.open[1] = False
    wire.run(5)
    wire.printer.open[1] = True
    wire.run(40)
    assert wire.of(DoorLeftOpen) == [DoorLeftOpen(2)] * 2


def test_where_it_is_switched_off_no_door_is_ever_left_open(talk):
    wire = talk(left_open_s=0)
    wire.printer.open[1] = True
    wire.run(100)
    assert wire.of(DoorLeftOpen) == [] and wire.of(Doors)[-1].doors[1] == "open"


def test_doors_are_told_when_one_changes_and_only_then(talk):
    wire = talk()
    told = len(wire.of(Doors))
    wire.run(60)
    assert len(wire.of(Doors)) == told == 2  # unknown, then closed
    wire.printer.open[4] = True
    wire.run(5)
    assert len(wire.of(Doors)) == told + 1


# Loss and delay


def test_to_a_board_that_does_not_answer_no_unlock_is_ever_sent(talk):
    wire = talk()
    wire.printer.mute = True
    wire.ask(JOB)
    wire.run(10)
    assert verdicts(wire) == [CellNotOpened("hand-out-1", 3, LOCK_SILENT)]
    assert wire.printer.unlocks == []


@pytest.mark.parametrize("jammed", [True, False])
def test_silence_after_the_unlock_is_nobody_can_say_and_the_unlock_is_not_repeated(talk, jammed):
    wire = talk()
    wire.printer.jammed |= {2} if jammed else set()
    wire.printer.mute_after_unlock = True
    wire.ask(JOB)
    wire.run(30)
    assert verdicts(wire) == [CellUnseen("hand-out-1", 3, UNSEEN.because(LOCK_SILENT))]
    assert wire.printer.unlocks == [2]


def test_an_unlock_whose_answer_is_lost_is_asked_for_and_not_repeated(talk):
    wire = talk()

    def lose_the_answer_to_the_unlock(answer):
        if len(wire.printer.unlocks) == 1 and wire.printer.is_unlock(wire.printer.received[-1]):
            return iter(())
        return clear(answer)

    wire.weather = lose_the_answer_to_the_unlock
    wire.ask(JOB)
    wire.run(5)
    assert verdicts(wire) == [CellOpened("hand-out-1", 3)]
    assert wire.printer.unlocks == [2]


def test_an_unlock_that_never_arrived_is_told_as_not_opened(talk):
    wire = talk()
    taken = wire.printer.unlock
    wire.printer.unlock = lambda lock: None  # the request was noise to the board
    wire.ask(JOB)
    wire.run(5)
    assert [type(fact) for fact in verdicts(wire)] == [CellNotOpened]
    wire.printer.unlock = taken
    wire.ask(OpenCell("hand-out-2", 3))
    wire.run(5)
    assert verdicts(wire)[-1] == CellOpened("hand-out-2", 3)


def test_an_answer_that_comes_too_late_is_not_taken_for_that_of_the_next_question(talk):
    wire = talk()
    wire.weather = late
    wire.ask(JOB)
    wire.run(10)
    assert verdicts(wire) == [CellNotOpened("hand-out-1", 3, LOCK_SILENT)]
    assert wire.printer.unlocks == []


def test_a_board_that_falls_silent_is_unknown_within_seconds_and_its_line_is_dialled_anew(talk):
    wire = talk()
    wire.printer.deaf = True
    wire.run(6)
    assert set(wire.of(Doors)[-1].doors) == {"unknown"} and wire.hung_up == 1
    wire.printer.deaf = False
    wire.open()
    wire.run(1)
    assert set(wire.of(Doors)[-1].doors) == {"closed"}


def test_a_board_that_never_answered_is_asked_quietly_and_its_line_is_kept(talk):
    wire = talk(loss)
    wire.run(300)
    assert wire.hung_up == 0 and [set(fact.doors) for fact in wire.of(Doors)] == [{"unknown"}]
    assert len(wire.printer.received) < 200


# Unplugged


def test_a_line_lost_before_the_unlock_is_not_opened_and_after_it_nobody_can_say(talk):
    wire = talk()
    wire.printer.mute = True
    wire.ask(JOB)
    wire.unplug()
    wire.printer.mute = False
    wire.printer.mute_after_unlock = True
    wire.open()
    wire.run(1)
    wire.ask(OpenCell("hand-out-2", 4))
    wire.run(0.1)
    wire.unplug()
    assert verdicts(wire) == [
        CellNotOpened("hand-out-1", 3, GONE),
        CellUnseen("hand-out-2", 4, UNSEEN.because(GONE)),
    ]
    assert set(wire.of(Doors)[-1].doors) == {"unknown"}
    wire.open()
    wire.run(30)
    assert wire.printer.unlocks == [3]


def test_a_line_lost_in_mid_frame_leaves_nothing_of_it_to_the_next_line(talk):
    wire = talk()
    wire.hear(b"\x80\x01\xff\xff")
    wire.hear(b"\x02\x00\x35\xff")
    wire.unplug()
    wire.open()
    wire.run(1)
    assert set(wire.of(Doors)[-1].doors) == {"closed"}


def test_a_job_that_never_reached_the_line_is_refused_with_its_fact(talk):
    wire = talk()
    assert wire.conversation.refuse(JOB, GONE) == (CellNotOpened("hand-out-1", 3, GONE),)
    [seen] = wire.conversation.refuse(LookAt("all"), GONE)
    assert set(seen.doors) == {"unknown"} and len(seen.doors) == len(wire.printer.open)


# Cabinets without contacts, and cabinets of several boards


def test_without_contacts_the_unlock_is_sent_once_and_nobody_can_say(talk):
    wire = talk(contacts=False)
    assert wire.printer.received == []
    wire.ask(JOB)
    wire.run(5)
    wire.ask(LookAt("all"))
    unseen, seen = verdicts(wire)
    assert unseen == CellUnseen("hand-out-1", 3, UNSEEN.because(NO_CONTACT))
    assert set(seen.doors) == {"unknown"} and seen.fault == NO_CONTACT
    assert wire.printer.unlocks == [2] and len(wire.printer.received) == 1


class Bus:
    """Two boards on one line, of which the second may be silent. Built for 8A: its frames name their board."""

    def __init__(self):
        self.boards = {1: Board8A(), 2: Board8A()}

    def take(self, data):
        board = self.boards[data[1]]
        one = board.take(bytes((data[0], 1, *data[2:-1], data[-1] ^ data[1] ^ 1)))
        return [bytes((a[0], data[1], *a[2:-1], a[-1] ^ 1 ^ data[1])) for a in one]


def test_cells_are_counted_through_all_boards_and_a_silent_board_hides_only_its_own(wire):
    bus = Bus()
    one = wire(conversation=Lock8AConversation(Lock8AOptions(cells=30)), device=bus)
    one.open()
    one.run(1)
    assert set(one.of(Doors)[-1].doors) == {"closed"} and len(one.of(Doors)[-1].doors) == 30
    one.ask(OpenCell("x", 26))
    one.run(5)
    assert (bus.boards[1].unlocks, bus.boards[2].unlocks) == ([], [1])
    bus.boards[2].mute = True
    one.run(10)
    assert one.of(Doors)[-1].doors == ("closed",) * 24 + ("unknown",) * 6 and one.hung_up == 0
    ask(one, LookAt("all"))
    one.run(5)
    assert verdicts(one)[-1] == CellsSeen("all", ("closed",) * 24 + ("unknown",) * 6, LOCK_SILENT)
    ask(one, OpenCell("y", 1))
    one.run(5)
    assert verdicts(one)[-1] == CellOpened("y", 1)


# Any weather at all


FATES = st.lists(st.sampled_from(("fine", "fine", "lost", "late", "spoiled", "noisy")), max_size=40)
"""What becomes of each frame on its way back."""


def weather_of(fates):
    left = iter(fates)

    def weather(answer):
        fate = next(left, "fine")
        if fate == "noisy":
            yield 0.001, b"\x8a\x01\x03\x02\x00\x80"
        if fate != "lost":
            spoiled = bytes((*answer[:-1], answer[-1] ^ 0x20))
            yield 0.7 if fate == "late" else 0.002, spoiled if fate == "spoiled" else answer

    return weather


@given(FATES, st.sampled_from(sorted(FAMILIES)), st.sampled_from(POLARITIES), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_weather_opened_is_open_not_opened_is_closed_and_a_job_unlocks_at_most_once(
    wire, fates, family, polarity, jammed, echo
):
    one = wired(wire, family, weather_of(fates), polarity=polarity)
    board = one.printer
    board.echo = echo
    board.jammed |= {2} if jammed else set()
    for number in range(3):
        board.open[2] = False
        unlocks = len(board.unlocks)
        one.open()
        ask(one, OpenCell(str(number), 3))
        one.run(20)
        [told] = verdicts(one)[number:]
        assert told.id == str(number)
        assert len(board.unlocks) - unlocks <= 1
        if isinstance(told, CellOpened):
            assert board.open[2] and not told.was_open
        elif isinstance(told, CellNotOpened):
            assert not board.open[2]
        one.unplug()
