"""The table of the guided self-test: every driver has its steps, and nothing opens without a yes."""

from datetime import date

import pytest

from drivers.a4_printer import PdfFailed, PdfPrinted, PrintPdf
from drivers.conversation import Fact, Fault
from drivers.escpos import EscposOptions, Printed, PrintFailed, PrintJob
from drivers.health import Counters, Down, Up
from drivers.id_card import ReadCard, ReadFailed
from drivers.id_card_faults import NO_CARD
from drivers.keypad import KeyCame, NoKeyCame
from drivers.lock_faults import LOCK_SILENT, LOCK_STUCK, NO_CONTACT
from drivers.locks import CellNotOpened, CellOpened, CellsSeen, CellUnseen, OpenCell
from drivers.pager import TagCalled, TagNotCalled
from drivers.rack_talk import LookFailed, RackLooked
from drivers.racks import Rack
from drivers.registry import DRIVERS
from drivers.scanner import CodeScanned, ScanFailed
from drivers.self_test import LINE, LOCKS, NO_ANSWER, STATUS, STEPS, Asked, CheckStep, steps_of
from drivers.signal_light import LampsNotSet, LampsSet, NoPressCame, PressCame
from drivers.signs import ShowFailed, Shown
from drivers.standing import Standing, after, begin

TODAY = date(2026, 11, 24)
LAMPS = {"signal_light": {"lamps": "red=1", "pressed": "ALARM"}}
GONE = Fault("gone", "断了", "看线", "gone", "look")


def step_of(driver: str, name: str, **options: object) -> CheckStep:
    made = DRIVERS[driver].options.model_validate(options)
    return next(step for step in steps_of(driver, made) if step.name == name)


def test_every_driver_that_we_ship_has_steps_of_its_own() -> None:
    assert set(DRIVERS) <= set(STEPS), "add its steps to drivers/self_test.py, its facts to drivers/standing.py"


@pytest.mark.parametrize("driver", [*DRIVERS, "driver_of_others"])
def test_a_test_begins_with_the_line_and_every_step_speaks_both_languages(driver: str) -> None:
    options = DRIVERS[driver].options() if driver in DRIVERS else None
    steps = steps_of(driver, options)
    assert steps[0] is LINE and len({step.name for step in steps}) == len(steps)
    for step in steps:
        for words in (step.what, step.before, step.look):
            assert words is None or (words.zh and words.en and words.zh != words.en)
        assert (step.job is None) == (step.good is not None) == (step.judge is None)


@pytest.mark.parametrize("driver", DRIVERS)
def test_what_opens_something_is_asked_before_it_is_done(driver: str) -> None:
    options = DRIVERS[driver].options()
    for step in steps_of(driver, options):
        job = step.job(Asked("1", _settled(options), TODAY, 1)) if step.job else None
        assert isinstance(job, OpenCell) == (step.before is not None) == step.cell


def _settled(options: object) -> object:
    return options.model_copy(update={"mode": "text"}) if isinstance(options, EscposOptions) else options


def test_a_device_that_cannot_answer_by_its_options_is_not_asked_how_it_is() -> None:
    for driver, options in (("escpos", {"status": False}), ("led_onbon", {"answers": False}), ("led_line", {})):
        assert STATUS not in steps_of(driver, DRIVERS[driver].options.model_validate(options))
    blind = DRIVERS["lock_8a"].options.model_validate({"contacts": False})
    assert [one.name for one in steps_of("lock_8a", blind)] == ["line", "open_cell"]


