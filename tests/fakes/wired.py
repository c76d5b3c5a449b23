"""A driver and its simulated device on a real wire: what is asked, what a person does at the device, and what is true.

`CASES` has a row for every driver that has a twin. A row knows its driver; of its twin only the words and the deeds.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drivers import (
    a4_printer,
    charger,
    escpos,
    guide_set,
    host,
    id_card,
    led_line,
    led_onbon,
    lock_8a,
    lock_cu12,
    lock_ku16,
    locks,
    pager,
    power,
    rack_talk,
    scanner,
    signal_light,
    signs,
    sound,
)
from drivers.conversation import Conversation, Fact
from drivers.port import Timing
from drivers.twins import printer, serving
from drivers.twins.kinds import make
from drivers.twins.printer.words import obey

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=1.0, stable_s=0.2)


class Deeds:
    """Everything that the device has done and said, and which jobs are over, as it came."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []
        self.said = 0
        """Bytes that have come from the device."""
        self.over: set[str] = set()
        self._changed = threading.Condition()

    def __call__(self, deed: dict[str, Any]) -> None:
        with self._changed:
            self.all.append(deed)
            if deed["did"] == "said":
                self.said += len(bytes.fromhex(deed["bytes"]))
            self._changed.notify_all()

    def ended(self, job: str) -> None:
        with self._changed:
            self.over.add(job)
            self._changed.notify_all()

    def wait(self, wanted: Callable[[], bool], timeout_s: float = 10.0) -> None:
        with self._changed:
            assert self._changed.wait_for(wanted, timeout_s), self.all[-20:]


class Printer:
    """The virtual printer, spoken to like every other twin."""

    def __init__(self, server: printer.VirtualPrinter) -> None:
        self._server = server
        self.connection = server.connection
        self.close = server.close

    def say(self, word: str) -> None:
        obey(self._server, word)


def served(case: "Case", wire: str, deeds: Deeds) -> Any:
    """The device on "tcp" or "pty"."""
    if case.kind == "printer":
        told = lambda slip: deeds({"did": "printed"})  # noqa: E731
        make_printer = printer.serve_tcp if wire == "tcp" else printer.serve_pty
        server = make_printer()
        server.on_slip = told
        return Printer(server)
    serve = serving.serve_tcp if wire == "tcp" else serving.serve_pty
    return serve(make(case.kind, case.settings), on_deed=deeds, tells_bytes=True)


@dataclass(frozen=True)
class Case:
    """`over` are the facts that end a job, of which `done` is the good one."""

    kind: str
    make: Callable[[], Conversation[Any]]
    job: Callable[[int], Any]
    done: type[Fact]
    over: tuple[type[Fact], ...]
    happened: Callable[[Sequence[dict[str, Any]], int], bool]
    """Whether the device did what job n wanted, by its deeds since that was asked."""
    settings: list[str] = field(default_factory=list)
    before: Callable[[Any, int], None] = lambda device, n: None
    """What a person does at the device before job n."""
    after: Callable[[Any, Deeds, int], None] = lambda device, deeds, n: None
    """What a person does once job n has been asked."""
    checked: bool = True
    """Whether its frames carry a checksum: else noise may pass for an answer."""


def _text(n: int) -> str:
    return f"请A{n:03d}号到3号窗口"


def _did(deeds: Sequence[dict[str, Any]], **facts: Any) -> bool:
    return any(facts.items() <= deed.items() for deed in deeds)


def _lay_card(device: Any, deeds: Deeds, n: int) -> None:
    """When the reader has been asked whether a card is there, and there was none, lay one on it."""
    seen = len(deeds.all)
    deeds.wait(
        lambda: str(n) in deeds.over or _did(deeds.all[seen:], did="heard", bytes="AA AA AA 96 69 00 03 20 01 22")
    )
    device.say("card resident")


_BRISK = {"reply_s": 0.1, "open_s": 0.25, "poll_s": 0.2}
_OVER = (locks.CellOpened, locks.CellNotOpened, locks.CellUnseen)
_SLIP = b"\x1b@\x1c&" + "普洱市政务服务大厅 A001\n".encode("gbk") * 8 + b"\x1bd\x05\x1dV\x01"


