"""What the status port answers, over real HTTP."""

import threading
from pathlib import Path
from typing import Any

import pytest
from fakes.desk import CLERKS, PADS
from fakes.loop_rig import Rig
from fakes.prometheus import families
from fakes.quiet import Expect

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.blob import BLOB_BYTES_MAX, name_of, path_of

DATA = b"\x89PNG and so on" * 30_000
NAME = name_of(DATA)
FORECASTS = ("hall_forecasts_due", "hall_forecast_error_seconds", "hall_forecast_inside_ratio")
LISTENS = "0A"
"""As the kernel writes it."""


def test_health_says_where_the_hub_stands(port: Any) -> None:
    said = port.ask("GET", "/health")
    assert said.status == 200 and said.headers["Content-Type"] == "application/json"
    health = said.json
    assert {**health, "hub": ""} == {
        "what": "hub", "up": True, "hall": "test", "hub": "", "epoch": 1, "seq": 1, "day": "2026-11-24",
        "silent_s": 0.0, "blobs_damaged": 0,
    }  # fmt: skip
    assert health["hub"].startswith("hub-")


def test_a_hub_whose_loop_is_stuck_is_not_healthy(port: Any) -> None:
    port.now_s[0] += 60
    said = port.ask("GET", "/health")
    assert said.status == 503 and said.json["up"] is False and said.json["silent_s"] > 50
    assert "\nhall_up 0\n" in port.ask("GET", "/metrics").body.decode()


def test_metrics_are_in_the_format_of_prometheus(port: Any) -> None:
    port.refused["MALFORMED"] = 3
    port.ask("GET", "/nowhere")
    said = port.ask("GET", "/metrics")
    assert said.status == 200 and said.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    text = said.body.decode()
    found = families(text)
    assert len(found) > 8 and found["hall_commit_seconds"].kind == "histogram"
    for expected in (
        "hall_up 1", "hall_epoch 1", "hall_journal_records_total 1", "hall_inbox_waiting 0",
        'hall_refused_total{reason="MALFORMED"} 3',
        "hall_commit_seconds_count 1", "hall_blobs 0", 'hall_http_answers_total{status="404"} 1',
    ):  # fmt: skip
        assert f"\n{expected}\n" in f"\n{text}", expected


def test_metrics_tell_how_far_off_today_s_forecasts_are_item_by_item(port: Any, rig: Rig) -> None:
    def told() -> dict[str, float]:
        found = families(port.ask("GET", "/metrics").body.decode())
        samples = (one for name in FORECASTS if name in found for one in found[name].samples.items())
        return {f"{name} {dict(labels)['item']}": value for (name, labels), value in samples}

    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS["w1"], pin="123456")))
    rig.through_pins(rig.command(PADS["w1"], w.SignIn(window="w1", clerk=CLERKS["w1"], pin="123456")))
    session = rig.hall.windows["w1"].session
    rig.do(PADS["w1"], w.OpenWindow(window="w1"), session=session)
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    (ticket,) = rig.hall.tickets.values()
    assert ticket.forecast is not None and told() == {}, "no wait has shown yet whether it was right"
    rig.clock.ms += 2 * 3_600_000
    rig.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    off_s = 7200 - ticket.forecast[1]
    assert off_s > 3600 and told() == {
        "hall_forecasts_due card": 1, "hall_forecast_error_seconds card": off_s, "hall_forecast_inside_ratio card": 0,
    }  # fmt: skip


def test_a_blob_that_was_put_is_given_and_may_be_kept_for_ever(port: Any) -> None:
    said = port.ask("PUT", path_of(NAME), DATA)
    assert (said.status, said.json) == (201, {"what": "kept", "blob": NAME, "size": len(DATA)})
    assert (port.directory / "blobs" / NAME).read_bytes() == DATA, "it is on the disk when the answer comes"
    got = port.ask("GET", path_of(NAME))
    assert got.status == 200 and got.body == DATA
    assert "immutable" in got.headers["Cache-Control"] and got.headers["X-Content-Type-Options"] == "nosniff"
    assert port.ask("PUT", path_of(NAME), DATA).status == 201, "twice is once"
    assert port.blobs.usage().count == 1


def test_head_tells_the_size_and_nothing_else(port: Any) -> None:
    port.ask("PUT", path_of(NAME), DATA)
    said = port.ask("HEAD", path_of(NAME))
    assert (said.status, said.headers["Content-Length"], said.body) == (200, str(len(DATA)), b"")
    assert port.ask("HEAD", path_of(name_of(b""))).status == 404


def test_an_empty_blob_is_a_blob(port: Any) -> None:
    assert port.ask("PUT", path_of(name_of(b"")), b"").status == 201
    assert port.ask("GET", path_of(name_of(b""))).body == b""


