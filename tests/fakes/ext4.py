"""A small ext4 of its own on a loop device, whose power can be cut while programs write on it. For root."""

import contextlib
import fcntl
import os
import struct
import subprocess
import time
from pathlib import Path
from types import TracebackType

EXT4_IOC_SHUTDOWN, NO_LOG_FLUSH = 0x8004587D, 2
"""The file system ends here and now; what was not synced never reaches the device. Source: fs/ext4/ext4.h."""


class CannotMount(Exception):
    """No root, no loop device, or no ext4 on this machine; the text says which."""


class Ext4:
    """Mounted at `path` while used as a context manager."""

    def __init__(self, folder: Path, size_mb: int = 128, options: str = "loop") -> None:
        self.path, self._image, self._options = folder / "disk", folder / "disk.img", options
        self.path.mkdir(parents=True)
        with self._image.open("wb") as file:
            file.truncate(size_mb * 2**20)

    def __enter__(self) -> "Ext4":
        if os.geteuid() != 0:
            raise CannotMount("a file system is mounted by root")
        try:
            subprocess.run(["mkfs.ext4", "-q", "-F", str(self._image)], check=True, capture_output=True, text=True)
            self.mount()
        except FileNotFoundError as fault:
            raise CannotMount(f"{fault.filename} is not there") from fault
        except subprocess.CalledProcessError as fault:
            raise CannotMount(f"{fault.cmd[0]}: {fault.stderr.strip()}") from fault
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if os.path.ismount(self.path):
            self.unmount()

    def mount(self) -> None:
        words = ["mount", "-t", "ext4", "-o", self._options, str(self._image), str(self.path)]
        subprocess.run(words, check=True, capture_output=True, text=True)

    def unmount(self) -> None:
        """As soon as nobody uses it; when this returns, the file system is gone. A process with mounts of its own, made
        at this very moment, may hold it for longer than `umount` waits, and to mount it again meanwhile would bring
        back the same one, without power."""
        end_s = time.monotonic() + 20
        while subprocess.run(["umount", str(self.path)], capture_output=True, check=False).returncode:
            assert time.monotonic() < end_s, "somebody holds the disk"
            time.sleep(0.02)
        while self._attached():
            assert time.monotonic() < end_s, "somebody holds the disk's image"
            time.sleep(0.02)

    def _attached(self) -> bool:
        """Whether a loop device still has the image: it lets go with the last mount."""
        for file in Path("/sys/block").glob("loop*/loop/backing_file"):
            with contextlib.suppress(OSError):  # it was let go just now
                if file.read_text().strip() == str(self._image):
                    return True
        return False

    def cut_power(self) -> None:
        """From now on everything that is asked of it fails; `unmount` and `mount` bring up what was safe."""
        folder = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(folder)

    def find_an_error(self) -> None:
        """As if ext4 had found its own structures broken: with `errors=remount-ro` it allows reading only."""
        found = subprocess.run(
            ["findmnt", "-no", "SOURCE", str(self.path)], check=True, capture_output=True, text=True
        ).stdout.strip()
        Path(f"/sys/fs/ext4/{Path(found).name}/trigger_fs_error").write_text("1", encoding="ascii")

    def repair(self) -> None:
        """As the machine's start does after it; unmounted."""
        done = subprocess.run(["e2fsck", "-fp", str(self._image)], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stdout