def _cabinet(kind: str, make: Callable[[], Conversation[Any]], *settings: str) -> Case:
    return Case(
        kind, make, lambda n: locks.OpenCell(str(n), n % 12 + 1), locks.CellOpened, _OVER,
        lambda deeds, n: _did(deeds, did="opened", door=n % 12 + 1), list(settings),
        before=lambda device, n: device.say("close-all"),
    )  # fmt: skip


def _sign(kind: str, make: Callable[[], Conversation[Any]], *settings: str, checked: bool = True) -> Case:
    return Case(
        kind, make, lambda n: signs.ShowText(str(n), _text(n)), signs.Shown, (signs.Shown, signs.ShowFailed),
        lambda deeds, n: _did(deeds, did="shows", text=_text(n)), list(settings), checked=checked,
    )  # fmt: skip


def _rack(kind: str, make: Callable[[], Conversation[Any]], *settings: str) -> Case:
    return Case(
        kind, make, lambda n: rack_talk.LookAtRack(str(n)), rack_talk.RackLooked,
        (rack_talk.RackLooked, rack_talk.LookFailed), lambda deeds, n: _did(deeds, did="said"), list(settings),
    )  # fmt: skip


_RACK: dict[str, Any] = {"reply_s": 0.15, "tries": 2, "poll_s": 0.5, "temperature": "input_word:100"}
_PDF = b"%PDF-1.7 /Type /Page" + bytes(2000)

