"""A finger on the screen, a printer on a real wire: what comes out, and what is said when nothing does."""

import pytest
import zxingcpp
from fakes.puer_hall import directory, status
from PIL import Image

from drivers.twins.printer import Paper, VirtualPrinter
from edge_hub.contract.device import Health, ReportHealth, ReportSlip
from edge_hub.contract.queue import TicketSlip
from edge_hub.contract.reprint import FetchSlip, Reprints, WantedSlip
from kiosk.ticket_machine.known import Known
from kiosk.ticket_machine.slip import draw
from kiosk.ticket_machine.slip_content import content_of

from .conftest import URL, Stand, slip_of


def test_a_slip_comes_out_with_number_and_code(printing: Stand, paper: VirtualPrinter) -> None:
    printing.take()
    printing.taken()
    assert printing.vm.property("paper") in ("printing", "printed") and printing.is_at("taken")
    (slip,) = paper.wait_for_slips(1)
    picture = slip.slip.image.convert("L")
    assert slip.slip.faults == () and picture.width == 576
    assert [code.text for code in zxingcpp.read_barcodes(_framed(picture))] == [URL]
    printing.screen.until(lambda: printing.vm.property("paper") == "printed", what="the printer's word")
    printing.shot("taken_printed")
    assert "请取走您的号票" in printing.screen.text("slipState") and not printing.screen.shows("practiceNumber")
    slips = [fact for fact in printing.bridge.reported if isinstance(fact, ReportSlip)]
    assert [(slip.ticket, slip.printed, slip.reprint) for slip in slips] == [("t-A018", True, False)]


def _framed(picture: Image.Image) -> Image.Image:
    """Paper is wider than the head."""
    sheet = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    sheet.paste(picture, (40, 40))
    return sheet


def test_one_ticket_makes_one_slip_however_often_the_button_is_pressed(printing: Stand, paper: VirtualPrinter) -> None:
    printing.take()
    printing.taken()
    for _ in range(5):
        printing.vm.take()
        printing.vm.reprint()
    printing.screen.until(lambda: printing.vm.property("paper") == "printed")
    assert len(paper.slips) == 1


@pytest.mark.fault(45)
def test_without_paper_the_number_stays_the_desk_is_told_and_the_slip_comes_later(
    printing: Stand, paper: VirtualPrinter
) -> None:
    paper.set(paper=Paper.OUT)
    printing.screen.until(lambda: printing.vm.property("printerTrouble") == "打印机缺纸", what="the printer's trouble")
    printing.look()
    assert "请拍照或记下" in printing.screen.text("printerBanner"), "people are told before they choose"
    printing.take()
    printing.taken()
    printing.screen.until(lambda: printing.vm.property("paper") == "failed", what="the failure")
    printing.look()
    printing.shot("taken_without_paper")
    assert printing.screen.text("number") == "A018"
    assert "打印机缺纸" in printing.screen.text("slipState")
    paper.set(paper=Paper.OK)
    printing.screen.until(lambda: printing.vm.property("printerTrouble") == "", what="the new roll")
    printing.touch("reprint")
    (slip,) = paper.wait_for_slips(1)
    printing.screen.until(lambda: printing.vm.property("paper") == "printed", what="the printer's word")
    slips = [fact for fact in printing.bridge.reported if isinstance(fact, ReportSlip)]
    assert [(slip.printed, slip.reprint, slip.why) for slip in slips] == [
        (False, False, "打印机缺纸"),
        (True, True, ""),
    ]
    assert slip.slip.faults == ()


def test_the_guide_desk_hears_of_each_change_of_the_printer_once(printing: Stand, paper: VirtualPrinter) -> None:
    def told() -> list[tuple[Health, str]]:
        return [(fact.health, fact.why) for fact in printing.bridge.reported if isinstance(fact, ReportHealth)]

    printing.screen.until(lambda: bool(told()) and told()[-1] == (Health.UP, ""), what="health")
    paper.set(paper=Paper.LOW)
    printing.screen.until(lambda: told()[-1] == (Health.DEGRADED, "打印纸即将用完"), what="low paper")
    paper.set(cover_open=True)
    printing.screen.until(lambda: told()[-1] == (Health.DOWN, "打印机盖子没有合好"), what="the open cover")
    paper.cure()
    printing.screen.until(lambda: told()[-1] == (Health.UP, ""), what="the cure")
    assert len(told()) == len(dict.fromkeys(enumerate(told())))
    assert all(one != other for one, other in zip(told(), told()[1:], strict=False)), told()


