"""A4 pages as PDF: blocks of HTML, one below the other, with a head and a foot on every page.

Qt would break a document anywhere and knows no foot; so each block is laid out by itself, kept whole where it fits on a
page, and a long table goes on over pages between two rows, under its head again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

FONT = "Noto Sans CJK SC"
_DPI = 600
_MARGIN_MM = (18.0, 12.0, 18.0, 12.0)
_HEAD_MM = 9.0
_FOOT_MM = 9.0
_GAP_MM = 4.0
_ROWS_MIN = 2
"""Fewer rows than this are not left alone at the end of a page."""
_CSS = """
table { border-collapse: collapse; border-color: #555; border-style: solid; }
td, th { vertical-align: middle; }
th { background-color: #eceff1; font-weight: 600; text-align: left; }
p { margin-top: 0; margin-bottom: 4px; }
.title { font-size: 21pt; font-weight: 700; margin-top: 8px; margin-bottom: 2px; }
.subtitle { color: #444; font-size: 11pt; margin-bottom: 12px; }
.part { font-size: 11.5pt; font-weight: 700; }
.part_en { color: #555; font-size: 9pt; font-weight: 400; }
.en { color: #555; font-size: 7pt; font-weight: 400; }
.bad { color: #b00020; font-weight: 700; }
.good { color: #1b5e20; font-weight: 700; }
.thin { font-size: 3pt; margin: 0; }
.code { font-size: 8pt; }
"""


class PaperFault(Exception):
    """The paper cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Block:
    """HTML that stays together, `before + rows + after`; if it must, it breaks between two rows, and goes on with
    `again + rows + after`."""

    before: str
    rows: tuple[str, ...] = ()
    after: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands on every page."""

    title: str
    head: tuple[str, str]
    """Left and right, above."""
    foot: tuple[str, ...]
    """Lines at the left, below; the number of the page stands at the right."""
    page_of: str
    """`{page}` and `{pages}` are filled in."""


def write_pdf(path: Path, blocks: Sequence[Block], margin: Margin) -> int:
    """Draw the blocks; the number of pages. Needs a QGuiApplication. Raises PaperFault."""
    if not QFontDatabase.hasFamily(FONT):
        raise PaperFault(f"the font {FONT} is missing: install the package fonts-noto-cjk")
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(*_MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setTitle(margin.title)
    writer.setCreator("hall")
    sheet = _Sheet(writer)
    pages = list(sheet.pages(blocks))
    painter = QPainter()
    if not painter.begin(writer):
        raise PaperFault(f"{path} cannot be written")
    try:
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            sheet.draw(painter, page)
            sheet.frame(painter, margin, margin.page_of.format(page=number, pages=len(pages)))
    finally:
        painter.end()
    return len(pages)


class _Sheet:
    """Lays blocks out for one printer."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        self._dot = writer.logicalDpiY() / 25.4
        self._width = float(writer.width())
        self._top = _HEAD_MM * self._dot
        self._room = writer.height() - (_HEAD_MM + _FOOT_MM) * self._dot
        self._gap = _GAP_MM * self._dot

    def pages(self, blocks: Sequence[Block]) -> Iterator[list[QTextDocument]]:
        page: list[QTextDocument] = []
        left = self._room
        waiting = list(reversed(blocks))
        while waiting:
            block = waiting.pop()
            whole = self._laid(block, len(block.rows))
            if whole.size().height() <= left:
                page.append(whole)
                left -= whole.size().height() + self._gap
                continue
            rows = self._fitting(block, left)
            if rows < (_ROWS_MIN if page else 1):
                if not page:  # one row taller than a page: cut off rather than never ending
                    rows = 1 if block.rows else 0
                    page.append(self._laid(block, rows))
                    waiting += [_rest(block, rows)] if rows < len(block.rows) else []
                else:
                    waiting.append(block)
            else:
                page.append(self._laid(block, rows))
                waiting.append(_rest(block, rows))
            yield page
            page, left = [], self._room
        if page:
            yield page

    def _fitting(self, block: Block, left: float) -> int:
        """How many rows fit, at most all but one."""
        low, high = 0, len(block.rows) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._laid(block, middle).size().height() <= left:
                low = middle
            else:
                high = middle - 1
        return max(low, 0)

    def _laid(self, block: Block, rows: int) -> QTextDocument:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(self._writer)
        document.setDocumentMargin(0)
        document.setDefaultFont(_font(9))
        document.setDefaultStyleSheet(_CSS)
        document.setHtml(f"{block.before}{''.join(block.rows[:rows])}{block.after}")
        document.setTextWidth(self._width)
        return document

    def draw(self, painter: QPainter, page: Sequence[QTextDocument]) -> None:
        y = self._top
        for document in page:
            painter.save()
            painter.translate(0, y)
            context = QAbstractTextDocumentLayout.PaintContext()
            context.palette.setColor(context.palette.ColorRole.Text, QColor("black"))
            document.documentLayout().draw(painter, context)
            painter.restore()
            y += document.size().height() + self._gap

    def frame(self, painter: QPainter, margin: Margin, page_of: str) -> None:
        """The head and the foot, each with a line towards the page."""
        height = float(self._writer.height())
        line = QSizeF(self._width, 4 * self._dot)
        painter.setPen(QColor("#444"))
        painter.setFont(_font(8))
        head = QRectF(0, 0, line.width(), line.height() * 1.2)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, margin.head[0])
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, margin.head[1])
        foot = QRectF(0, height - 2 * line.height(), line.width(), 2 * line.height())
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, page_of)
        painter.setFont(_font(7))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "\n".join(margin.foot))
        for y in (head.bottom(), foot.top()):
            painter.fillRect(QRectF(0, y, self._width, 0.2 * self._dot), QColor("#444"))


def _font(points: int) -> QFont:
    """Without forms of its own for digits beside Latin letters and without ligatures: of these Qt writes no text into
    the PDF, and a hash that is copied out of the paper would lack its digits."""
    font = QFont(FONT, points)
    for feature in ("locl", "liga"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def _rest(block: Block, rows: int) -> Block:
    return Block(block.again or block.before, block.rows[rows:], block.after, block.again)
