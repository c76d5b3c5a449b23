"""Blobs on their way to a device: from a real status port, onto the device's disk, and from there without the hub."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.certificates import Authority
from fakes.loop_rig import Rig
from fakes.quiet import Expect

from edge_hub.client import blobs as client
from edge_hub.client.blobs import KEPT_MAX, WANTED_MAX, BlobFetcher
from edge_hub.contract.blob import name_of
from edge_hub.status.app import App
from edge_hub.status.pace import Pace
from edge_hub.status.report import Report
from edge_hub.status.server import StatusDoor
from edge_hub.store.blobs import Blobs, Limits

FACE = b"\xff\xd8\xff a face" * 500
NAME = name_of(FACE)
HERE = ("127.0.0.1",)


class HubsPort:
    """The blobs of a hub and its status port, which may be closed and opened again elsewhere."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        self._rig = Rig(directory)
        self.blobs = Blobs(directory, Limits(free_share_min=0.0))
        self.door: StatusDoor | None = None

    def open(self, context: Any = None) -> int:
        rig, pace = self._rig, Pace()
        report = Report(rig.hall, rig.store, rig.loop, {}, rig.inbox, self.blobs)
        self.door = StatusDoor(0, App(report, self.blobs, pace), pace, context)
        return self.door.port

    def keep(self, data: bytes) -> str:
        assert self.blobs.keep(name_of(data), len(data), [data]) is None
        return name_of(data)

    def close(self) -> None:
        if self.door is not None:
            self.door.close()
            self.door = None

    def end(self) -> None:
        self.close()
        self._rig.close()


class Got:
    """A fetcher, and what it has brought."""

    def __init__(self, folder: Path, hosts: tuple[str, ...] = HERE, context: Any = None) -> None:
        self.news = threading.Condition()
        self.came: list[tuple[str, bytes]] = []
        self.folder = folder
        self.fetcher = BlobFetcher(folder, hosts, self._came, context)

    def until(self, count: int, timeout_s: float = 10.0) -> None:
        with self.news:
            assert self.news.wait_for(lambda: len(self.came) >= count, timeout_s), self.came

    def _came(self, name: str, data: bytes) -> None:
        with self.news:
            self.came.append((name, data))
            self.news.notify_all()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubsPort]:
    one = HubsPort(tmp_path / "hub")
    yield one
    one.end()


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Got]]:
    made: list[Got] = []

    def start(folder: str = "device", **more: Any) -> Got:
        made.append(Got(tmp_path / folder, **more))
        return made[-1]

    yield start
    for one in made:
        one.fetcher.stop()


def test_a_blob_comes_from_the_hub_and_stays_on_the_disk(hub: HubsPort, make: Callable[..., Got]) -> None:
    one = make()
    one.fetcher.listens_at(hub.open())
    one.fetcher.want(hub.keep(FACE))
    one.until(1)
    assert one.came == [(NAME, FACE)] and (one.folder / NAME).read_bytes() == FACE


def test_without_the_hub_it_comes_from_the_disk(hub: HubsPort, make: Callable[..., Got]) -> None:
    first = make()
    first.fetcher.listens_at(hub.open())
    first.fetcher.want(hub.keep(FACE))
    first.until(1)
    hub.close()
    second = make()
    second.fetcher.want(NAME)
    second.until(1)
    assert second.came == [(NAME, FACE)]


@pytest.mark.parametrize("damage", [b"", FACE[:-1], b"x" + FACE[1:], FACE + b"x"])
def test_what_is_damaged_on_the_disk_is_fetched_again(hub: HubsPort, make: Callable[..., Got], damage: bytes) -> None:
    one = make()
    one.folder.mkdir()
    (one.folder / NAME).write_bytes(damage)
    one.fetcher.listens_at(hub.open())
    one.fetcher.want(hub.keep(FACE))
    one.until(1)
    assert one.came == [(NAME, FACE)] and (one.folder / NAME).read_bytes() == FACE


def test_whoever_wants_before_the_port_is_known_gets_it_as_soon_as_it_is(
    hub: HubsPort, make: Callable[..., Got]
) -> None:
    one = make()
    one.fetcher.want(hub.keep(FACE))
    one.fetcher.listens_at(hub.open())
    one.until(1)


def test_a_hub_that_comes_back_elsewhere_is_asked_at_once(hub: HubsPort, make: Callable[..., Got]) -> None:
    one = make()
    gone = hub.open()
    hub.close()
    one.fetcher.listens_at(gone)
    one.fetcher.want(hub.keep(FACE))
    one.fetcher.listens_at(hub.open())
    one.until(1)