@pytest.mark.parametrize(
    ("driver", "step", "good", "bad"),
    [
        ("escpos", "print_slip", Printed("1"), PrintFailed("1", GONE)),
        ("a4_printer", "print_page", PdfPrinted("1"), PdfFailed("1", GONE)),
        ("id_card", "read_card", None, ReadFailed("1", NO_CARD)),
        ("scanner", "scan_code", CodeScanned("1", "secret"), ScanFailed("1", GONE)),
        ("led_onbon", "show_text", Shown("1", "x"), ShowFailed("1", GONE)),
        ("lock_8a", "look_at_doors", CellsSeen("1", ("closed", "open")), CellsSeen("1", ("unknown",), LOCK_SILENT)),
        ("lock_8a", "open_cell", CellOpened("1", 3), CellNotOpened("1", 3, LOCK_STUCK)),
        ("lock_8a", "open_cell", CellOpened("1", 3, True), CellUnseen("1", 3, LOCK_STUCK)),
        ("keypad", "press_key", KeyCame("1", 1, 3, None), NoKeyCame("1", GONE)),
        ("pager", "call_tag", TagCalled("1", 1, confirmed=False), TagNotCalled("1", 1, GONE)),
        ("signal_light", "lamps_on", LampsSet("1", ("red",), confirmed=True), LampsNotSet("1", GONE)),
        ("signal_light", "press_button", PressCame("1"), NoPressCame("1", GONE)),
        ("charger", "look_at_slots", RackLooked("1", Rack(("free",))), LookFailed("1", GONE)),
    ],
)
def test_a_step_passes_or_fails_by_what_the_device_says(
    driver: str, step: str, good: Fact | None, bad: Fact
) -> None:
    judge = step_of(driver, step, **LAMPS.get(driver, {})).judge
    assert judge is not None and judge(Up(0.0, Counters())) is None, "that is about something else"
    verdict = judge(bad)
    assert verdict is not None and verdict.fault is not None
    if good is not None:
        verdict = judge(good)
        assert verdict is not None and verdict.fault is None
        assert verdict.said is None or "secret" not in verdict.said.zh + verdict.said.en


@pytest.mark.parametrize("driver", LOCKS)
def test_of_doors_without_contacts_the_person_says_whether_one_is_open(driver: str) -> None:
    step = step_of(driver, "open_cell", contacts=False)
    assert step.judge is not None and step.look is not None
    sent = step.judge(CellUnseen("1", 3, NO_CONTACT))
    assert sent is not None and sent.fault is None
    silent = step.judge(CellUnseen("1", 3, LOCK_SILENT))
    assert silent is not None and silent.fault == LOCK_SILENT


def test_the_line_is_good_when_it_is_open_and_the_status_only_when_the_device_spoke() -> None:
    assert LINE.good is not None and STATUS.good is not None
    fresh = begin("led_onbon")
    up, down = after(fresh, Up(0.0, Counters())), after(fresh, Down(0.0, GONE, Counters()))
    assert LINE.good(fresh) is None and LINE.good(up) is not None
    lost = LINE.good(down)
    assert lost is not None and lost.fault == GONE
    assert STATUS.good(up) is None, "silence is not yet a verdict"
    for said, fault in ((("UP", None), None), (("DEGRADED", GONE), None), (("UNKNOWN", NO_ANSWER), NO_ANSWER)):
        verdict = STATUS.good(Standing(line=None, said=said))  # type: ignore[arg-type]
        assert verdict is not None and verdict.fault == fault


def test_a_card_is_read_with_a_key_that_is_made_for_this_test_alone() -> None:
    job = step_of("id_card", "read_card").job
    assert job is not None
    one, two = (job(Asked("1", None, TODAY)) for _ in range(2))
    assert isinstance(one, ReadCard) and one.key != two.key and one.key is not None and len(one.key) == 32


def test_the_test_slip_fits_every_width_and_is_cut() -> None:
    for width in (58, 80):
        job = step_of("escpos", "print_slip", width_mm=width, mode="text").job
        assert job is not None
        slip = job(Asked("1", EscposOptions(width_mm=width, mode="text"), TODAY))  # type: ignore[arg-type]
        assert isinstance(slip, PrintJob)
        assert slip.data.endswith(b"\x1d\x56\x01") and "打印测试".encode("gbk") in slip.data and len(slip.data) < 2000


def test_the_test_page_is_a_small_pdf_of_one_a4_page() -> None:
    job = step_of("a4_printer", "print_page").job
    assert job is not None
    page = job(Asked("1", None, TODAY))
    assert isinstance(page, PrintPdf) and page.data.startswith(b"%PDF-") and len(page.data) < 200_000
    assert b"/MediaBox [ 0 0 595.2 841.9" in page.data
