"""Looks at a shown screen as a strict eye would: nothing cut, nothing over anything else, nothing faint, nothing tiny.

Everything is measured on the real scene: the box and the painted size of every text, the colours of the real picture.
"""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui import scene

SLACK = 1.0
CONTRAST_MIN = 7.0
TARGET_MIN = 60.0
CENTRED = (Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter)


def faults(window: QQuickWindow, factor: float = 1.0, contrast_min: float = CONTRAST_MIN) -> list[str]:
    """Everything that is wrong with the screen; `factor` is the scale between design and window pixels."""
    texts = [item for item in _seen(window) if item.inherits("QQuickText") and str(item.property("text")).strip()]
    found = [fault for item in texts for fault in _cut(window, item)]
    found += list(_overlaps(texts))
    found += list(_covered(texts, [item for item in _seen(window) if _is_touch(item)]))
    found += [fault for item in _seen(window) if _is_touch(item) for fault in _small(item, factor)]
    picture = window.grabWindow()
    found += [fault for item in texts for fault in _faint(item, picture, contrast_min)]
    return found


def texts(window: QQuickWindow) -> list[str]:
    """All texts that are seen."""
    return [str(item.property("text")) for item in _seen(window) if item.inherits("QQuickText")]


def _seen(window: QQuickWindow) -> Iterator[QQuickItem]:
    """Visible items, those scrolled out of sight left out."""
    for item in scene.walk(window.contentItem()):
        if item.isVisible() and item.width() > 0 and item.height() > 0 and _opacity(item) > scene.FAINT:
            clips = [scene.area(above) for above in scene.ancestors(item) if above.clip()]
            centre = scene.centre(item)
            if all(clip.contains(centre) for clip in clips):
                yield item


def _opacity(item: QQuickItem) -> float:
    seen = item.opacity()
    for above in scene.ancestors(item):
        seen *= above.opacity()
    return seen


def _painted(item: QQuickItem) -> QRectF:
    """Where the glyphs lie in the window."""
    width = float(item.property("contentWidth"))
    height = float(item.property("contentHeight")) * min(1.0, float(item.property("lineHeight")))
    left, right = float(item.property("leftPadding")), float(item.property("rightPadding"))
    room, spare = item.width() - left - right - width, item.height() - height
    across, down = _aligned(item, "effectiveHorizontalAlignment"), _aligned(item, "verticalAlignment")
    x = left + (room if across == Qt.AlignmentFlag.AlignRight else room / 2 if across in CENTRED else 0)
    y = spare if down == Qt.AlignmentFlag.AlignBottom else spare / 2 if down in CENTRED else 0
    box = QRectF(x, y, width, height)
    return item.mapRectToScene(_ink(item, box) if int(item.property("lineCount")) == 1 else box)


def _ink(item: QQuickItem, box: QRectF) -> QRectF:
    """Of a single line the glyphs alone: the type's lines are half as high again as its characters."""
    font = QFont(item.property("font"))
    font.setPixelSize(max(1, round(_asked(item, "fontInfo.pixelSize"))))
    glyphs = QFontMetricsF(font).tightBoundingRect(str(item.property("text")))
    top = box.top() + QFontMetricsF(font).ascent() + glyphs.top()
    return QRectF(box.left(), top, box.width(), glyphs.height())


def _asked(item: QQuickItem, what: str) -> float:
    """Qt's Python has no converter for some values of Text: QML reads them."""
    value, _ = QQmlExpression(QQmlEngine.contextForObject(item), item, what).evaluate()  # type: ignore[misc]
    return float(value)


def _aligned(item: QQuickItem, name: str) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag(int(_asked(item, name)))


def _cut(window: QQuickWindow, item: QQuickItem) -> Iterator[str]:
    what = _called(item)
    if item.property("truncated"):
        yield f"{what} is truncated"
    if float(item.property("contentWidth")) > item.width() + SLACK:
        yield f"{what} is {item.property('contentWidth'):.0f} wide in a box of {item.width():.0f}"
    high = float(item.property("contentHeight")) * min(1.0, float(item.property("lineHeight")))
    if high > item.height() + SLACK:
        yield f"{what} is {high:.0f} high in a box of {item.height():.0f}"
    painted = _painted(item)
    if not QRectF(0, 0, window.width(), window.height()).adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(painted):
        yield f"{what} leaves the window"
    for above in scene.ancestors(item):
        scrolls = any(one.inherits("QQuickFlickable") for one in (above, *scene.ancestors(above)))
        if (
            _is_box(above)
            and not scrolls
            and not scene.area(above).adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(painted)
        ):
            yield f"{what} leaves {above.objectName() or 'its box'}"
            break


def _is_box(item: QQuickItem) -> bool:
    """A rectangle, or an item whose ground is one (a card, a button)."""
    if item.inherits("QQuickRectangle"):
        return True
    grounds = [child for child in item.childItems() if child.inherits("QQuickRectangle") and child.isVisible()]
    return any(child.width() == item.width() and child.height() == item.height() for child in grounds)


def _overlaps(items: list[QQuickItem]) -> Iterator[str]:
    boxes = [(item, _painted(item)) for item in items]
    for at, (one, box) in enumerate(boxes):
        for other, another in boxes[at + 1 :]:
            common = box.intersected(another)
            if common.width() > 2 and common.height() > 0.25 * min(box.height(), another.height()):
                yield f"{_called(one)} lies over {_called(other)}"


def _covered(texts: list[QQuickItem], touches: list[QQuickItem]) -> Iterator[str]:
    """Texts under a button that is not theirs: what covers them need not be a text itself."""
    for text in texts:
        box, above = _painted(text), list(scene.ancestors(text))
        for touch in touches:
            common = scene.area(touch).intersected(box)
            if touch.parentItem() not in above and common.width() > 2 and common.height() > 0.25 * box.height():
                yield f"{_called(text)} lies under {touch.parentItem().objectName() or 'a button'}"


def _is_touch(item: QQuickItem) -> bool:
    return item.metaObject().className().startswith("Touch_QMLTYPE") and item.isEnabled()


def _small(item: QQuickItem, factor: float) -> Iterator[str]:
    area = scene.area(item)
    if min(area.width(), area.height()) < TARGET_MIN * factor - SLACK:
        parent = next((one.objectName() for one in scene.ancestors(item) if one.objectName()), "?")
        yield f"the target in “{parent}” is {area.width():.0f} x {area.height():.0f}"


def _faint(item: QQuickItem, picture: QImage, contrast_min: float) -> Iterator[str]:
    """The ground is the most frequent colour in the text's box that is not the ink (a gradient has many)."""
    box = _painted(item).toRect().intersected(picture.rect())
    if box.width() < 4 or box.height() < 4 or _opacity(item) < 1:
        return
    grid = [
        picture.pixel(x, y)
        for x in range(box.left(), box.right(), max(1, box.width() // 16))
        for y in range(box.top(), box.bottom(), max(1, box.height() // 6))
    ]
    ink = QColor(item.property("color"))
    apart = {pixel for pixel in set(grid) if contrast(ink, QColor(pixel)) > 1.5}
    around = [pixel for pixel in grid if pixel in apart] or grid
    ground = QColor(Counter(pixel & 0xFFF0F0F0 for pixel in around).most_common(1)[0][0])
    ground = QColor(next(pixel for pixel in around if pixel & 0xFFF0F0F0 == ground.rgb()))
    ratio = contrast(ink, ground)
    if ratio < contrast_min:
        yield f"{_called(item)} has a contrast of {ratio:.1f} on {ground.name()}"


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _called(item: QQuickItem) -> str:
    return f"“{str(item.property('text'))[:24]}”"