CASES: dict[str, Case] = {
    "a4_printer": Case(
        "a4_printer",
        lambda: a4_printer.A4Conversation(a4_printer.A4Options(reply_s=0.4, look_s=0.2, poll_s=1.0, patience_s=5.0)),
        lambda n: a4_printer.PrintPdf(str(n), _PDF, title=f"slip {n}"),
        a4_printer.PdfPrinted,
        (a4_printer.PdfPrinted, a4_printer.PdfFailed),
        lambda deeds, n: _did(deeds, did="printed", name=f"slip {n}"),
        ["page_s=0.02"],
        checked=False,
    ),
    "charger": _rack("charger", lambda: charger.ChargerConversation(charger.ChargerOptions(**_RACK))),
    "charger-tcp": _rack(
        "charger",
        lambda: charger.ChargerConversation(
            charger.ChargerOptions(framing="tcp", state="", busy="input:0", fault="input:100", **_RACK)
        ),
        "framing=tcp",
    ),
    "guide_set": _rack("guide_set", lambda: guide_set.guide_sets(guide_set.GuideSetOptions(**_RACK))),
    "escpos": Case(
        "printer",
        lambda: escpos.EscposConversation(
            escpos.EscposOptions(reply_s=0.1, settle_s=0.05, poll_s=0.5, mode="text", band_lines=24)
        ),
        lambda n: escpos.PrintJob(str(n), _SLIP),
        escpos.Printed,
        (escpos.Printed, escpos.PrintFailed),
        lambda deeds, n: _did(deeds, did="printed"),
        checked=False,
    ),
    "id_card": Case(
        "id_card",
        lambda: id_card.IdCardConversation(id_card.IdCardOptions(reply_s=0.15, read_s=0.4, find_s=0.1, check_s=1.0)),
        lambda n: id_card.ReadCard(str(n), date(2026, 11, 27), b"a key of this test", wait_s=1.5),
        id_card.CardRead,
        (id_card.CardRead, id_card.ReadFailed),
        lambda deeds, n: _did(deeds, did="read"),
        before=lambda device, n: device.say("lift"),
        after=_lay_card,
    ),
    "host": Case(
        "host",
        lambda: host.HostConversation(host.HostOptions(reply_s=0.2, poll_s=2.0)),
        lambda n: host.LookAtHost(str(n)),
        host.HostLooked,
        (host.HostLooked, host.HostFailed),
        lambda deeds, n: _did(deeds, did="said"),
        checked=False,
    ),
    "sound": Case(
        "sound",
        lambda: sound.SoundConversation(sound.SoundOptions(enabled=True, reply_s=0.2, longest_s=2.0)),
        lambda n: sound.SayCall(str(n), f"A{n:03d}", "3"),
        sound.CallSaid,
        (sound.CallSaid, sound.CallNotSaid),
        lambda deeds, n: any(deed["did"] == "plays" and f"zh_{n % 10}" in deed["clips"] for deed in deeds),
        checked=False,
    ),
    "power": Case(
        "power",
        lambda: power.PowerConversation(
            power.PowerOptions(on=r"POWER on\r", off=r"POWER off\r", ack=r"OK\r", reply_s=0.1, tries=2)
        ),
        lambda n: power.SwitchScreen(str(n), n % 2 == 0),
        power.ScreenSet,
        (power.ScreenSet, power.ScreenNotSet),
        lambda deeds, n: _did(deeds, did="switches", state="off" if n % 2 else "on"),
        checked=False,
    ),
    "scanner": Case(
        "scanner",
        lambda: scanner.ScannerConversation(scanner.ScannerOptions(trigger="stx", reply_s=0.2)),
        lambda n: scanner.Scan(str(n), wait_s=1.0),
        scanner.CodeScanned,
        (scanner.CodeScanned, scanner.ScanFailed),
        lambda deeds, n: _did(deeds, did="read", code=f"HALL-{n:04d}"),
        ["trigger=stx"],
        before=lambda device, n: device.say(f"show HALL-{n:04d}"),
        checked=False,
    ),
    "led_onbon": _sign(
        "led_onbon",
        lambda: led_onbon.OnbonConversation(led_onbon.OnbonOptions(reply_s=0.1, tries=2, poll_s=1.0)),
    ),
    "led_line": _sign(
        "led_line",
        lambda: led_line.LineConversation(
            led_line.LineOptions(template=r"{text:gb18030}\r", ack=r"OK\r", reply_s=0.1, tries=2, poll_s=1.0)
        ),
        "ack=OK",
        checked=False,
    ),
    "pager": Case(
        "pager",
        lambda: pager.PagerConversation(pager.PagerOptions(ack=r"OK\r", reply_s=0.1, tries=2)),
        lambda n: pager.CallTag(str(n), n),
        pager.TagCalled,
        (pager.TagCalled, pager.TagNotCalled),
        lambda deeds, n: _did(deeds, did="buzzes", number=str(n)),
        checked=False,
    ),
    "signal_light": Case(
        "signal_light",
        lambda: signal_light.LightConversation(
            signal_light.LightOptions(
                on=r"LAMP {number:d} on\r", off=r"LAMP {number:d} off\r", ack=r"OK\r", pressed=r"ALARM {address:d}\r",
                lamps="red=1 green=2", reply_s=0.1, tries=2,
            )
        ),
        lambda n: signal_light.SetLamps(str(n), ("red",) if n % 2 else ("green",)),
        signal_light.LampsSet,
        (signal_light.LampsSet, signal_light.LampsNotSet),
        lambda deeds, n: _did(deeds, did="lights", lamp="1" if n % 2 else "2", state="on"),
        checked=False,
    ),
    "signal_light-modbus": Case(
        "relay",
        lambda: signal_light.LightConversation(
            signal_light.LightOptions(by="modbus", lamps="red=0 green=1", button="input:0", reply_s=0.1, tries=2)
        ),
        lambda n: signal_light.SetLamps(str(n), ("red",) if n % 2 else ("green",)),
        signal_light.LampsSet,
        (signal_light.LampsSet, signal_light.LampsNotSet),
        lambda deeds, n: _did(
            deeds, did="heard", bytes="01 05 00 00 FF 00 8C 3A" if n % 2 else "01 05 00 01 FF 00 DD FA"
        ),  # it tells only changes, and the lamp may shine already
    ),
    "lock_8a": _cabinet("lock_8a", lambda: lock_8a.Lock8AConversation(lock_8a.Lock8AOptions(**_BRISK))),
    "lock_8a-opening": _cabinet(
        "lock_8a",
        lambda: lock_8a.Lock8AConversation(lock_8a.Lock8AOptions(polarity="door_opening", **_BRISK)),
        "wiring=door_opening",
    ),
    "lock_ku16": _cabinet("lock_ku16", lambda: lock_ku16.LockKu16Conversation(lock_ku16.LockKu16Options(**_BRISK))),
    "lock_cu12": _cabinet("lock_cu12", lambda: lock_cu12.LockCu12Conversation(lock_cu12.LockCu12Options(**_BRISK))),
}
