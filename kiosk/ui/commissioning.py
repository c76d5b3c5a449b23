"""The commissioning report as a paper: Chinese first, English beneath, three signatures at the end.

`python -m kiosk.ui.commissioning REPORT.json REPORT.pdf` draws it from the file alone. On every page stands the SHA-256
of that file, so that nobody can change the one and keep the other. Exit code 2 with a sentence: it cannot be made.
"""

import hashlib
import os
import sys
from collections import Counter
from html import escape
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from edge_hub.contract.base import Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import decode
from edge_hub.contract.commissioning import GAP_NAMES, KIND_NAMES, Commissioned, Commissioning, Delivered
from edge_hub.contract.self_test import OUTCOME_NAMES, DeviceTest, Outcome, StepResult
from kiosk.ui.paper import Block, Margin, PaperFault, write_pdf

SIGNERS = (
    Words(zh="施工方", en="Installer"),
    Words(zh="监理方", en="Supervisor"),
    Words(zh="业主方（大厅）", en="Hall (owner)"),
)
_TABLE = '<table width="100%" border="1" cellspacing="0" cellpadding="4">'
_NONE = "—"
_MARKS = {Outcome.PASSED: "good", Outcome.FAILED: "bad", Outcome.SKIPPED: "bad"}


def blocks_of(report: Commissioning) -> list[Block]:
    """The report from its title to its signatures."""
    details = [_detail(number, one, one.test) for number, one in enumerate(report.devices, 1) if one.test]
    return [_title(report), _verdict(report), _overview(report), *details, _terminals(report), _signatures(report)]


def margin_of(report: Commissioning, sha256: str) -> Margin:
    return Margin(
        title=f"{report.name.zh} 设备安装调试报告 Commissioning report {report.number}",
        head=(f"{report.name.zh}　设备安装调试报告", f"编号 No. {report.number}"),
        foot=(
            f"数据文件 Data file: {file_name(report)}.json（本报告由该文件生成 this paper was drawn from it）",
            f"SHA-256: {sha256}",
        ),
        page_of="第 {page} 页，共 {pages} 页　Page {page} of {pages}",
    )


def file_name(report: Commissioning) -> str:
    return f"commissioning-{report.number}"


def _title(report: Commissioning) -> Block:
    made = f"{at_hall(report.made_ms):%Y-%m-%d %H:%M}"
    facts = (
        (Words(zh="大厅", en="Hall"), _two(report.name)),
        (Words(zh="地址", en="Address"), _two(report.address)),
        (Words(zh="报告编号", en="Report number"), escape(report.number)),
        (Words(zh="生成时间", en="Made"), f"{made}（北京时间 UTC+8）"),
        (Words(zh="软件版本", en="Software"), f"hall {escape(report.software)}"),
    )
    title = (
        '<p class="title" align="center">设备安装调试报告</p>'
        '<p class="subtitle" align="center">Commissioning Report</p>'
    )
    return Block(title + _pairs(facts))


def _verdict(report: Commissioning) -> Block:
    """What came of it in one box, and what is missing by its kind."""
    good, total = _counted(report)
    number = Words(
        zh=f"共 {total} 台，合格且资料齐全 {good} 台", en=f"{total} in all, {good} passed and with complete papers"
    )
    if report.complete:
        mark, short = "good", "全部设备检测通过，资料齐全"
        more = Words(zh="", en="Every device passed its test, and its papers are complete.")
    else:
        mark, short = "bad", "尚不具备验收条件"
        gaps = Counter(gap for one in report.devices for gap in one.gaps)
        listed = [(name, gaps[gap]) for gap, name in GAP_NAMES.items() if gaps[gap]]
        zh = "；".join(f"{name.zh} {times} 台" for name, times in listed) or "没有连线设备"
        en = "; ".join(f"{name.en}: {times}" for name, times in listed) or "no device on a wire"
        more = Words(zh=f"：{zh}", en=f"Not ready for acceptance. {en}")
    verdict = f'<span class="{mark}">{short}</span>{_two(more)}'
    facts = ((Words(zh="连线设备", en="Devices on wires"), _two(number)), (Words(zh="结论", en="Conclusion"), verdict))
    return Block(_part("一、结论", "1. Conclusion") + _pairs(facts))


def _counted(report: Commissioning) -> tuple[int, int]:
    return sum(1 for one in report.devices if not one.gaps), len(report.devices)


