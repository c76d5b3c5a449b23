"""Make the recordings of the calling voice and its chime: drivers/recordings/*.wav, all ours. Needs espeak-ng.

    python packaging/record_voice.py          anew into drivers/recordings
    python packaging/record_voice.py --check  whether every recording is there and sounds as it should

espeak-ng (GPL-3.0) speaks the words; what it speaks is not under its licence. Silence around a word is cut, so that a
number runs on; all are equally loud.
"""

import argparse
import array
import io
import math
import subprocess
import sys
import wave
from pathlib import Path
from typing import Final

from drivers.sound import CLIPS, DIGITS, LETTERS, WORDS

HERE: Final = Path(__file__).parent.parent / "drivers" / "recordings"
RATE: Final = 11025
TOP: Final = 24000
"""The loudest sample of each recording."""
QUIET: Final = 300
PAUSE_S: Final = {"chime": 0.25, "qing": 0.05, "chuangkou": 0.5}
NUMERALS: Final = "零一二三四五六七八九"


def spoken(text: str) -> "array.array[int]":
    """What espeak-ng says, in samples of this rate."""
    made = subprocess.run(
        ["espeak-ng", "-v", "cmn", "-s", "150", "--stdout", text], capture_output=True, check=True, timeout=30
    ).stdout
    with wave.open(io.BytesIO(made), "rb") as said:
        samples = array.array("h", said.readframes(said.getnframes()))
        step = said.getframerate() / RATE
    pairs = ((samples[int(at * step)] + samples[min(len(samples) - 1, int(at * step) + 1)]) // 2
             for at in range(int(len(samples) / step)))  # fmt: skip
    return array.array("h", pairs)


def trimmed(samples: "array.array[int]") -> "array.array[int]":
    loud = [at for at, sample in enumerate(samples) if abs(sample) > QUIET]
    edge = RATE // 50
    return samples[max(0, loud[0] - edge) : loud[-1] + edge]


def levelled(samples: "array.array[int]") -> "array.array[int]":
    top = max(map(abs, samples))
    return array.array("h", (sample * TOP // top for sample in samples))


def chime() -> "array.array[int]":
    """Two soft strokes, a third apart."""
    length = int(RATE * 0.9)
    made = array.array("h", bytes(2 * length))
    for begins_s, hertz in ((0.0, 659.26), (0.3, 523.25)):
        for at in range(int(begins_s * RATE), length):
            s = at / RATE - begins_s
            wave_ = math.sin(2 * math.pi * hertz * s) + 0.3 * math.sin(4 * math.pi * hertz * s)
            made[at] = max(-32768, min(32767, made[at] + int(9000 * wave_ * math.exp(-5 * s) * min(1.0, s * 200))))
    return made


def text_of(clip: str) -> str:
    for signs, spell in ((DIGITS, NUMERALS.__getitem__), (LETTERS, None)):
        for sign, name in signs.items():
            if name == clip:
                return spell(int(sign)) if spell else sign
    return WORDS[clip]


def write(clip: str, samples: "array.array[int]") -> None:
    samples.extend([0] * int(RATE * PAUSE_S.get(clip, 0.0)))
    with wave.open(str(HERE / f"{clip}.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(samples.tobytes())


def faults() -> list[str]:
    """What is wrong with the recordings that are there."""
    found = []
    for clip in CLIPS:
        path = HERE / f"{clip}.wav"
        if not path.exists():
            found.append(f"{path.name} is missing")
            continue
        with wave.open(str(path), "rb") as file:
            good = file.getparams()[:3] == (1, 2, RATE) and 0.1 <= file.getnframes() / RATE <= 1.6
            loudest = max(map(abs, array.array("h", file.readframes(file.getnframes()))))
        if not good or loudest < 8000:
            found.append(f"{path.name} is too short, too long or too quiet")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only look")
    if not parser.parse_args().check:
        HERE.mkdir(exist_ok=True)
        for clip in CLIPS:
            write(clip, levelled(chime() if clip == "chime" else trimmed(spoken(text_of(clip)))))
    found = faults()
    print("\n".join(found) or f"{len(CLIPS)} recordings in {HERE}", file=sys.stderr if found else sys.stdout)
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
