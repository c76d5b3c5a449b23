"""The report on paper: what an auditor looks for can be read back from the PDF."""

import hashlib
import subprocess
import unicodedata
from pathlib import Path

import pytest
from fakes.tested import OCTOBER_MS, self_tested, step
from fakes.wired_hall import led, wired_site
from PySide6.QtGui import QGuiApplication

from edge_hub.contract.base import Words
from edge_hub.contract.self_test import DeviceTest, Outcome
from edge_hub.domain.commissioning import report_of
from kiosk.ui.commissioning import draw
from kiosk.ui.paper import PaperFault


@pytest.fixture(autouse=True)
def application(qapp: QGuiApplication) -> None:
    """Fonts need one."""


def paper(folder: Path, *tests: DeviceTest) -> str:
    """Everything that stands on the paper, without line breaks and spaces, which cells make where they like."""
    site = wired_site(led(serial_number="BX-<1>&", arrived="2026-10-12"), led("led-w2", "w2", 10))
    data = folder / "report.json"
    data.write_text(report_of(site, tests, OCTOBER_MS, "0.1").model_dump_json(exclude_none=True), encoding="utf-8")
    draw(data, folder / "report.pdf")
    text = subprocess.run(
        ["pdftotext", "-raw", folder / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    return "".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())  # 大 comes back as a radical


def test_device_serial_number_driver_firmware_arrival_and_tester_stand_on_it(tmp_path: Path) -> None:
    text = paper(tmp_path, self_tested())
    for told in ("led-w1", "BX-<1>&", "led_onbon", "V2.1", "2026-10-12", "1050", "tcp://127.0.0.1:9", "合格"):
        assert told in text, told


def test_each_step_stands_there_with_its_result_and_what_was_said_in_both_languages(tmp_path: Path) -> None:
    slip = step(
        Outcome.FAILED, what=Words(zh="打印测试票", en="Print a test slip"), by_person=True,
        said=Words(zh="没有出票", en="nothing came out"), hint=Words(zh="请装纸", en="Load paper."),
    )  # fmt: skip
    text = paper(tmp_path, self_tested("led-w1", step(), slip))
    for told in ("连接设备", "通过", "打印测试票", "未通过", "没有出票", "请装纸", "Loadpaper.", "现场人员", "0.1s"):
        assert told in text, told


def test_what_is_missing_stands_on_the_first_page(tmp_path: Path) -> None:
    text = paper(tmp_path, self_tested())
    before, _, after = text.partition("Page1of")
    assert "尚不具备验收条件" in before and "未检测1台" in before and "缺序列号1台" in before
    assert "全部设备检测通过" not in before + after


def test_there_are_places_for_three_signatures(tmp_path: Path) -> None:
    text = paper(tmp_path, self_tested())
    for told in ("施工方", "监理方", "业主方(大厅)"):
        assert told in text, told
    assert text.count("单位(盖章)") == 3 and text.count("Signature") >= 3 and text.count("日期") >= 3


def test_on_every_page_stands_the_hash_of_the_file_it_was_drawn_from(tmp_path: Path) -> None:
    text = paper(tmp_path, self_tested())
    pages = text.count("Page")
    assert pages and text.count(hashlib.sha256((tmp_path / "report.json").read_bytes()).hexdigest()) == pages


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"number": "x"}', b"\xff\xfe"])
def test_a_file_that_is_no_report_is_refused_and_leaves_no_paper(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "report.json").write_bytes(data)
    with pytest.raises(PaperFault, match="is no commissioning report"):
        draw(tmp_path / "report.json", tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()
