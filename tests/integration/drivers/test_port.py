"""The port on real wires: sockets, a pseudo-terminal, files, and what happens when they break."""

import itertools
import queue
import select
import socket
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from drivers.conversation import Fact, Step
from drivers.escpos import EscposConversation, EscposOptions, Printed, PrinterStatus, PrintFailed, PrintJob
from drivers.port import QUEUE_FULL, Down, Port, Timing, Up, parse_connection
from drivers.transport import loop_address

JOB_WAIT_S = 1.0
QUICK = Timing(connect_s=1.0, write_s=0.3, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=0.2, stable_s=0.3)
FAST = EscposOptions(reply_s=0.2, settle_s=0.05, poll_s=0.5)
MUTE = EscposOptions(status=False)
GOOD = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
SLIP = PrintJob("A012", b"\x1b\x40" + b"SLIP-A012 " * 6000 + b"\x1d\x56\x01")


@pytest.fixture
def port(facts, opened):
    def make(url: str, options: EscposOptions = FAST, **more: object) -> Port[PrintJob]:
        made = Port(parse_connection(url), EscposConversation(options), facts, **{"timing": QUICK, **more})
        opened(made)
        return made

    return make


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# TCP


def test_a_slip_arrives_byte_for_byte_over_tcp_and_is_confirmed(facts, port, tcp_printer):
    printer = tcp_printer(answers=GOOD)
    ours = port(printer.url)
    assert ours.ask(SLIP) is None
    assert facts.wait(Printed) == Printed("A012")
    assert SLIP.data in printer.end().received
    assert facts.of(PrinterStatus) == [PrinterStatus("ok", "closed", "yes", "none")]
    assert (ours.counters.jobs, ours.counters.refused, ours.counters.connects) == (1, 0, 1)
    assert ours.counters.bytes_out >= len(SLIP.data)


def test_slips_come_out_in_the_order_they_were_asked(facts, port, tcp_printer):
    printer = tcp_printer(answers=GOOD)
    ours = port(printer.url)
    for number in range(8):
        assert ours.ask(PrintJob(f"B{number}", b"SLIP-%d;" % number)) is None
    for number in range(8):
        assert facts.wait(Printed) == Printed(f"B{number}")
    received = bytes(printer.end().received)
    places = [received.index(b"SLIP-%d;" % number) for number in range(8)]
    assert places == sorted(places)


def test_nobody_listens_the_fault_is_told_once_and_a_slip_is_refused_soon(facts, port):
    ours = port(f"tcp://127.0.0.1:{free_port()}", timing=replace(QUICK, job_wait_s=JOB_WAIT_S))
    down = facts.wait(Down)
    assert (down.fault.code, bool(down.why), bool(down.hint)) == ("refused", True, True)
    begun = time.monotonic()
    assert ours.ask(SLIP) is None
    assert time.monotonic() - begun < JOB_WAIT_S, "the caller waits for nothing"
    failed = facts.wait(PrintFailed)
    assert (failed.id, failed.fault.code) == ("A012", "refused")
    assert len(facts.of(Down)) == 1
    assert ours.counters.refused == 1
    assert ours.health == down


