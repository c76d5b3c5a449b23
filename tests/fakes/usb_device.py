"""USB devices in memory behind pyusb's own backend interface: descriptors, endpoints that block, a kernel driver that
holds the interface, rights, and unplugging. Everything of pyusb above the backend is the real one; what is missing to
a real bus is libusb and the wire."""

import errno
import threading
import time
from types import SimpleNamespace
from typing import Any

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

OUT, IN = 0x01, 0x82
BULK, INTERRUPT = 2, 3


class UsbDevice:
    """`answer` is told what came and gives what the device says; None: it takes nothing."""

    def __init__(self, vendor: int, product: int, number: str = "", *, answer: Any = lambda data: b"",
                 endpoints: tuple[tuple[int, int], ...] = ((OUT, BULK), (IN, BULK)), held: bool = False,
                 forbidden: bool = False, configured: bool = True) -> None:  # fmt: skip
        self.vendor, self.product, self.number = vendor, product, number
        self.endpoints, self.forbidden = endpoints, forbidden
        self.answer = answer
        self.kernel = held
        """Whether a driver of the kernel has the interface."""
        self.configuration = 1 if configured else 0
        self.claimed = False
        self.received = bytearray()
        self.changed = threading.Condition()
        self._says = bytearray()
        self._plugged = True
        self._most = 1 << 30

    def unplug(self) -> None:
        with self.changed:
            self._plugged = False
            self.changed.notify_all()

    def says(self, data: bytes) -> None:
        with self.changed:
            self._says += data
            self.changed.notify_all()

    def takes(self, most: int) -> None:
        """From now on so many bytes at most, then it waits."""
        with self.changed:
            self._most = most
            self.changed.notify_all()

    def wait(self, meets: Any, timeout_s: float = 10.0) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: meets(self), timeout_s)

    def write(self, data: bytes, timeout_s: float) -> int:
        with self.changed:
            self.changed.wait_for(lambda: self._most or not self._plugged, timeout_s)
            self.check()
            taken = min(len(data), self._most)
            if not taken:
                raise USBTimeoutError("timeout", None, errno.ETIMEDOUT)
            self._most -= taken
            self.received += data[:taken]
            self._says += self.answer(bytes(data[:taken]))
            self.changed.notify_all()
            return taken

    def read(self, most: int, timeout_s: float) -> bytes:
        with self.changed:
            self.changed.wait_for(lambda: self._says or not self._plugged, timeout_s)
            self.check()
            if not self._says:
                raise USBTimeoutError("timeout", None, errno.ETIMEDOUT)
            data = bytes(self._says[:most])
            del self._says[:most]
            return data

    def check(self) -> None:
        if not self._plugged:
            raise USBError("no such device", None, errno.ENODEV)

    @property
    def plugged(self) -> bool:
        return self._plugged


class UsbBus(IBackend):  # type: ignore[misc]
    """What pyusb takes for libusb."""

    def __init__(self, *devices: UsbDevice) -> None:
        self.devices = list(devices)

    def enumerate_devices(self) -> Any:
        return iter([one for one in self.devices if one.plugged])

    def get_device_descriptor(self, dev: UsbDevice) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100, iManufacturer=0,
            iProduct=0, iSerialNumber=3 if dev.number else 0, bNumConfigurations=1, address=4, bus=1, port_number=2,
            port_numbers=(2,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: UsbDevice, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0x80, bMaxPower=50, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, dev: UsbDevice, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(dev.endpoints),
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: UsbDevice, ep: int, intf: int, alt: int, config: int) -> Any:
        address, kind = dev.endpoints[ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=kind, wMaxPacketSize=64, bInterval=0,
            bRefresh=0, bSynchAddress=0, extra_descriptors=b"",
        )  # fmt: skip

    def open_device(self, dev: UsbDevice) -> UsbDevice:
        dev.check()
        if dev.forbidden:
            raise USBError("access denied", None, errno.EACCES)
        return dev

    def close_device(self, dev_handle: UsbDevice) -> None:
        pass

    def set_configuration(self, dev_handle: UsbDevice, config_value: int) -> None:
        dev_handle.configuration = config_value

    def get_configuration(self, dev_handle: UsbDevice) -> int:
        dev_handle.check()
        return dev_handle.configuration

    def claim_interface(self, dev_handle: UsbDevice, intf: int) -> None:
        if dev_handle.kernel or dev_handle.claimed:
            raise USBError("busy", None, errno.EBUSY)
        dev_handle.claimed = True

    def release_interface(self, dev_handle: UsbDevice, intf: int) -> None:
        dev_handle.check()
        dev_handle.claimed = False

    def is_kernel_driver_active(self, dev_handle: UsbDevice, intf: int) -> bool:
        return dev_handle.kernel

    def detach_kernel_driver(self, dev_handle: UsbDevice, intf: int) -> None:
        dev_handle.kernel = False

    def attach_kernel_driver(self, dev_handle: UsbDevice, intf: int) -> None:
        dev_handle.kernel = True

    def bulk_write(self, dev_handle: UsbDevice, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == OUT and dev_handle.claimed
        return dev_handle.write(bytes(data), timeout / 1000)

    def bulk_read(self, dev_handle: UsbDevice, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert ep == IN and dev_handle.claimed
        data = dev_handle.read(len(buff), timeout / 1000)
        for place, byte in enumerate(data):
            buff[place] = byte
        return len(data)

    def ctrl_transfer(self, dev_handle: UsbDevice, request_type: int, request: int, value: int, index: int, data: Any,
                      timeout: int) -> int:  # fmt: skip
        """Strings: the languages, and the serial number."""
        text = b"\x09\x04" if value & 0xFF == 0 else dev_handle.number.encode("utf-16-le")
        answer = bytes((len(text) + 2, 3)) + text
        for place, byte in enumerate(answer[: len(data)]):
            data[place] = byte
        return min(len(answer), len(data))


def until(meets: Any, timeout_s: float = 10.0) -> None:
    """Waits for what another thread brings about."""
    over = threading.Event()
    end = time.monotonic() + timeout_s
    while not meets():
        assert time.monotonic() < end
        over.wait(0.01)