def _overview(report: Commissioning) -> Block:
    head = _heads(
        (4, Words(zh="序", en="No.")), (17, Words(zh="设备", en="Device")), (18, Words(zh="位置", en="Place")),
        (19, Words(zh="序列号", en="Serial number")), (12, Words(zh="到货进场", en="Arrived on site")),
        (12, Words(zh="检测时间", en="Tested")), (18, Words(zh="结果", en="Result")),
    )  # fmt: skip
    rows = tuple(_overview_row(number, one) for number, one in enumerate(report.devices, 1))
    none = (f'<tr><td colspan="7">{_two(Words(zh="没有连线设备", en="No device on a wire."))}</td></tr>',)
    return _listing("二、设备清单", "2. Devices on wires", head, rows or none)


def _overview_row(number: int, one: Commissioned) -> str:
    tested = f"{at_hall(one.test.ended_ms):%Y-%m-%d<br/>%H:%M}" if one.test else _NONE
    gaps = "<br/>".join(f'<span class="bad">{_two(GAP_NAMES[gap])}</span>' for gap in one.gaps)
    good = f'<span class="good">{_two(Words(zh="合格", en="passed"))}</span>'
    return _row(
        str(number), f"<b>{escape(one.id)}</b><br/>{_two(_kind(one.kind))}", _two(one.place),
        _or_none(one.serial_number), _or_none(one.arrived), tested, gaps or good,
    )  # fmt: skip


def _detail(number: int, one: Commissioned, test: DeviceTest) -> Block:
    """One device: what it is, and each step of its latest test."""
    kind = _kind(one.kind)
    head = _heads(
        (5, Words(zh="序", en="No.")), (31, Words(zh="检测内容", en="What was done")),
        (11, Words(zh="结果", en="Result")), (32, Words(zh="说明", en="What was said")),
        (12, Words(zh="判定", en="Judged by")), (9, Words(zh="用时", en="Took")),
    )  # fmt: skip
    rows = tuple(_step_row(place, step) for place, step in enumerate(test.steps, 1))
    facts = f'{_TABLE}{"".join(_fact_row(*pair) for pair in _facts(one, test))}</table><p class="thin">&nbsp;</p>'
    zh, en = f"三（{number}）{one.id}　{kind.zh}", f"3.{number} {kind.en}"
    return _listing(zh, en, head, rows, facts)


Fact = tuple[Words, str]


def _facts(one: Commissioned, test: DeviceTest) -> list[tuple[Fact, Fact]]:
    began = f"{at_hall(test.began_ms):%Y-%m-%d %H:%M:%S}"
    owner = Words(zh="由设备主机执行", en="done by the owner of its wire")
    alone = Words(zh="由检测程序直接打开端口", en="port opened for the test alone")
    times = Words(zh=f"第 {one.tests} 次，以此次为准", en=f"test no. {one.tests}; it alone counts")
    return [
        ((Words(zh="序列号", en="Serial number"), _or_none(one.serial_number)),
         (Words(zh="到货进场", en="Arrived on site"), _or_none(one.arrived))),
        ((Words(zh="驱动", en="Driver"), escape(test.driver)),
         (Words(zh="固件", en="Firmware"), _or_none(one.firmware))),
        ((Words(zh="连接", en="Connection"), f'<span class="code">{escape(_wrapped(test.connection))}</span>'),
         (Words(zh="所属主机", en="Owner of its wire"), escape(one.owner))),
        ((Words(zh="检测时间", en="Tested"), f"{began}<br/>{_two(times)}"),
         (Words(zh="检测人", en="Tested by"), _or_none(test.by))),
        ((Words(zh="位置", en="Place"), _two(one.place)),
         (Words(zh="方式", en="Way"), _two(owner if test.through_owner else alone))),
    ]  # fmt: skip


def _fact_row(left: Fact, right: Fact) -> str:
    cells = (f'<th width="15%">{_two(name)}</th><td width="35%">{value}</td>' for name, value in (left, right))
    return f"<tr>{''.join(cells)}</tr>"


def _step_row(place: int, step: StepResult) -> str:
    said = [_two(words) for words in (step.said, step.hint if step.outcome is Outcome.FAILED else None) if words]
    judge = Words(zh="现场人员", en="person on site") if step.by_person else Words(zh="设备", en="device")
    skipped = step.outcome is Outcome.SKIPPED
    return _row(
        str(place), _two(step.what), f'<span class="{_MARKS[step.outcome]}">{_two(OUTCOME_NAMES[step.outcome])}</span>',
        "<br/>".join(said) or _NONE, _NONE if skipped else _two(judge),
        _NONE if skipped else f"{step.took_ms / 1000:.1f} s",
    )  # fmt: skip


