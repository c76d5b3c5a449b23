"""ID reader and scanner on a real serial line (a pseudo-terminal): the port's thread, and cables pulled out."""

import os
import select
import threading
import tty
from datetime import date

import pytest
from fakes.sdt import RESIDENT, SdtReader

from drivers.health import Down, Up
from drivers.id_card import CardRead, IdCardConversation, IdCardOptions, ReadCard, Reader, ReadFailed
from drivers.port import Port, Timing, parse_connection
from drivers.scanner import CodeScanned, Scan, ScanFailed, ScannerConversation, ScannerOptions

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=0.3, stable_s=0.3)
JOB = ReadCard("one", date(2026, 11, 27), b"a key of this test")


class SerialEnd:
    """The device's end of a serial line; a reader on it answers, cut off after so many bytes if it is to be."""

    def __init__(self, reader: SdtReader | None = None, cut_off_after: int | None = None) -> None:
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.url = f"serial://{os.ttyname(self._slave)}"
        self._reader = reader
        self._left = cut_off_after
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def say(self, data: bytes) -> None:
        os.write(self.master, data)

    def hear(self) -> bytes:
        assert select.select([self.master], [], [], 5)[0]
        return os.read(self.master, 4096)

    def pull_out(self) -> None:
        self._over.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)
        if self.master >= 0:
            os.close(self.master)
            os.close(self._slave)
            self.master = -1

    def _run(self) -> None:
        while not self._over.is_set():
            if self._reader is None or not select.select([self.master], [], [], 0.05)[0]:
                self._over.wait(0.01)
                continue
            for answer in self._reader.take(os.read(self.master, 4096)):
                if self._left is not None and self._left < len(answer):
                    os.write(self.master, answer[: self._left])
                    self.pull_out()
                    return
                os.write(self.master, answer)


@pytest.fixture
def serial():
    made = []

    def make(*args: object) -> SerialEnd:
        made.append(SerialEnd(*args))
        return made[-1]

    yield make
    for end in made:
        end.pull_out()


def test_a_card_is_read_over_a_serial_line(facts, opened, serial):
    end = serial(SdtReader(RESIDENT))
    port = Port(parse_connection(end.url), IdCardConversation(IdCardOptions()), facts, timing=QUICK)
    opened(port)
    assert facts.wait(Reader).state == "good"
    assert port.ask(JOB) is None
    assert facts.wait(CardRead).card.age == "36-59"
    assert all("6520" not in repr(fact) for fact in facts.all)


def test_a_reader_pulled_out_in_the_middle_of_a_card_fails_the_job_once_and_is_told(facts, opened, serial):
    end = serial(SdtReader(RESIDENT), 700)
    port = Port(parse_connection(end.url), IdCardConversation(IdCardOptions()), facts, timing=QUICK)
    opened(port)
    assert facts.wait(Reader).state == "good"
    assert port.ask(JOB) is None
    assert facts.wait(ReadFailed).id == "one"
    facts.wait(Down)
    assert port.ask(ReadCard("two", JOB.today, JOB.key)) is None
    assert facts.wait(ReadFailed).id == "two"
    assert not facts.of(CardRead)
    assert len(facts.of(ReadFailed)) == 2


def test_a_silent_reader_is_down_and_says_why_and_so_does_its_job(facts, opened, serial):
    end = serial()
    options = IdCardOptions(reply_s=0.05, find_s=0.1)
    port = Port(parse_connection(end.url), IdCardConversation(options), facts, timing=QUICK)
    opened(port)
    assert port.ask(JOB) is None
    assert facts.wait(ReadFailed).fault.code == "silent"
    assert facts.wait(Down).fault.code == "silent"


@pytest.mark.parametrize("ending", [b"\r\n", b""])
def test_a_code_is_scanned_over_a_serial_line_with_and_without_an_end_sign(facts, opened, serial, ending):
    end = serial()
    port = Port(parse_connection(end.url), ScannerConversation(ScannerOptions(trigger="stx")), facts, timing=QUICK)
    opened(port)
    facts.wait(Up)
    assert port.ask(Scan("one")) is None
    assert end.hear() == b"\x02\x82\x03\x83"
    end.say(b"\x06" + "普洱号票A0001".encode("gb18030") + ending)
    assert facts.wait(CodeScanned) == CodeScanned("one", "普洱号票A0001")


def test_a_scanner_pulled_out_fails_the_job_that_waits(facts, opened, serial):
    end = serial()
    port = Port(parse_connection(end.url), ScannerConversation(ScannerOptions(trigger="stx")), facts, timing=QUICK)
    opened(port)
    facts.wait(Up)
    assert port.ask(Scan("one")) is None
    end.hear()
    end.say(b"\x06HALL-00")
    end.pull_out()
    assert facts.wait(ScanFailed).id == "one"
    assert facts.wait(Down).fault.hint
    assert not facts.of(CodeScanned)
