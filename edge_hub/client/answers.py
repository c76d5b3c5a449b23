"""What a command comes to when the hub does not answer it: a value with a sentence, never an exception.

`sent` is the one thing a terminal must know: a command that never left may be given again without a thought; of one
that left, nobody here knows whether it was carried out (the hub's snapshots will show it).
"""

from dataclasses import dataclass
from enum import StrEnum

from edge_hub.contract.base import Words


class Why(StrEnum):
    """Why there is no reply."""

    NO_BROKER = "NO_BROKER"
    NO_HUB = "NO_HUB"
    NO_ANSWER = "NO_ANSWER"
    TOO_MANY = "TOO_MANY"
    TOO_LARGE = "TOO_LARGE"
    STOPPED = "STOPPED"


SENTENCES: dict[Why, Words] = {
    Why.NO_BROKER: Words(
        zh="设备没有连上大厅网络，请稍候再试或联系导服台。",
        en="This device is not connected to the hall network. Please try again shortly or ask the guide desk.",
    ),
    Why.NO_HUB: Words(
        zh="大厅主机暂时没有响应，请稍候再试或联系导服台。",
        en="The hall's hub is not responding. Please try again shortly or ask the guide desk.",
    ),
    Why.NO_ANSWER: Words(
        zh="系统没有及时答复，请看最新画面再操作，或联系导服台。",
        en="There was no answer in time. Look at the screen before trying again, or ask the guide desk.",
    ),
    Why.TOO_MANY: Words(zh="操作太快，请稍候再试。", en="Too many commands at once. Please try again shortly."),
    Why.TOO_LARGE: Words(zh="内容过长，没有发送。", en="The content is too long and was not sent."),
    Why.STOPPED: Words(zh="本设备正在关闭。", en="This device is shutting down."),
}


@dataclass(frozen=True, slots=True)
class NoReply:
    """No reply came for the command `id`."""

    id: str
    why: Why
    sent: bool = False

    @property
    def words(self) -> Words:
        """The sentence for the person at the screen."""
        return SENTENCES[self.why]
