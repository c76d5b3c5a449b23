"""A bar always gets the latest text, and never a queue of old ones."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.conversation import Fault
from drivers.signs import SIGN_SILENT, ShowFailed, Shown, ShowText
from edge_hub.device_host.bars import Bar

FULL = Fault("queue_full", "", "", "", "")


class Wire:
    """Takes jobs, one at a time as a bar does."""

    def __init__(self) -> None:
        self.jobs: list[ShowText] = []
        self.refuses = False
        self.bar = Bar("w1", self.ask)

    def ask(self, job: ShowText) -> Fault | None:
        if self.refuses:
            return FULL
        self.jobs.append(job)
        return None

    @property
    def texts(self) -> list[str]:
        return [job.text for job in self.jobs]


def test_what_changes_while_a_text_is_on_its_way_is_shown_once_and_only_the_last() -> None:
    wire = Wire()
    for text in ("A001", "A002", "A003"):
        wire.bar.want(text)
    assert wire.texts == ["A001"]
    wire.bar.heard(Shown(wire.jobs[0].id, "A001"))
    assert wire.texts == ["A001", "A003"]
    wire.bar.heard(Shown(wire.jobs[1].id, "A003"))
    wire.bar.want("A003")
    assert wire.texts == ["A001", "A003"], "it stands there already"


def test_a_text_that_failed_is_left_to_the_driver_and_the_next_one_is_shown() -> None:
    wire = Wire()
    wire.bar.want("A001")
    wire.bar.heard(ShowFailed(wire.jobs[0].id, SIGN_SILENT))
    assert wire.texts == ["A001"]
    wire.bar.want("A002")
    assert wire.texts == ["A001", "A002"]


def test_the_end_of_somebody_elses_text_is_not_mine() -> None:
    wire = Wire()
    wire.bar.want("A001")
    wire.bar.want("A002")
    wire.bar.heard(Shown("test.1", "x"))
    assert wire.texts == ["A001"]


def test_after_a_test_the_bar_has_its_text_again() -> None:
    wire = Wire()
    wire.bar.again()
    assert wire.texts == []
    wire.bar.want("A001")
    wire.bar.heard(Shown(wire.jobs[0].id, "A001"))
    wire.bar.again()
    assert wire.texts == ["A001", "A001"]


@given(st.lists(st.sampled_from(["A", "B", "end", "full", "free"]), max_size=40))
def test_whatever_happens_the_last_text_is_the_one_that_was_asked_last_once_all_has_settled(does: list[str]) -> None:
    wire, wanted = Wire(), None
    for what in does:
        if what in ("A", "B"):
            wire.bar.want(what)
            wanted = what
        elif what == "end" and wire.jobs:
            wire.bar.heard(Shown(wire.jobs[-1].id, ""))
        else:
            wire.refuses = what == "full"
    wire.refuses = False
    for _ in range(2):
        if wire.jobs:
            wire.bar.heard(Shown(wire.jobs[-1].id, ""))
        if wanted is not None:
            wire.bar.want(wanted)
    assert wanted is None or wire.texts[-1] == wanted