def test_a_blob_that_the_hub_does_not_have_yet_is_asked_for_again(hub: HubsPort, make: Callable[..., Got]) -> None:
    one, other = make(), b"here at once"
    one.fetcher.listens_at(hub.open())
    one.fetcher.want(NAME)
    one.fetcher.want(hub.keep(other))
    one.until(1)
    assert one.came == [(name_of(other), other)], "nobody waits behind what is missing"
    hub.keep(FACE)
    one.until(2)
    assert one.came[1] == (NAME, FACE)


def test_the_machine_of_the_second_broker_is_asked_too(hub: HubsPort, make: Callable[..., Got]) -> None:
    """Nobody listens at 127.0.0.9."""
    one = make(hosts=("127.0.0.9", "127.0.0.1"))
    one.fetcher.listens_at(hub.open())
    one.fetcher.want(hub.keep(FACE))
    one.until(1)


def test_a_machine_that_lies_is_not_believed(make: Callable[..., Got]) -> None:
    asked = threading.Event()
    with socket.create_server((*HERE, 0)) as server:  # type: ignore[arg-type]

        def lie() -> None:
            for _ in range(2):
                sock, _ = server.accept()
                with sock:
                    sock.recv(1000)
                    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother")
            asked.set()

        liar = threading.Thread(target=lie)
        liar.start()
        one = make()
        one.fetcher.listens_at(server.getsockname()[1])
        one.fetcher.want(NAME)
        assert asked.wait(10), "asked again after the first lie"
        liar.join()
        one.fetcher.stop()
        assert one.came == [] and not one.folder.exists()


def test_without_tls_no_other_machine_is_asked(make: Callable[..., Got]) -> None:
    one = make(hosts=("192.0.2.7", "hub.hall.example"))
    assert one.fetcher._hosts == []
    one.fetcher.listens_at(8443)
    one.fetcher.want(NAME)
    one.fetcher.stop()
    assert one.came == []


def test_inside_tls_the_hub_proves_itself(hub: HubsPort, make: Callable[..., Got], tmp_path: Path) -> None:
    authority, other = Authority(tmp_path / "ca"), Authority(tmp_path / "other")
    port = hub.open(authority.server("hub"))
    hub.keep(FACE)
    wrong, right = make("a", context=other.client("rate-w1")), make("b", context=authority.client("rate-w1"))
    for one in (wrong, right):
        one.fetcher.listens_at(port, tls=True)
        one.fetcher.want(NAME)
    right.until(1)
    wrong.fetcher.stop()
    assert wrong.came == []


def test_the_disk_keeps_what_was_used_last(hub: HubsPort, make: Callable[..., Got]) -> None:
    one = make()
    one.folder.mkdir()
    (one.folder / "0011223344556677.part").write_bytes(b"left by a power cut")
    for n in range(KEPT_MAX):
        path = one.folder / name_of(b"%d" % n)
        path.write_bytes(b"%d" % n)
        os.utime(path, (n, n))
    one.fetcher.listens_at(hub.open())
    one.fetcher.want(name_of(b"0"))
    one.until(1)
    one.fetcher.want(hub.keep(FACE))
    one.until(2)
    kept = {path.name for path in one.folder.iterdir()}
    assert len(kept) == KEPT_MAX and NAME in kept and name_of(b"0") in kept, "used just now"
    assert name_of(b"1") not in kept


def test_a_disk_that_keeps_nothing_costs_only_the_next_start(
    hub: HubsPort, make: Callable[..., Got], tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("cannot keep what the hub gave", times=1)
    (tmp_path / "device").write_text("a file in the place of the folder")
    one = make()
    one.fetcher.listens_at(hub.open())
    one.fetcher.want(hub.keep(FACE))
    one.until(1)


def test_wishes_are_bounded_and_the_newest_count(hub: HubsPort, make: Callable[..., Got]) -> None:
    one = make()
    names = [hub.keep(b"%d" % n) for n in range(WANTED_MAX + 5)]
    for name in names:
        one.fetcher.want(name)
    one.fetcher.listens_at(hub.open())
    one.until(WANTED_MAX)
    assert {name for name, _ in one.came} == set(names[5:])


def test_it_ends_at_once_when_nobody_answers(make: Callable[..., Got]) -> None:
    with socket.create_server((*HERE, 0)) as silent:  # type: ignore[arg-type]
        one = make()
        one.fetcher.listens_at(silent.getsockname()[1])
        one.fetcher.want(NAME)
        sock, _ = silent.accept()
        stopped = threading.Thread(target=one.fetcher.stop)
        stopped.start()
        stopped.join(client.STOP_S + 2)
        assert not stopped.is_alive()
        sock.close()
