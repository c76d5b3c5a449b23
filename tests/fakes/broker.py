"""A real mosquitto on a free port of loopback, as the hall's: v5, TCP_NODELAY, no persistence. Kills only its own."""

import getpass
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

MOSQUITTO = "/usr/sbin/mosquitto"
CONF = """\
listener {port} 127.0.0.1
{access}
user {user}
persistence false
set_tcp_nodelay true
max_keepalive 30
max_packet_size 131072
log_dest file {log}
log_type error
log_type warning
log_type notice
"""


class Broker:
    """A broker that a test may kill, freeze and start again on the same port. Use as a context manager."""

    def __init__(self, folder: Path, acl: str | None = None, access: str = "allow_anonymous true") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.log = folder / f"mosquitto-{self.port}.log"
        self._conf = folder / f"mosquitto-{self.port}.conf"
        text = CONF.format(port=self.port, access=access, user=getpass.getuser(), log=self.log)
        if acl is not None:
            rules = folder / f"mosquitto-{self.port}.acl"
            rules.write_text(acl)
            rules.chmod(0o600)
            text += f"acl_file {rules}\n"
        self._conf.write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def written(cls, conf: Path, port: int) -> "Broker":
        """A broker by a configuration that somebody else wrote, which listens on `port` of loopback."""
        one = cls.__new__(cls)
        one.port, one._conf, one._process, one.log = port, conf, None, conf.with_suffix(".log")
        return one

    @property
    def pid_file(self) -> Path:
        """Who runs now; the broker itself writes none in the foreground."""
        return self._conf.with_suffix(".pid")

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def start(self) -> None:
        """Returns when it takes connections."""
        assert self._process is None
        with self.log.open("ab") as said:
            self._process = subprocess.Popen(
                [MOSQUITTO, "-c", str(self._conf)], stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
        self.pid_file.write_text(f"{self._process.pid}\n")
        end_s = time.monotonic() + 10
        while not self._answers():
            assert self._process.poll() is None, f"mosquitto ended at once: {self.log.read_text()}"
            assert time.monotonic() < end_s, "mosquitto does not take connections"

    def kill(self) -> None:
        """`kill -9`: everything retained or queued is gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """An orderly end."""
        self._end(signal.SIGTERM)

    def reload(self) -> None:
        """Let it read accounts and access list again."""
        self._signal(signal.SIGHUP)

    def freeze(self) -> None:
        """SIGSTOP: connections stay open and nothing moves."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def __enter__(self) -> "Broker":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self.thaw()
            self.kill()

    def _signal(self, number: int) -> None:
        assert self._process is not None, "the broker is not running"
        os.kill(self._process.pid, number)

    def _end(self, number: int) -> None:
        self._signal(number)
        assert self._process is not None
        self._process.wait(10)
        self._process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection(self.address, timeout=0.2).close()
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port of loopback that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