def test_a_damaged_blob_is_told_and_not_served(port: Any, expects_warning: Expect) -> None:
    expects_warning("is damaged and was set aside", times=1)
    port.ask("PUT", path_of(NAME), DATA)
    (port.directory / "blobs" / NAME).write_bytes(DATA[:-1])
    for _ in range(2):
        said = port.ask("GET", path_of(NAME))
        assert said.status == 500 and said.json["reason"] == "DAMAGED" and DATA[:20] not in said.body
    assert port.ask("GET", "/health").json["blobs_damaged"] == 1
    assert port.ask("PUT", path_of(NAME), DATA).status == 201
    assert port.ask("GET", path_of(NAME)).body == DATA


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "reason"),
    [
        ("GET", path_of(NAME), None, 404, "MISSING"),
        ("GET", "/blobs/..%2f..%2fhub.db", None, 404, "NOT_FOUND"),
        ("GET", "/blobs/../hub.db", None, 404, "NOT_FOUND"),
        ("GET", "/blobs/", None, 404, "NOT_FOUND"),
        ("GET", "/blobs/" + NAME.upper(), None, 404, "NOT_FOUND"),
        ("GET", "/", None, 404, "NOT_FOUND"),
        ("POST", path_of(NAME), DATA, 405, "WRONG_METHOD"),
        ("PUT", "/health", b"x", 405, "WRONG_METHOD"),
        ("PUT", path_of(NAME), DATA[:-1], 422, "OTHER_BYTES"),
        ("PUT", path_of(NAME), None, 422, "OTHER_BYTES"),
    ],
)
def test_what_is_refused_is_refused_with_a_reason(
    port: Any, method: str, path: str, body: bytes | None, status: int, reason: str
) -> None:
    said = port.ask(method, path, body)
    assert (said.status, said.json["reason"]) == (status, reason) and said.json["words"]["zh"]
    assert port.blobs.usage().count == 0


def test_the_length_must_be_said_and_have_an_end(port: Any) -> None:
    head = f"PUT {path_of(NAME)} HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
    chunked = port.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".encode())
    assert chunked.recv(100).startswith(b"HTTP/1.1 411")
    unsaid = port.raw(f"{head}\r\n".encode())
    assert unsaid.recv(100).startswith(b"HTTP/1.1 411")
    for length in (str(BLOB_BYTES_MAX + 1), "99999999999999999999"):
        assert port.raw(f"{head}Content-Length: {length}\r\n\r\n".encode()).recv(100).startswith(b"HTTP/1.1 413")
    assert port.raw(f"{head}Content-Length: -1\r\n\r\n".encode()).recv(100).startswith(b"HTTP/1.1 4")


def test_the_largest_blob_goes_in_and_comes_out(port: Any) -> None:
    data = bytes(range(256)) * (BLOB_BYTES_MAX // 256)
    assert port.ask("PUT", path_of(name_of(data)), data).status == 201
    assert port.ask("GET", path_of(name_of(data))).body == data


def test_a_sender_that_goes_away_in_the_middle_leaves_nothing(port: Any) -> None:
    head = f"PUT {path_of(NAME)} HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: {len(DATA)}\r\n\r\n"
    sock = port.raw(head.encode() + DATA[:200_000])
    sock.shutdown(1)
    assert sock.recv(100).startswith(b"HTTP/1.1 400")
    assert list((port.directory / "blobs" / "arriving").iterdir()) == []
    assert port.ask("GET", path_of(NAME)).status == 404


@pytest.mark.parametrize(
    "header", [{"X_Forwarded_For": "127.0.0.1"}, {"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}]
)
def test_strangers_are_told_that_the_hub_lives_and_nothing_else(port: Any, header: dict[str, str]) -> None:
    port.ask("PUT", path_of(NAME), DATA)
    assert port.ask("GET", "/health", **header).status == 200
    for method, path in (("GET", "/metrics"), ("GET", path_of(NAME)), ("HEAD", path_of(NAME))):
        assert port.ask(method, path, **header).status == 403
    assert port.ask("PUT", path_of(name_of(b"x")), b"x", **header).status == 403
    assert port.blobs.usage().count == 1


def test_without_tls_it_listens_on_loopback_only(port: Any) -> None:
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    mine = [line[1] for line in sockets if line[3] == LISTENS and int(line[1].split(":")[1], 16) == port.door.port]
    assert mine == [f"0100007F:{port.door.port:04X}"]


def test_forty_at_once_are_all_answered(port: Any) -> None:
    port.ask("PUT", path_of(NAME), DATA)
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(port.ask("GET", path_of(NAME)).body)) for _ in range(40)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert bodies == [DATA] * 40
