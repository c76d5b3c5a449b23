"""A chime and a calling voice, for those who cannot see the boards. Off unless `enabled`: the hall is quiet.

The wire: run://player, a program of ours that plays recordings by the machine's player (drivers/programs/player.py);
lines, tabs between

    to it      play  70  chime  qing  zh_A  zh_0  zh_0  zh_7  dao  zh_3  hao  chuangkou       volume, then recordings
               stop
    from it    playing
               done                  when it has been heard to its end, or was stopped
               failed  why           no_player, no_recording, player_broke

The recordings are ours, made by packaging/record_voice.py; none is of a person.

The rules it keeps, and why:
- Chinese as it is spoken in halls: a ticket's number digit by digit (A007: A 零 零 七), a window as a number (12: 十二,
  105: 一百零五; A03, which is a name, sign by sign). 幺 for one is the habit of soldiers and telephones, not of halls;
  `yao: true` where a hall has it.
- It says number and window, and never a name or an item: everybody hears it.
- One call after the other; a call that came in while another one is being heard waits in the port. `times` repeats it.
- It never blocks: the program plays, the driver waits for its word; `longest_s` after the call it is stopped.
- What has no recording is left out of the voice (a letter of another script), never replaced by something else.
"""

from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from drivers.conversation import Fact, Fault, Step
from drivers.host import LineDecoder

SOUND_OFF: Final = Fault(
    "sound_off",
    "语音叫号没有启用",
    "需要时请在配置中启用。",
    "the voice is switched off",
    "Enable it in its options where it is wanted.",
)
NO_PLAYER: Final = Fault(
    "no_player",
    "本机没有播放声音的程序",
    "请安装 alsa-utils 或 pipewire。",
    "this machine has no program that plays sound",
    "Install alsa-utils or pipewire.",
)
NO_RECORDING: Final = Fault(
    "no_recording",
    "缺少语音文件",
    "请重新安装本软件。",
    "a recording is missing",
    "Install this software anew.",
)
PLAYER_BROKE: Final = Fault(
    "player_broke",
    "播放声音失败",
    "请检查音箱、声卡和音量设置。",
    "the sound could not be played",
    "Check loudspeaker, sound card and volume.",
)
SOUND_SILENT: Final = Fault(
    "sound_silent",
    "播放程序没有应答",
    "会自动重试；一直如此请重启这台机器。",
    "the program that plays sound does not answer",
    "It is started anew by itself; if that does not help, restart the machine.",
)
_WHY: Final = {"no_player": NO_PLAYER, "no_recording": NO_RECORDING}


class SoundOptions(BaseModel):
    """Whether there is a voice, how loud and how."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    enabled: bool = Field(default=False, description="Whether anything is heard at all.")
    volume: int = Field(default=70, ge=0, le=100, description="How loud, in percent.")
    chime: bool = Field(default=True, description="A chime before the voice.")
    voice: bool = Field(default=True, description="The voice that says number and window.")
    times: int = Field(default=1, ge=1, le=3, description="How often a call is said.")
    yao: bool = Field(default=False, description="幺 instead of 一 in a number that is read digit by digit.")
    reply_s: float = Field(default=3.0, gt=0, le=30, description="Longest wait until it begins to play.")
    longest_s: float = Field(default=30.0, ge=2, le=120, description="Longest call; it is stopped then.")


# ---------------------------------------------------------------------------------------------------------------- codec

DIGITS: Final = {str(digit): f"zh_{digit}" for digit in range(10)}
LETTERS: Final = {chr(letter): f"zh_{chr(letter)}" for letter in range(ord("A"), ord("Z") + 1)}
WORDS: Final = {"yao": "幺", "shi": "十", "bai": "百", "qing": "请", "dao": "到", "hao": "号", "chuangkou": "窗口"}
CLIPS: Final = ("chime", *DIGITS.values(), *LETTERS.values(), *WORDS)
"""Every recording there must be."""


def spelled(text: str, *, yao: bool = False) -> list[str]:
    """Sign by sign, as a ticket's number is read: A 零 零 七."""
    signs = {**DIGITS, **LETTERS, **({"1": "yao"} if yao else {})}
    return [signs[sign] for sign in text.upper() if sign in signs]


