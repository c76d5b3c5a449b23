"""The wires: TCP, serial, keyboard, USB, file, program and in-process loop, each as one non-blocking file descriptor.

The rules it keeps, and why:
- No call here waits, but `dial` for a TCP connection, and that through the caller's own wait: closing must be quick.
- TCP_NODELAY, or small questions wait 40 ms for the acknowledgement of the one before; keep-alive, or a printer whose
  cable was pulled looks alive for two hours.
- A serial line is taken exclusively: two programs on one printer print one slip made of two.
- A path under /dev is never created: a plain file in place of an unplugged printer would swallow slips for ever.
- `unsent` counts what the kernel still holds, so that "handed over" means handed to the device, not to the kernel.
"""

import errno
import fcntl
import os
import socket
import stat
import struct
import termios
import time
from collections.abc import Callable
from pathlib import Path

from drivers import transport_run
from drivers.connection import Connection, File, Hid, Loop, Run, Serial, Tcp, Usb
from drivers.faults import GONE, NAME_UNKNOWN, NO_ANSWER, STALLED, LineFault, fault_of
from drivers.finding import SYSTEM, System, serial_path

WaitWritable = Callable[[int, float], bool]
"""Waits until the descriptor takes data; False when the seconds are over or the caller is to stop."""
_READ_MAX = 4096
_WRITE_MAX = 65536
_USB_WRITE_MAX = 4096
"""So much is looked at and taken off at a time: fewer bytes, and a slow device is seen to take some."""
_EMPTY_READS_MAX = 50
_DRAIN_LOOK_S = 0.02
_KEEPALIVE = ((socket.TCP_KEEPIDLE, 10), (socket.TCP_KEEPINTVL, 3), (socket.TCP_KEEPCNT, 3))


class Line:
    """An open connection. `hears` is False where nothing can be read."""

    def __init__(
        self, fd: int, close: Callable[[], None], *, hears: bool, ends: bool, write_max: int = _WRITE_MAX
    ) -> None:
        self.fd = fd
        self.hears = hears
        self._write_max = write_max
        self._close = close
        self._ends = ends
        self._empty_reads = 0

    def read(self) -> bytes:
        """What came, maybe nothing. Raises LineFault when the device is gone."""
        try:
            data = os.read(self.fd, _READ_MAX)
        except BlockingIOError:
            return b""
        except OSError as error:
            if error.errno == errno.EINVAL:  # a USB printer that cannot talk back (usblp, one-way)
                self.hears = False
                return b""
            raise LineFault(fault_of(error)) from error
        if data:
            self._empty_reads = 0
        elif self._ends:
            raise LineFault(GONE)
        else:
            self._empty_reads += 1
            self.hears = self._empty_reads < _EMPTY_READS_MAX  # /dev/null is always readable and always empty
        return data

    def write(self, data: memoryview) -> int:
        """Bytes taken, maybe none. Raises LineFault when the device is gone."""
        try:
            return os.write(self.fd, data[: self._write_max])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LineFault(fault_of(error)) from error

    def unsent(self) -> int:
        """Bytes that the kernel holds and the device has not; 0 where the kernel does not say."""
        try:
            answer = fcntl.ioctl(self.fd, termios.TIOCOUTQ, b"\0" * 4)  # SIOCOUTQ on a socket: the same number
        except OSError:
            return 0
        return int(struct.unpack("i", answer)[0])

    def close(self) -> None:
        self._close()


class Outgoing:
    """What is still to be sent over one line, and whether the device takes it."""

    def __init__(self, line: Line, clock: Callable[[], float], write_s: float) -> None:
        self._line = line
        self._clock = clock
        self._write_s = write_s
        self._data = bytearray()
        self._handing = False
        self._unsent = 0
        self._moved_at = 0.0

    @property
    def blocked(self) -> bool:
        return bool(self._data)

    def add(self, data: bytes) -> None:
        if data and not self._handing:
            self._handing = True
            self._moved_at = self._clock()
        self._data += data

    def push(self) -> int:
        """Write what the device takes now; bytes taken. Raises LineFault when it took nothing for too long."""
        total = 0
        while self._data:
            with memoryview(self._data) as view:
                taken = self._line.write(view)
            if not taken:
                break
            del self._data[:taken]
            total += taken
        unsent = self._line.unsent() if self._handing else 0
        if total or unsent < self._unsent:
            self._moved_at = self._clock()
        self._unsent = unsent
        if self._handing and self._clock() - self._moved_at >= self._write_s:
            raise LineFault(STALLED)
        return total

    def just_sent(self) -> bool:
        """True once, when everything added has left this machine."""
        if not self._handing or self._data or self._unsent:
            return False
        self._handing = False
        return True

    def look_at(self, now: float) -> float | None:
        """When to push again though nothing happens: the kernel does not tell when it has sent, nor a stuck device."""
        if not self._handing:
            return None
        return min(self._moved_at + self._write_s, now + (self._write_s if self._data else _DRAIN_LOOK_S))