def _terminals(report: Commissioning) -> Block:
    note = Words(
        zh="以下设备没有自动检测：由签字各方现场核对，在末栏打勾，空白的序列号和日期当场填写。",
        en="These have no self-test: whoever signs looks at each on site, ticks the last column, fills in the blanks.",
    )
    head = _heads(
        (6, Words(zh="序", en="No.")), (16, Words(zh="设备", en="Device")), (16, Words(zh="类别", en="Kind")),
        (24, Words(zh="位置", en="Place")), (18, Words(zh="序列号", en="Serial number")),
        (12, Words(zh="到货进场", en="Arrived on site")), (8, Words(zh="核对", en="Checked")),
    )  # fmt: skip
    rows = tuple(_terminal_row(number, one) for number, one in enumerate(report.terminals, 1))
    return _listing("四、终端与主机", "4. Terminals and hosts", head, rows, f"<p>{_two(note)}</p>")


def _terminal_row(number: int, one: Delivered) -> str:
    return _row(
        str(number), f"<b>{escape(_wrapped(one.id))}</b>", _two(_kind(one.kind)), _two(one.place),
        _or_none(one.serial_number, ""), _or_none(one.arrived, ""), "□",
    )  # fmt: skip


def _signatures(report: Commissioning) -> Block:
    """Says once more what is signed: a page with signatures alone proves nothing."""
    good, total = _counted(report)
    note = Words(
        zh=f"报告 {report.number}：连线设备共 {total} 台，合格且资料齐全 {good} 台。"
        "所列设备已安装到位，结果与现场一致。",
        en=f"Report {report.number}: {total} devices on wires, {good} passed and with complete papers. What is listed"
        " is installed and agrees with what was found on site.",
    )
    blank = "&nbsp;" * 8
    box = (
        '<td valign="top">单位（盖章）<br/><span class="en">Organisation (seal)</span><br/><br/><br/><br/><br/><br/>'
        '签字<br/><span class="en">Signature</span><br/><br/><br/>'
        f'日期{blank}年{blank}月{blank}日<br/><span class="en">Date (year, month, day)</span></td>'
    )
    head = _heads(*zip((34, 33, 33), SIGNERS, strict=True))
    return Block(f"{_part('五、签字', '5. Signatures')}<p>{_two(note)}</p>{head}<tr>{box * len(SIGNERS)}</tr></table>")


# ---------------------------------------------------------------- pieces of HTML


def _part(zh: str, en: str) -> str:
    return f'<p class="part">{escape(zh)}　<span class="part_en">{escape(en)}</span></p>'


def _listing(zh: str, en: str, head: str, rows: tuple[str, ...], before: str = "") -> Block:
    """A table under its heading, which says "continued" on the pages that follow."""
    return Block(_part(zh, en) + before + head, rows, "</table>", _part(f"{zh}（续）", f"{en} (continued)") + head)


def _heads(*columns: tuple[int, Words]) -> str:
    cells = (f'<th width="{wide}%">{_two(name)}</th>' for wide, name in columns)
    return f"{_TABLE}<tr>{''.join(cells)}</tr>"


def _pairs(facts: tuple[Fact, ...]) -> str:
    rows = (f'<tr><th width="22%">{_two(name)}</th><td width="78%">{value}</td></tr>' for name, value in facts)
    return f"{_TABLE}{''.join(rows)}</table>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _two(words: Words) -> str:
    return f'{escape(words.zh)}<br/><span class="en">{escape(words.en)}</span>'


def _kind(kind: str) -> Words:
    return KIND_NAMES.get(kind, Words(zh=kind, en=kind))


def _or_none(value: str | None, none: str = _NONE) -> str:
    return escape(_wrapped(value)) if value else none


def _wrapped(value: str) -> str:
    """A long word may break after its separators."""
    return "".join(f"{char}\u200b" if char in "/-_:?&=." else char for char in value)


def draw(source: Path, target: Path) -> int:
    """Draw the file's report; the number of pages. Raises PaperFault."""
    try:
        data = source.read_bytes()
    except OSError as fault:
        raise PaperFault(f"{source} cannot be read: {fault.strerror}") from fault
    report = decode(Commissioning, data)
    if report is None:
        raise PaperFault(f"{source} is no commissioning report")
    return write_pdf(target, blocks_of(report), margin_of(report, hashlib.sha256(data).hexdigest()))


def main() -> int:
    if len(sys.argv) != 3:
        print("hall: usage: python -m kiosk.ui.commissioning REPORT.json REPORT.pdf", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication(sys.argv[:1])
    try:
        draw(Path(sys.argv[1]), Path(sys.argv[2]))
    except PaperFault as fault:
        print(f"hall: {fault}.", file=sys.stderr)
        return 2
    finally:
        del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
