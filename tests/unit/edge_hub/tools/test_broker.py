"""A real Mosquitto on loopback, private to the tool."""

import socket
from pathlib import Path

import psutil

from edge_hub.tools.broker import HOST, config_text, find_mosquitto, start_broker
from edge_hub.tools.children import Children


def test_mosquitto_is_found_by_its_absolute_path() -> None:
    assert Path(find_mosquitto()).is_absolute()


def test_the_configuration_keeps_to_loopback_and_writes_its_limits_down() -> None:
    lines = config_text(18830, "clerk").splitlines()
    assert "listener 18830 127.0.0.1" in lines
    assert "user clerk" in lines
    assert "persistence false" in lines
    assert "set_tcp_nodelay true" in lines
    assert any(line.startswith("max_queued_messages ") for line in lines)


def test_two_brokers_run_side_by_side_and_only_on_loopback(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with Children() as children:
        ports = {start_broker(children, tmp_path / "a"), start_broker(children, tmp_path / "b")}
        assert len(ports) == 2
        for port in ports:
            socket.create_connection((HOST, port), timeout=2).close()
        heard = {c.laddr.ip for c in psutil.net_connections("inet") if c.status == "LISTEN" and c.laddr.port in ports}
        assert heard == {HOST}
    assert children.noise.lines == [], "what a broker says of every start is named beforehand"
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0
