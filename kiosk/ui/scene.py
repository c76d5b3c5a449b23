"""Items of a shown QML scene: by name, where they are, and whether a finger would reach them.

Repeater and view delegates are not QObject children of their window, so `findChild` misses them: the tree of
`childItems()` is walked. What covers an item is decided as Qt decides who gets a touch: the topmost item there that
takes touches, and as an eye decides: an opaque rectangle above hides what is below.
"""

from collections.abc import Iterator

from PySide6.QtCore import QMetaObject, QPointF, QRectF, Qt
from PySide6.QtQml import QJSValue
from PySide6.QtQuick import QQuickItem, QQuickWindow

FAINT = 0.2
"""Below this opacity a person does not see an item."""


def walk(item: QQuickItem) -> Iterator[QQuickItem]:
    """`item` and all items below it, parents first."""
    yield item
    for child in item.childItems():
        yield from walk(child)


def find_all(window: QQuickWindow, name: str) -> list[QQuickItem]:
    """All items with that objectName, shown or not."""
    return [item for item in walk(window.contentItem()) if item.objectName() == name]


def find(window: QQuickWindow, name: str) -> QQuickItem | None:
    """The item with that objectName; of several the first that is visible."""
    found = find_all(window, name)
    return next((item for item in found if item.isVisible()), found[0] if found else None)


def names(window: QQuickWindow) -> list[str]:
    """The objectNames of all visible items: for a sentence that says what there is."""
    return sorted({item.objectName() for item in walk(window.contentItem()) if item.objectName() and item.isVisible()})


def centre(item: QQuickItem) -> QPointF:
    """The middle of the item in the window."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def area(item: QQuickItem) -> QRectF:
    """The item's rectangle in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def ancestors(item: QQuickItem) -> Iterator[QQuickItem]:
    """From the parent up to the root."""
    parent = item.parentItem()
    while parent is not None:
        yield parent
        parent = parent.parentItem()


def why_not(window: QQuickWindow, item: QQuickItem) -> str | None:
    """Why a finger at the item's centre would not press it; None if it would."""
    if not item.isVisible() or item.width() <= 0 or item.height() <= 0:
        return "it is not visible"
    seen = item.opacity()
    for above in ancestors(item):
        seen *= above.opacity()
    if seen < FAINT:
        return "it is transparent"
    if not item.isEnabled():
        return "it is disabled"
    point = centre(item)
    if not QRectF(0, 0, window.width(), window.height()).contains(point):
        return "it lies outside the window"
    for above in ancestors(item):
        if above.clip() and not area(above).contains(point):
            return "it is scrolled out of sight"
    cover = _cover(window.contentItem(), item, point)
    return None if cover is None else f"it is covered by {_called(cover)}"


def scroll_to(item: QQuickItem) -> None:
    """Bring the item into sight in every Flickable that it lies in."""
    for view in ancestors(item):
        if not view.inherits("QQuickFlickable"):
            continue
        content = view.property("contentItem")
        inside = item.mapRectToItem(content, QRectF(0, 0, item.width(), item.height()))
        for edge, size, start, length in (
            ("contentY", "contentHeight", inside.y(), inside.height()),
            ("contentX", "contentWidth", inside.x(), inside.width()),
        ):
            shown = view.height() if edge == "contentY" else view.width()
            now = float(view.property(edge))
            if start >= now and start + length <= now + shown:
                continue
            last = max(0.0, float(view.property(size)) - shown)
            view.setProperty(edge, min(max(0.0, start + length / 2 - shown / 2), last))


def turn_pages(window: QQuickWindow, name: str) -> QQuickItem | None:
    """Page through every visible list until a delegate with that name has been made; None if there is none."""
    for view in [item for item in walk(window.contentItem()) if item.isVisible() and item.inherits("QQuickItemView")]:
        home, page = float(view.property("contentY")), view.height()
        for number in range(int(float(view.property("contentHeight")) / max(page, 1.0)) + 1):
            view.setProperty("contentY", number * page)
            QMetaObject.invokeMethod(view, "forceLayout")
            item = find(window, name)
            if item is not None:
                return item
        view.setProperty("contentY", home)
    return None


def _cover(root: QQuickItem, target: QQuickItem, point: QPointF) -> QQuickItem | None:
    """The topmost item over `point` that hides the target or takes its touches; None if the target is on top."""
    kin = set(ancestors(target))
    for item in _topmost_first(root):
        if item is target or (item not in kin and target in ancestors(item)):
            return None
        if item in kin or not item.contains(item.mapFromScene(point)):
            continue
        if _takes_touches(item) or _is_opaque(item):
            return item
    return None


def _topmost_first(item: QQuickItem) -> Iterator[QQuickItem]:
    """Visible items in the order in which a touch looks for its taker."""
    if not item.isVisible() or item.opacity() < FAINT:
        return
    children = sorted(enumerate(item.childItems()), key=lambda pair: (pair[1].z(), pair[0]), reverse=True)
    for _, child in children:
        if child.z() >= 0:
            yield from _topmost_first(child)
    yield item
    for _, child in children:
        if child.z() < 0:
            yield from _topmost_first(child)


def _takes_touches(item: QQuickItem) -> bool:
    return item.isEnabled() and (item.acceptedMouseButtons() != Qt.MouseButton.NoButton or item.acceptTouchEvents())


def _is_opaque(item: QQuickItem) -> bool:
    """A plain rectangle that lets nothing through. Gradients are often veils, so they are not taken for walls."""
    if not item.inherits("QQuickRectangle") or item.opacity() < 1:
        return False
    color, gradient = item.property("color"), item.property("gradient")
    plain = gradient is None or (isinstance(gradient, QJSValue) and not gradient.isObject())
    return plain and color is not None and bool(color.alpha() == 255)


def _called(item: QQuickItem) -> str:
    named = next((it for it in (item, *ancestors(item)) if it.objectName()), None)
    kind = item.metaObject().className().split("_QML")[0]
    return f"a {kind} in “{named.objectName()}”" if named is not None else f"a {kind}"
