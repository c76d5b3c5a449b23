"""Photos of clerks for the screens of a window: blobs of the hub, drawn with round corners, as addresses for QML.

Only what the hub names by its hash is drawn, never something at an address that a snapshot gives. While a photo is not
here the address is empty, and the first character of the name stands there.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath

from edge_hub.contract.base import Snapshot
from edge_hub.contract.blob import is_name
from edge_hub.contract.hall import HubStatus
from kiosk.ui.bridge import BridgeLike

if TYPE_CHECKING:
    import ssl

    from edge_hub.client.blobs import BlobFetcher
    from edge_hub.client.wire import LoginOf
    from kiosk.ui.shell import Place

SIDE = 480
"""Pixels of a photo on the largest screen."""
SOURCE_SIDE_MAX = 4000
ROUND = 0.24
"""The radius of the corners, as part of the side; HallUi's Avatar has the same."""
FACE_AT = 0.25
"""Of a tall picture the upper part is shown: so much of what is left over is cut above."""
DRAWN_MAX = 4


def no_proof() -> "tuple[ssl.SSLContext | None, LoginOf]":
    """Of a terminal on the hub's own machine."""
    return None, lambda: None


class Photos(QObject):
    """The photos that this terminal shows. `came` says that an address may have changed, on the screen's thread."""

    came = Signal()
    _drawn_elsewhere = Signal(str, str)

    def __init__(
        self, bridge: BridgeLike, folder: Callable[[], Path], hosts: Sequence[str],
        proof: "Callable[[], tuple[ssl.SSLContext | None, LoginOf]]" = no_proof,
    ) -> None:  # fmt: skip
        """`proof` is how the device proves itself at a port that speaks TLS."""
        super().__init__()
        self._folder, self._hosts, self._proof = folder, hosts, proof
        self._tls = False
        self._drawn: dict[str, str] = {}
        self._port: int | None = None
        self._fetcher: BlobFetcher | None = None
        self._drawn_elsewhere.connect(self._take, Qt.ConnectionType.QueuedConnection)
        bridge.snapshot.connect(self._hear)

    def url(self, name: str | None) -> str:
        """The address of a photo, or empty while it is not here; then it is fetched."""
        if name is None or not is_name(name):
            return ""
        if name not in self._drawn:
            self._fetching().want(name)
        return self._drawn.get(name, "")

    def stop(self) -> None:
        if self._fetcher is not None:
            self._fetcher.stop()

    def _fetching(self) -> "BlobFetcher":
        """Made for the first photo: nothing of it is needed for the first frame."""
        from edge_hub.client.blobs import BlobFetcher

        if self._fetcher is None:
            context, login = self._proof()
            self._fetcher = BlobFetcher(self._folder(), self._hosts, self._fetched, context, login)
            self._fetcher.listens_at(self._port, self._tls)
        return self._fetcher

    def _hear(self, snapshot: Snapshot) -> None:
        if isinstance(snapshot, HubStatus) and snapshot.up:
            self._port, self._tls = snapshot.status_port, snapshot.status_tls
            if self._fetcher is not None:
                self._fetcher.listens_at(self._port, self._tls)

    def _fetched(self, name: str, data: bytes) -> None:
        """On the fetcher's thread."""
        self._drawn_elsewhere.emit(name, rounded(data))

    def _take(self, name: str, url: str) -> None:
        while len(self._drawn) >= DRAWN_MAX:
            del self._drawn[next(iter(self._drawn))]
        self._drawn[name] = url
        self.came.emit()


def photos_of(place: "Place") -> Photos:
    """The photos of a terminal, from its own disk and the machines of its brokers."""

    def folder() -> Path:
        from edge_hub.client.hub_client import state_dir

        return state_dir(place.options.state, place.boot.device) / "blobs"

    def proof() -> "tuple[ssl.SSLContext | None, LoginOf]":
        from kiosk.ui.login import brokers_of, login_of

        return brokers_of(place.boot)[0].tls, login_of(place.boot)

    photos = Photos(place.bridge, folder, [one.host for one in place.boot.brokers], proof)
    place.at_exit(photos.stop)
    return photos


def rounded(data: bytes) -> str:
    """A picture as a `data:` address: square, with round corners, no larger than `SIDE`. Empty for what is none."""
    picture = _read(data)
    if picture is None:
        return ""
    side = min(picture.width(), picture.height())
    left, top = (picture.width() - side) // 2, round((picture.height() - side) * FACE_AT)
    square = picture.copy(left, top, side, side)
    if side > SIDE:
        smooth = Qt.TransformationMode.SmoothTransformation
        square, side = square.scaled(SIDE, SIDE, Qt.AspectRatioMode.IgnoreAspectRatio, smooth), SIDE
    drawn = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, side, side), side * ROUND, side * ROUND)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    painter.drawImage(0, 0, square)
    painter.end()
    return _address(drawn)


def _read(data: bytes) -> QImage | None:
    """The picture, upright; None if it is none, or far too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.boundedTo(QSize(SOURCE_SIDE_MAX, SOURCE_SIDE_MAX)) != size:
        return None
    picture = reader.read()
    return None if picture.isNull() else picture


def _address(picture: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return "data:image/png;base64," + bytes(buffer.data().toBase64().data()).decode()