@pytest.mark.fault(45)
def test_an_unplugged_printer_costs_nobody_a_ticket(printing: Stand, paper: VirtualPrinter) -> None:
    printing.screen.until(lambda: bool(printing.bridge.reported), what="the first word of the printer")
    paper.close()
    printing.screen.until(lambda: printing.vm.property("printerTrouble") != "", what="the lost line")
    printing.take()
    printing.taken()
    assert printing.is_at("taken")
    printing.screen.until(lambda: printing.vm.property("paper") == "failed", timeout_s=10, what="the failure")
    printing.look()
    assert printing.screen.shows("reprint")


def test_the_result_of_a_slip_is_reported_after_its_citizen_has_gone(printing: Stand, paper: VirtualPrinter) -> None:
    printing.take()
    printing.taken()
    printing.touch("done")
    printing.screen.until(
        lambda: any(isinstance(fact, ReportSlip) and fact.printed for fact in printing.bridge.reported),
        what="the report",
    )
    assert printing.is_at("home")


def test_an_english_citizen_gets_an_english_slip(printing: Stand, paper: VirtualPrinter) -> None:
    printing.touch("language")
    printing.take()
    printing.taken()
    (slip,) = paper.wait_for_slips(1)
    assert slip.slip.height_dots > 300
    known = Known().hear(directory()).hear(status())
    expected = draw(content_of(known, TicketSlip.model_validate(slip_of(("social-card-apply",))), "en"))
    printed = slip.slip.image
    assert printed.crop((0, 0, 576, expected.height)).tobytes() == expected.tobytes()


def test_a_number_of_a_practice_hall_is_marked_on_the_screen_and_on_the_slip(
    printing: Stand, paper: VirtualPrinter
) -> None:
    printing.push(status(printing.next_seq(), practice=True))
    printing.take()
    printing.taken()
    assert printing.screen.shows("practiceNumber")
    (slip,) = paper.wait_for_slips(1)
    known = Known().hear(directory()).hear(status(practice=True))
    told = TicketSlip.model_validate(slip_of(("social-card-apply",)))
    marked, real = (draw(content_of(one, told, "zh")) for one in (known, Known().hear(directory()).hear(status())))
    assert slip.slip.image.crop((0, 0, 576, marked.height)).tobytes() == marked.tobytes() != real.tobytes()
    printing.shot("taken_in_practice")


def test_a_slip_that_the_guide_desk_wants_comes_out_marked_while_somebody_else_stands_there(
    printing: Stand, paper: VirtualPrinter
) -> None:
    printing.touch("item_passport-issue")
    printing.push(Reprints(epoch=1, seq=printing.next_seq(), wanted=(WantedSlip(request="r-1", number="A012"),)))
    assert printing.bridge.last.body == FetchSlip(request="r-1")
    printing.bridge.accept({**slip_of(("social-card-apply",), number="A012"), "lang": "zh"})
    (slip,) = paper.wait_for_slips(1)
    printing.screen.until(lambda: any(isinstance(fact, ReportSlip) for fact in printing.bridge.reported), what="a word")
    (fact,) = (fact for fact in printing.bridge.reported if isinstance(fact, ReportSlip))
    assert (fact.ticket, fact.printed, fact.reprint) == ("t-A012", True, True)
    assert printing.is_at("confirm"), "whoever stands at the screen is not disturbed"
    known = Known().hear(directory()).hear(status())
    told = TicketSlip.model_validate(slip_of(("social-card-apply",), number="A012"))
    marked, plain = (draw(content_of(known, told, "zh", reprint=one)) for one in (True, False))
    assert marked.tobytes() != plain.tobytes()
    assert slip.slip.image.crop((0, 0, 576, marked.height)).tobytes() == marked.tobytes()


def test_a_slip_that_cannot_be_printed_for_the_guide_desk_is_told(printing: Stand, paper: VirtualPrinter) -> None:
    paper.set(paper=Paper.OUT)
    printing.screen.until(lambda: printing.vm.property("printerTrouble") != "", what="the printer's trouble")
    printing.push(Reprints(epoch=1, seq=printing.next_seq(), wanted=(WantedSlip(request="r-1", number="A012"),)))
    printing.bridge.accept(slip_of(("social-card-apply",), number="A012"))
    printing.screen.until(lambda: any(isinstance(fact, ReportSlip) for fact in printing.bridge.reported), what="a word")
    (fact,) = (fact for fact in printing.bridge.reported if isinstance(fact, ReportSlip))
    assert (fact.printed, fact.reprint, fact.why) == (False, True, "打印机缺纸")


def test_a_machine_without_a_printer_says_so_to_the_guide_desk(machine: Stand) -> None:
    machine.push(Reprints(epoch=1, seq=machine.next_seq(), wanted=(WantedSlip(request="r-1", number="A012"),)))
    machine.bridge.accept(slip_of(("social-card-apply",), number="A012"))
    (fact,) = machine.bridge.reported
    assert isinstance(fact, ReportSlip) and (fact.printed, fact.reprint) == (False, True) and "打印机" in fact.why
