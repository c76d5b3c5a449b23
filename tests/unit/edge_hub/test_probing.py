"""`hall device probe`, whole: twins on TCP, the table, and lines that the strict check takes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fakes.usb_tree import UsbTree

from configs.drivers import installed_options
from configs.site import load_site
from drivers.connection import parse_connection
from drivers.finding import SYSTEM
from drivers.twins import serving
from drivers.twins.kinds import make
from edge_hub.opening import DEFAULT_SITE
from edge_hub.probing import ADVICE, configured, network_of, place_of, table


def probed(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "edge_hub.cli", "device", "probe", *words], capture_output=True, text=True, check=False
    )


def test_what_is_found_stands_in_a_table_and_as_lines_that_the_check_takes(tmp_path: Path) -> None:
    with serving.serve_tcp(make("lock_ku16", [])) as lock, serving.serve_tcp(make("id_card", [])) as reader:
        done = probed(lock.connection, reader.connection)
    assert done.returncode == 0, done.stderr
    for told in (lock.connection, "lock_ku16", "KERONG KU16/CU16 锁板", "lock board", "id_card", "身份证阅读器"):
        assert told in done.stdout, told
    lines = done.stdout.partition(ADVICE[-1])[2]
    site = tmp_path / "site"
    shutil.copytree(DEFAULT_SITE, site)
    with (site / "devices.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{lines}\n")
    loaded = load_site(site, installed_options()[0])
    found = {one.connection: one for one in loaded.wired}
    assert found[lock.connection].driver == "lock_ku16" and found[lock.connection].host == "wires-1"
    assert found[reader.connection].serial_number


def test_nothing_found_is_said_and_is_exit_code_1() -> None:
    done = probed("tcp://127.0.0.1:1")
    assert done.returncode == 1
    assert "设备拒绝连接" in done.stdout and ADVICE[0] not in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["usb://04b8:0202"], "only serial ports and network addresses"),
        (["tcp://127.0.0.1"], "needs a host and a port"),
        (["--network", "192.168.30"], "is no network such as"),
        (["--network", "10.0.0.0/8"], "more than 256 addresses"),
    ],
)
def test_a_place_that_cannot_be_asked_is_refused_with_a_sentence(words: list[str], says: str) -> None:
    done = probed(*words)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_what_the_configuration_has_is_not_asked() -> None:
    done = probed("tcp://192.168.30.128:5005")
    assert done.returncode == 1 and "已配置为 led-w28，未询问 is led-w28" in done.stdout


def test_a_port_is_known_as_configured_however_it_is_written(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    tree.port("ttyUSB3", "1-2", "1a86:7523", "A1")
    link = tmp_path / "dev/serial/by-path/platform-tm-usb-0:1:1.0"
    link.symlink_to(tmp_path / "dev/ttyUSB3")
    site = load_site(DEFAULT_SITE)
    assert configured(site, tree.system)[str(tmp_path / "dev/ttyUSB3")] in ("card-tm-1", "card-tm-2")
    assert configured(site, SYSTEM)["192.168.30.128:5005"] == "led-w28"


def test_the_columns_of_the_table_stand_under_each_other_though_chinese_is_wide() -> None:
    lines = list(table([("tcp://h:1", "lock_ku16", "锁板 board"), ("serial:///dev/ttyUSB0", "—", "无 none")]))
    assert len(lines) == 3 and lines[1].index("lock_ku16") == lines[2].index("—")
    assert lines[0].index("驱动") + len("位置") == lines[1].index("lock_ku16")


def test_a_bare_path_is_a_serial_port() -> None:
    assert place_of("/dev/ttyUSB0") == parse_connection("serial:///dev/ttyUSB0")
    assert network_of("192.168.30.7/24").num_addresses == 256
