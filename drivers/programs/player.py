"""Plays recordings one behind the other by the machine's player. Its lines stand in drivers/sound.py.

The rules it keeps, and why:
- The recordings of a call are put together into one file in memory-backed storage: between two runs of a player there
  would be a gap in every word.
- While it plays it listens: `stop` and the end of its input stop the player at once.
"""

import array
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Final

RECORDINGS: Final = Path(__file__).parent.parent / "recordings"
PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))
RATE: Final = 11025


class CannotPlay(Exception):
    """With the word that is told."""


def mixed(volume: int, clips: Iterable[str], folder: Path = RECORDINGS) -> bytes:
    """Sixteen-bit samples of all clips, one behind the other. Raises CannotPlay."""
    samples = array.array("h")
    for clip in clips:
        try:
            with wave.open(str(folder / f"{Path(clip).name}.wav"), "rb") as recording:
                if recording.getparams()[:3] != (1, 2, RATE):
                    raise CannotPlay("no_recording")
                samples.frombytes(recording.readframes(recording.getnframes()))
        except (OSError, EOFError, wave.Error):
            raise CannotPlay("no_recording") from None
    louder = max(0, min(100, volume))
    return array.array("h", (sample * louder // 100 for sample in samples)).tobytes()


def player() -> tuple[str, ...]:
    """The first player of this machine. Raises CannotPlay."""
    for command in PLAYERS:
        if shutil.which(command[0]):
            return command
    raise CannotPlay("no_player")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def perform(volume: int, clips: list[str], heard: "Input") -> None:
    """Play, and listen for `stop` meanwhile. Raises CannotPlay."""
    command, samples = player(), mixed(volume, clips)
    with tempfile.NamedTemporaryFile(prefix="hall-", suffix=".wav") as file:
        with wave.open(file, "wb") as recording:
            recording.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
            recording.writeframes(samples)
        file.flush()
        child = subprocess.Popen((*command, file.name), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            say("playing")
            stopped = heard.until_over_or_stopped(child)
            if not stopped and child.wait() != 0:
                raise CannotPlay("player_broke")
        finally:
            child.kill()
            child.wait()


class Input:
    """Standard input line by line, without losing what comes while something plays."""

    def __init__(self) -> None:
        self._waiting = b""
        self.ended = False

    def line(self) -> str | None:
        """The next line; None at the end."""
        while b"\n" not in self._waiting and not self.ended:
            self._read()
        if b"\n" not in self._waiting:
            return None
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.decode("utf-8", "replace")

    def until_over_or_stopped(self, child: "subprocess.Popen[bytes]") -> bool:
        """True when it is to stop."""
        over = os.pidfd_open(child.pid)
        try:
            while not self.ended:
                ready, _, _ = select.select([0, over], [], [])
                if 0 in ready:
                    self._read()
                    head, found, tail = self._waiting.partition(b"stop\n")
                    if found and (not head or head.endswith(b"\n")):
                        self._waiting = head + tail
                        return True
                elif over in ready:
                    return False
            return True
        finally:
            os.close(over)

    def _read(self) -> None:
        data = os.read(0, 4096)
        self.ended = not data
        self._waiting = (self._waiting + data)[-65536:]


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that what plays is stopped, too
    heard = Input()
    while (line := heard.line()) is not None:
        word, *rest = line.split("\t")
        if word != "play":
            continue
        try:
            perform(int(rest[0]) if rest and rest[0].isdigit() else 0, rest[1:], heard)
        except CannotPlay as why:
            say(f"failed\t{why}")
        except OSError:
            say("failed\tplayer_broke")
        else:
            say("done")


if __name__ == "__main__":
    main()
