"""USB devices as wires: the bulk endpoints of one interface, behind one end of a socket pair, so that the port can wait
for it as for any other wire.

The rules it keeps, and why:
- What the device has not taken stays in the pair: it is looked at, sent, and only then taken off, so that `unsent` is
  right and "handed over" means handed to the device.
- A kernel driver that holds the interface (usblp of a printer) is asked to let go, and has it again afterwards.
- An unplugged device closes the pair: the port hears of it as of any line that is gone.
- The two threads look every `_LOOK_MS` whether the line was closed: so long does closing take at most.
"""

import contextlib
import errno
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import usb.core
import usb.util

from drivers.connection import Usb
from drivers.faults import MISSING, NO_LIBUSB, NO_PIPE, NO_RIGHT, SEVERAL, LineFault
from drivers.finding import System

_LOOK_MS: Final = 100
_CHUNK: Final = 4096
"""Small, so that a slow device is seen to take something."""


def open_usb(connection: Usb, system: System) -> tuple[int, Callable[[], None]]:
    """A descriptor that carries the bytes of both bulk endpoints, and how to close it. Raises LineFault or OSError."""
    device = _find(connection, system)
    pipe = None
    try:
        pipe = _claim(device, connection.interface)
        near, far = socket.socketpair()
    except BaseException:
        if pipe is not None:
            _release(pipe)
        usb.util.dispose_resources(device)
        raise
    near.setblocking(False)
    return near.fileno(), _Pump(pipe, near, far).close


@dataclass(frozen=True, slots=True)
class _Pipe:
    device: Any
    interface: int
    out: Any
    into: Any
    """None: the device cannot talk back."""
    had_driver: bool


def _find(connection: Usb, system: System) -> Any:
    wanted = connection.usb
    try:
        found = list(
            usb.core.find(find_all=True, idVendor=wanted.vendor, idProduct=wanted.product, backend=system.usb)
        )
    except usb.core.NoBackendError as error:
        raise LineFault(NO_LIBUSB) from error
    if wanted.number:
        found = [device for device in found if _has_number(device, wanted.number)]
    if len(found) != 1:
        raise LineFault(SEVERAL if found else MISSING)
    return found[0]


def _has_number(device: Any, number: str) -> bool:
    """Whether it is the one. What is not is closed again: asking had opened it."""
    try:
        same = bool(device.serial_number == number)
    except ValueError as error:  # pyusb's word for strings that it may not read
        raise LineFault(NO_RIGHT) from error
    if not same:
        usb.util.dispose_resources(device)
    return same


def _claim(device: Any, number: int) -> _Pipe:
    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError:
        device.set_configuration()
        configuration = device.get_active_configuration()
    interface = usb.util.find_descriptor(configuration, bInterfaceNumber=number)
    out = interface and usb.util.find_descriptor(interface, custom_match=lambda one: _bulk(one, usb.util.ENDPOINT_OUT))
    into = interface and usb.util.find_descriptor(interface, custom_match=lambda one: _bulk(one, usb.util.ENDPOINT_IN))
    if out is None or interface is None:
        raise LineFault(NO_PIPE)
    had_driver = _has_driver(device, number)
    if had_driver:
        device.detach_kernel_driver(number)
    try:
        usb.util.claim_interface(device, number)
    except usb.core.USBError:
        if had_driver:
            device.attach_kernel_driver(number)
        raise
    return _Pipe(device, number, out, into, had_driver)


def _bulk(endpoint: Any, direction: int) -> bool:
    return bool(
        usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction
    )


def _has_driver(device: Any, number: int) -> bool:
    try:
        return bool(device.is_kernel_driver_active(number))
    except (usb.core.USBError, NotImplementedError):  # not on this system
        return False


def _release(pipe: _Pipe) -> None:
    with contextlib.suppress(usb.core.USBError):  # it may be gone
        usb.util.release_interface(pipe.device, pipe.interface)
        if pipe.had_driver:
            pipe.device.attach_kernel_driver(pipe.interface)
    usb.util.dispose_resources(pipe.device)


class _Pump:
    """Carries bytes between the endpoints and the far end of the pair, on a thread for each direction."""

    def __init__(self, pipe: _Pipe, near: socket.socket, far: socket.socket) -> None:
        self._pipe, self._near, self._far = pipe, near, far
        self._open = True
        self._threads = [threading.Thread(target=self._run, args=(self._send,), name="usb out", daemon=True)]
        if pipe.into is not None:
            self._threads.append(threading.Thread(target=self._run, args=(self._hear,), name="usb in", daemon=True))
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._open = False
        with contextlib.suppress(OSError):  # the device hung up first
            self._near.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        _release(self._pipe)
        self._near.close()
        self._far.close()

    def _run(self, carry: Callable[[], None]) -> None:
        try:
            while self._open:
                carry()
        except (usb.core.USBError, OSError):
            pass
        finally:
            with contextlib.suppress(OSError):
                self._far.shutdown(socket.SHUT_RDWR)

    def _send(self) -> None:
        data = self._far.recv(_CHUNK, socket.MSG_PEEK)
        if not data:
            raise OSError(errno.EPIPE, "closed")
        taken = self._patiently(lambda: self._pipe.out.write(data, _LOOK_MS))
        if taken:
            self._far.recv(taken)

    def _hear(self) -> None:
        data = self._patiently(lambda: bytes(self._pipe.into.read(_CHUNK, _LOOK_MS)))
        if data:
            self._far.sendall(data)

    def _patiently(self, carry: Callable[[], Any]) -> Any:
        try:
            return carry()
        except usb.core.USBTimeoutError:
            return None