def test_a_host_that_swallows_the_connection_is_given_up_in_time(facts, port):
    with socket.socket() as full:  # a listener whose queue is full answers no further call
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        callers = [socket.socket() for _ in range(2)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        ours = port(
            f"tcp://127.0.0.1:{full.getsockname()[1]}",
            timing=Timing(connect_s=0.3, backoff_s=0.01, job_wait_s=0.1),
        )
        ours.ask(SLIP)
        assert facts.wait(PrintFailed).fault.code == "starting"  # refused while dialling, not after
        assert facts.wait(Down).fault.code == "no_answer"
        for caller in callers:
            caller.close()


def test_a_name_that_does_not_exist_is_told(facts, port):
    port("tcp://printer.invalid:9100")
    assert facts.wait(Down).fault.code == "name_unknown"


def test_a_printer_that_comes_back_is_found_again_and_prints(facts, port, tcp_printer):
    printer = tcp_printer(answers=GOOD)
    ours = port(printer.url)
    facts.wait(PrinterStatus)
    printer.unplug()
    assert facts.wait(Down).fault.code == "gone"
    assert facts.wait(Up).counters.drops == 1
    ours.ask(SLIP)
    facts.wait(Printed)
    assert SLIP.data in printer.end(1).received


@pytest.mark.fault(45)
def test_unplugged_in_mid_slip_it_failed_and_is_not_sent_again_but_the_next_one_prints(facts, port, tcp_printer):
    printer = tcp_printer(answers=GOOD, receive_buffer=4096)
    ours = port(printer.url, timing=Timing(write_s=20, backoff_s=0.01, backoff_ceiling_s=0.05, stable_s=0.3))
    facts.wait(PrinterStatus)
    long = PrintJob("A012", b"\x1b\x40" + b"TORN-SLIP " * 100_000)
    ours.ask(long)
    end = printer.end()
    end.wait_for(b"TORN-SLIP ")
    end.stop_reading()
    printer.unplug()
    failed = facts.wait(PrintFailed)
    assert (failed.id, failed.fault.code) == ("A012", "cut_off")
    ours.ask(PrintJob("A013", b"NEXT-SLIP"))
    assert facts.wait(Printed) == Printed("A013")
    received = bytes(printer.end(1).received)
    assert b"TORN-SLIP" not in received
    assert received.startswith(bytes(256 * 72) + b"\x1b\x40\x1b\x64\x05\x1d\x56\x01")


def test_a_printer_that_never_reads_is_given_up_after_the_write_time_out(facts, port, tcp_printer):
    printer = tcp_printer(receive_buffer=4096)
    printer.reads = False
    ours = port(printer.url, MUTE)
    facts.wait(Up)
    begun = time.monotonic()
    assert ours.ask(PrintJob("A012", bytes(1 << 20))) is None
    failed = facts.wait(PrintFailed)
    assert (failed.fault.code, "不接收数据" in failed.why) == ("cut_off", True)
    assert time.monotonic() - begun >= QUICK.write_s
    assert facts.wait(Down).fault.code == "stalled"


def test_a_printer_that_reads_slowly_is_given_the_time_it_needs(facts, port, tcp_printer):
    printer = tcp_printer(receive_buffer=4096)
    ours = port(printer.url, MUTE)
    end = printer.end()
    data = b"SLOW" * 100_000
    done = threading.Event()

    def hesitate() -> None:  # stands still again and again, but never as long as the write time-out
        while not done.wait(0.1):
            end.stop_reading()
            done.wait(0.1)
            end.go_on_reading()

    walker = threading.Thread(target=hesitate)
    walker.start()
    ours.ask(PrintJob("A012", data))
    facts.wait(Printed)
    end.wait_for_bytes(len(data))
    done.set()
    walker.join()
    assert not facts.of(PrintFailed)


def test_an_idle_printer_that_hangs_up_is_dialled_again_without_an_alarm(facts, port, tcp_printer):
    printer = tcp_printer()
    ours = port(printer.url, MUTE, timing=Timing(stable_s=0.0))
    facts.wait(Up)
    printer.end()
    printer.hang_up()
    assert facts.wait(Up).counters.connects == 2
    assert facts.of(Down) == []
    assert ours.counters.drops == 1


def test_a_printer_that_accepts_and_hangs_up_at_once_is_not_dialled_in_a_mad_loop(facts, port):
    with socket.create_server(("127.0.0.1", 0)) as server:
        times = []
        over = threading.Event()

        def slam() -> None:
            server.settimeout(0.1)
            while not over.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                times.append(time.monotonic())  # before it can know
                caller.close()

        slammer = threading.Thread(target=slam)
        slammer.start()
        port(
            f"tcp://127.0.0.1:{server.getsockname()[1]}",
            MUTE,
            timing=Timing(backoff_s=0.05, backoff_ceiling_s=0.4),
            random=lambda: 1.0,
        )
        facts.wait(Up, lambda up: up.counters.connects == 5)
        over.set()
        slammer.join()
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(gap >= least for gap, least in zip(gaps, (0.05, 0.1, 0.2, 0.4), strict=False)), gaps


def test_waiting_between_attempts_grows_to_the_ceiling_and_is_left_to_chance(facts, port):
    asked = queue.Queue()

    def chance() -> float:
        asked.put(time.monotonic())
        return 0.5

    port(
        f"tcp://127.0.0.1:{free_port()}",
        timing=Timing(backoff_s=0.1, backoff_ceiling_s=0.4),
        random=chance,
    )
    times = [asked.get(timeout=10) for _ in range(8)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(gap >= least for gap, least in zip(gaps, (0.05, 0.1, *[0.2] * 5), strict=True)), gaps
    assert min(gaps[4:]) < 0.8, "half of the ceiling, not half of ever more"


def test_a_full_queue_refuses_at_once(facts, opened, tmp_path):
    busy = Busy()
    ours = Port(parse_connection(f"file://{tmp_path / 'slips'}"), busy, facts, timing=QUICK, jobs_max=2)
    opened(ours)
    assert ours.ask(b"1") is None
    assert busy.has_begun.wait(5)
    assert [ours.ask(job) for job in (b"2", b"3", b"4", b"5")] == [None, None, QUEUE_FULL, QUEUE_FULL]


def test_closing_is_quick_and_leaves_no_job_without_a_fact(facts, port, tcp_printer):
    printer = tcp_printer(receive_buffer=4096)
    printer.reads = False
    ours = port(printer.url, MUTE, timing=Timing(write_s=30))
    facts.wait(Up)
    for number in range(3):
        ours.ask(PrintJob(str(number), bytes(1 << 20)))
    begun = time.monotonic()
    ours.close()
    assert time.monotonic() - begun < 5, "it does not wait for the write time-out of 30 s"
    assert sorted((failed.id, failed.fault.code) for failed in facts.of(PrintFailed)) in (
        [("0", "cut_off"), ("1", "stopping"), ("2", "stopping")],
        [("0", "stopping"), ("1", "stopping"), ("2", "stopping")],
    )
    refusal = ours.ask(SLIP)
    assert refusal is not None and refusal.code == "stopping"
    ours.close()  # twice is nothing


def test_closing_is_quick_while_a_connection_is_being_made(port):
    ours = port("tcp://192.0.2.1:9100", timing=Timing(connect_s=30))  # a test network: nobody is there
    begun = time.monotonic()
    ours.close()
    assert time.monotonic() - begun < 5, "nor for the time-out of the connection"


# Serial


def test_a_slip_arrives_byte_for_byte_over_a_serial_line_and_is_confirmed(facts, port, pty_printer):
    ours = port(pty_printer.url)
    ours.ask(SLIP)
    facts.wait(Printed)
    assert SLIP.data in pty_printer.end.received


def test_a_serial_line_is_taken_by_one_program_alone(facts, port, pty_printer):
    port(pty_printer.url)
    facts.wait(Up)
    port(pty_printer.url)
    assert facts.wait(Down).fault.code == "in_use"


def test_a_serial_adapter_pulled_out_in_mid_slip_fails_the_slip_and_is_told(facts, port, pty_printer):
    ours = port(pty_printer.url, timing=Timing(write_s=20, backoff_s=0.01, backoff_ceiling_s=0.05))
    facts.wait(PrinterStatus)
    pty_printer.end.stop_reading()
    ours.ask(PrintJob("A012", bytes(500_000)))
    assert select.select([pty_printer.master], [], [], 5)[0]  # the slip is on its way
    pty_printer.unplug()
    assert facts.wait(PrintFailed).fault.code == "cut_off"
    assert facts.wait(Down).fault.code == "gone"
    assert facts.wait(Down).fault.code == "missing"


def test_a_serial_printer_that_never_reads_is_given_up(facts, port, pty_printer):
    ours = port(pty_printer.url, MUTE)
    facts.wait(Up)
    pty_printer.end.stop_reading()
    ours.ask(PrintJob("A012", bytes(500_000)))
    failed = facts.wait(PrintFailed)
    assert (failed.fault.code, "不接收数据" in failed.why) == ("cut_off", True)


def test_a_missing_serial_device_is_told_and_costs_the_caller_nothing(facts, port):
    ours = port("serial:///dev/ttyHALL7", timing=replace(QUICK, job_wait_s=JOB_WAIT_S))
    assert facts.wait(Down).fault.code == "missing"
    begun = time.monotonic()
    ours.ask(SLIP)
    assert time.monotonic() - begun < JOB_WAIT_S
    assert facts.wait(PrintFailed).fault.code == "missing"


# File


def test_slips_are_appended_to_a_file(facts, port, tmp_path):
    path = tmp_path / "slips.bin"
    path.write_bytes(b"before;")
    ours = port(f"file://{path}")
    ours.ask(PrintJob("A012", b"first;"))
    ours.ask(PrintJob("A013", b"second;"))
    assert [facts.wait(Printed).id, facts.wait(Printed).id] == ["A012", "A013"]
    assert path.read_bytes().replace(b"\x10\x04\x01", b"") == b"before;first;second;"


def test_an_unplugged_usb_printer_is_missing_and_no_plain_file_takes_its_place(facts, port):
    port("file:///dev/shm-hall-no-printer")
    assert facts.wait(Down).fault.code == "missing"
    assert not Path("/dev/shm-hall-no-printer").exists()


def test_a_full_disk_is_told_in_words(facts, port):
    ours = port("file:///dev/full", MUTE)
    facts.wait(Up)
    ours.ask(SLIP)
    assert "No space left" in facts.wait(Down).fault.why_en


def test_slips_into_nothing_are_handed_over(facts, port):
    port("file:///dev/null", MUTE).ask(SLIP)
    assert facts.wait(Printed) == Printed("A012")


# Loop, and what every conversation may rely on


@dataclass(frozen=True, slots=True)
class Heard(Fact):
    data: bytes


class Echo:
    """Asks by sending the job, tells what it hears; `tick` at its own times."""

    def __init__(self) -> None:
        self.ready = False
        self.due: float | None = None

    def open(self, now):
        self.ready = True
        self.due = now + 0.05
        return Step()

    def ask(self, job, now):
        self.ready = False
        return Step(job)

    def sent(self, now):
        self.ready = True
        return Step(facts=(Heard(b"<sent>"),))

    def hear(self, data, now):
        return Step(facts=(Heard(data),))

    def tick(self, now):
        self.due = None
        return Step(facts=(Heard(b"<tick>"),))

    def lost(self, fault, now):
        self.ready = False
        return (Heard(b"<lost " + fault.code.encode() + b">"),)

    def refuse(self, job, fault):
        return (Heard(b"<refused>"),)


class Busy(Echo):
    """Begins with its first job and never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun = threading.Event()

    def ask(self, job, now):
        self.ready = False
        self.has_begun.set()
        return Step()


def test_a_conversation_is_told_all_that_happens_in_order(facts, opened):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(loop_address("echo"))
        server.listen()
        ours = Port(parse_connection("loop://echo"), Echo(), facts, timing=QUICK)
        opened(ours)
        far, _address = server.accept()
        assert facts.wait(Heard) == Heard(b"<tick>")
        ours.ask(b"question")
        assert far.recv(100) == b"question"
        far.sendall(b"answer")
        told = {facts.wait(Heard).data, facts.wait(Heard).data}
        assert told == {b"<sent>", b"answer"}
        far.close()
    assert facts.wait(Heard) == Heard(b"<lost gone>")
    assert facts.wait(Down).fault.code in {"gone", "refused"}


def test_nobody_at_the_far_end_of_a_loop_is_a_refusal(facts, opened):
    opened(Port(parse_connection("loop://nobody"), Echo(), facts, timing=QUICK))
    assert facts.wait(Down).fault.code == "refused"