def dial(connection: Connection, timeout_s: float, wait_writable: WaitWritable, system: System = SYSTEM) -> Line:
    """Open the line. Raises LineFault."""
    try:
        match connection:
            case Tcp():
                return _tcp(connection, timeout_s, wait_writable)
            case Serial():
                return _serial(connection, serial_path(connection, system))
            case Hid():
                return _hid(connection, system)
            case Usb():
                return _usb(connection, system)
            case File():
                return _file(connection)
            case Loop():
                return _loop(connection)
            case Run():
                return Line(*transport_run.start(connection.name), hears=True, ends=True)
    except OSError as error:
        raise LineFault(fault_of(error)) from error


def _tcp(connection: Tcp, timeout_s: float, wait_writable: WaitWritable) -> Line:
    try:
        places = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise LineFault(NAME_UNKNOWN) from error
    until = time.monotonic() + timeout_s
    fault = NO_ANSWER
    for family, kind, protocol, _name, address in places:
        line = socket.socket(family, kind, protocol)
        try:
            _connect(line, address, until, wait_writable)
        except OSError as error:
            line.close()
            fault = fault_of(error)
        else:
            return Line(line.fileno(), line.close, hears=True, ends=True)
    raise LineFault(fault)


def _connect(line: socket.socket, address: object, until: float, wait_writable: WaitWritable) -> None:
    line.setblocking(False)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE:
        line.setsockopt(socket.IPPROTO_TCP, option, value)
    code = line.connect_ex(address)  # type: ignore[arg-type]  # whatever getaddrinfo gave
    if code == errno.EINPROGRESS:
        if not wait_writable(line.fileno(), max(0.0, until - time.monotonic())):
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        code = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _hid(connection: Hid, system: System) -> Line:
    from drivers.transport_hid import open_keyboard

    fd, close = open_keyboard(connection, system)
    return Line(fd, close, hears=True, ends=True)


def _usb(connection: Usb, system: System) -> Line:
    from drivers.transport_usb import open_usb  # here, since a machine without such a device needs no libusb

    fd, close = open_usb(connection, system)
    return Line(fd, close, hears=True, ends=True, write_max=_USB_WRITE_MAX)


def _serial(connection: Serial, path: str) -> Line:
    import serial  # here, since a terminal with a network printer needs none of it

    try:
        line = serial.Serial(
            path,
            connection.baud,
            timeout=0,
            write_timeout=0,
            exclusive=True,
            rtscts=connection.flow == "rtscts",
            xonxoff=connection.flow == "xonxoff",
        )
    except serial.SerialException as error:
        raise LineFault(fault_of(error)) from error
    return Line(line.fileno(), line.close, hears=True, ends=True)


def _file(connection: File) -> Line:
    flags = os.O_APPEND | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        mode = Path(connection.path).stat().st_mode
    except FileNotFoundError:
        if connection.path.startswith("/dev/"):
            raise
        mode = stat.S_IFREG
    if stat.S_ISREG(mode):
        fd = os.open(connection.path, flags | os.O_WRONLY | os.O_CREAT, 0o644)
        return Line(fd, lambda: os.close(fd), hears=False, ends=False)
    fd = os.open(connection.path, flags | os.O_RDWR)
    return Line(fd, lambda: os.close(fd), hears=True, ends=False)


def loop_address(name: str) -> bytes:
    """Where the far end of `loop://name` listens: an abstract Unix socket that only this process knows by this name."""
    return f"\0hall/loop/{os.getpid()}/{name}".encode()


def _loop(connection: Loop) -> Line:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.setblocking(False)
        line.connect(loop_address(connection.name))
    except OSError:
        line.close()
        raise
    return Line(line.fileno(), line.close, hears=True, ends=True)