def counted(number: int) -> list[str]:
    """As a number is read, 0 to 999: 十二, 二十, 一百零五, 一百一十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = [DIGITS[str(hundreds)], "bai"] if hundreds else []
    if tens:
        said += ["shi"] if tens == 1 and not hundreds else [DIGITS[str(tens)], "shi"]
    elif ones and hundreds:
        said.append(DIGITS["0"])
    return said + ([DIGITS[str(ones)]] if ones or not said else [])


def window_of(window: str, *, yao: bool = False) -> list[str]:
    """A window by its number, or sign by sign where it has a letter in its name."""
    plain = window.strip()
    return counted(int(plain)) if plain.isascii() and plain.isdigit() and len(plain) <= 3 else spelled(plain, yao=yao)


def phrase(number: str, window: str, options: SoundOptions) -> tuple[str, ...]:
    """The recordings of one call: (chime) 请 A 零 零 七 到 三 号 窗口."""
    said = ["chime"] if options.chime else []
    if options.voice:
        to = ["dao", *window_of(window, yao=options.yao), "hao", "chuangkou"]
        said += ["qing", *spelled(number, yao=options.yao), *to] * options.times
    return tuple(said)


def play(volume: int, clips: tuple[str, ...]) -> bytes:
    return "\t".join(("play", str(volume), *clips)).encode("ascii") + b"\n"


STOP: Final = b"stop\n"


# --------------------------------------------------------------------------------------------------------- conversation


SIGNS_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class SayCall:
    """Call this number to this window."""

    id: str
    number: str
    window: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.number) <= SIGNS_MAX or not 1 <= len(self.window) <= SIGNS_MAX:
            raise ValueError(f"job {self.id}: number and window have 1 to {SIGNS_MAX} signs")


@dataclass(frozen=True, slots=True)
class CallSaid(Fact):
    """It was played to its end."""

    id: str


@dataclass(frozen=True, slots=True)
class CallNotSaid(Fact):
    """It was not heard, or not to its end. The boards and pads show it all the same."""

    id: str
    fault: Fault


class SoundConversation:
    """One loudspeaker; one call at a time."""

    def __init__(self, options: SoundOptions) -> None:
        self._options = options
        self._open = self._begun = False
        self._job: SayCall | None = None
        self._due: float | None = None
        self._decoder = LineDecoder()

    @property
    def ready(self) -> bool:
        return self._open and self._job is None

    @property
    def due(self) -> float | None:
        return self._due

    def open(self, now: float) -> Step:
        self._open, self._decoder = True, LineDecoder()
        return Step()

    def ask(self, job: SayCall, now: float) -> Step:
        assert self.ready
        clips = phrase(job.number, job.window, self._options)
        if not self._options.enabled or not clips:
            return Step(facts=(CallNotSaid(job.id, SOUND_OFF),))
        self._job, self._begun = job, False
        return Step(play(self._options.volume, clips))

    def sent(self, now: float) -> Step:
        if self._job is not None and not self._begun:
            self._due = now + self._options.reply_s
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for line in self._decoder.feed(data):
            word, _, why = line.partition("\t")
            if self._job is None:
                continue
            if word == "playing" and not self._begun:
                self._begun, self._due = True, now + self._options.longest_s
            elif word == "done" and self._begun:
                step = step.then(Step(facts=self._end(None)))
            elif word == "failed":
                step = step.then(Step(facts=self._end(_WHY.get(why, PLAYER_BROKE))))
        return step

    def tick(self, now: float) -> Step:
        if self._due is None or now < self._due:
            return Step()
        if not self._begun:
            return Step(hang_up=SOUND_SILENT)
        return Step(STOP, facts=self._end(PLAYER_BROKE), hang_up=SOUND_SILENT)

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        self._open = False
        return self._end(fault)

    def refuse(self, job: SayCall, fault: Fault) -> tuple[Fact, ...]:
        return (CallNotSaid(job.id, fault),)

    def _end(self, fault: Fault | None) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        self._due = None
        if job is None:
            return ()
        return (CallSaid(job.id),) if fault is None else (CallNotSaid(job.id, fault),)
