"""A machine's /dev and /sys in a temporary folder, with USB ports and keyboards that can be plugged in and out: the
same folders and links as the kernel and udev make, so that finding works on it as on a real one."""

import shutil
from pathlib import Path

from drivers.finding import System

KEYBOARD = "10000 7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
VOLUME_KEYS = "3800000000 0 0 0"


class UsbTree:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.system = System(dev=folder / "dev", sys=folder / "sys")
        for made in ("dev/serial/by-id", "dev/serial/by-path", "dev/input", "sys/class/tty", "sys/class/input",
                     "sys/bus/usb/devices"):  # fmt: skip
            (folder / made).mkdir(parents=True)

    def plug(self, place: str, ids: str, number: str = "") -> Path:
        """A USB device at a place such as 1-1.2; `ids` is 1a86:7523."""
        vendor, product = ids.split(":")
        device = self.folder / "sys/devices/pci0000:00/usb1" / place
        device.mkdir(parents=True)
        (device / "idVendor").write_text(f"{vendor}\n")
        (device / "idProduct").write_text(f"{product}\n")
        if number:
            (device / "serial").write_text(f"{number}\n")
        (self.folder / "sys/bus/usb/devices" / place).symlink_to(device)
        return device

    def port(self, name: str, place: str, ids: str, number: str = "", *, node: Path | None = None) -> None:
        """A serial port of a USB device, with udev's names for it; `node` is what stands behind its device file."""
        device = self.plug(place, ids, number)
        inner = device / f"{place}:1.0" / name / "tty" / name
        inner.mkdir(parents=True)
        (self.folder / "sys/class/tty" / name).symlink_to(inner)
        file = self.folder / "dev" / name
        file.symlink_to(node) if node is not None else file.touch()
        vendor, product = ids.split(":")
        by_id = self.folder / "dev/serial/by-id" / f"usb-{vendor}_{product}_{number}-if00-port0"
        by_id.unlink(missing_ok=True)  # as udev does it: of two without a number the last has the name
        by_id.symlink_to(file)
        (self.folder / "dev/serial/by-path" / f"platform-usb-0:{place[2:]}:1.0-port0").symlink_to(file)

    def keyboard(self, event: int, device: Path, keys: str = KEYBOARD) -> None:
        inner = device / f"{device.name}:1.0/input/input{event}/event{event}"
        (inner.parent / "capabilities").mkdir(parents=True)
        (inner.parent / "capabilities/key").write_text(f"{keys}\n")
        inner.mkdir()
        (inner / "device").symlink_to("..")
        (self.folder / f"sys/class/input/event{event}").symlink_to(inner)
        (self.folder / f"dev/input/event{event}").touch()

    def unplug(self, place: str) -> None:
        """All that was there goes with it, links included."""
        device = self.folder / "sys/devices/pci0000:00/usb1" / place
        names = {path.name for path in device.rglob("*") if path.name.startswith(("tty", "event"))}
        for name in names - {"tty"}:
            for file in (self.folder / "dev" / name, self.folder / "dev/input" / name):
                file.unlink(missing_ok=True)
        shutil.rmtree(device)
        for link in self.folder.rglob("*"):
            if link.is_symlink() and not link.exists():
                link.unlink()
