"""Ratings (好差评): levels, the national tags, the commands of a rating pad, and what is recorded.

A service is rated once: on the pad of its window on the same day, or with the token of the slip until the rating closes
(working days, by the rules). Then `RatingDefaulted` goes on record, which is no rating. The touched level is durable at
once (`Rate`); tags and free text follow as `DetailRating`.
Somebody who touched the wrong face may touch another for a few seconds (`ChangeRating`): nothing is erased by that.
Levels are stored by name: two national standards number them in opposite directions (GB/T 39046 A.8 and the interface
of 好差评), so only adapters convert. Tags: the national list of evalDetail codes in use; the first digit is the level.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import Id, Lasting, Lenient, Ms, ShortText, Strict, Words, once_each


class Level(StrEnum):
    """Five levels; the last two are a bad rating (差评)."""

    VERY_GOOD = "VERY_GOOD"
    GOOD = "GOOD"
    FAIR = "FAIR"
    BAD = "BAD"
    VERY_BAD = "VERY_BAD"

    @property
    def stars(self) -> int:
        """5 for the best, as the interface of 好差评 counts."""
        return STARS[self]

    @property
    def is_bad(self) -> bool:
        return self in (Level.BAD, Level.VERY_BAD)


STARS: dict[Level, int] = {
    Level.VERY_GOOD: 5, Level.GOOD: 4, Level.FAIR: 3, Level.BAD: 2, Level.VERY_BAD: 1,
}  # fmt: skip

LEVEL_NAMES: dict[Level, Words] = {
    Level.VERY_GOOD: Words(zh="非常满意", en="Very satisfied"),
    Level.GOOD: Words(zh="满意", en="Satisfied"),
    Level.FAIR: Words(zh="基本满意", en="Fairly satisfied"),
    Level.BAD: Words(zh="不满意", en="Dissatisfied"),
    Level.VERY_BAD: Words(zh="非常不满意", en="Very dissatisfied"),
}

TAGS: dict[str, Words] = {
    "510": Words(zh="一窗受理一次办结", en="Done at one window in one go"),
    "511": Words(zh="可以先受理后补材料", en="Accepted first, papers later"),
    "512": Words(zh="不用提交证明", en="No certificates needed"),
    "513": Words(zh="可以全程网上办理", en="Can be done fully online"),
    "514": Words(zh="可以使用手机办理", en="Can be done by phone"),
    "515": Words(zh="可以就近办理", en="Can be done nearby"),
    "516": Words(zh="无需材料直接办理", en="No papers needed at all"),
    "517": Words(zh="服务热情效率高", en="Warm and efficient service"),
    "406": Words(zh="填写一张表单就可完成申报", en="One form is enough"),
    "407": Words(zh="在线提交材料窗口核验", en="Papers online, checked at the window"),
    "408": Words(zh="一张清单告知全部申报材料", en="One list names all papers"),
    "409": Words(zh="用告知承诺减免申报材料", en="Fewer papers by declaration"),
    "410": Words(zh="可以在线预约办理", en="Can be booked online"),
    "411": Words(zh="跑大厅一次办完", en="One visit was enough"),
    "412": Words(zh="可以使用自助机办理", en="Self-service machines available"),
    "413": Words(zh="服务态度较好", en="Good manner"),
    "307": Words(zh="一次性告知需要补正的材料", en="Told at once what was missing"),
    "308": Words(zh="提供申报材料样本", en="Samples of papers provided"),
    "309": Words(zh="在承诺的时间内办结", en="Done within the promised time"),
    "310": Words(zh="办事指南指引准确", en="The guide was accurate"),
    "311": Words(zh="按办事指南要求的材料即可办理", en="Only the listed papers were needed"),
    "312": Words(zh="可以快递送达", en="Delivery by courier"),
    "313": Words(zh="跑动次数与承诺的一致", en="As many visits as promised"),
    "314": Words(zh="服务态度一般", en="Ordinary manner"),
    "207": Words(zh="没有提供材料样本", en="No samples of papers"),
    "208": Words(zh="没有提供材料清单", en="No list of papers"),
    "209": Words(zh="未在承诺时间内办结", en="Not done within the promised time"),
    "210": Words(zh="同样内容的证明材料被要求多次提交", en="The same papers asked for repeatedly"),
    "211": Words(zh="承诺网办但无法在线办理", en="Promised online, but not possible"),
    "212": Words(zh="在线预约办理后到实体大厅重复取号排队", en="Had to queue again despite an appointment"),
    "213": Words(zh="窗口人员业务不熟练", en="Clerk was not proficient"),
    "214": Words(zh="服务态度生硬", en="Unfriendly manner"),
    "108": Words(zh="在办事指南之外增加新的审批条件", en="New conditions beyond the guide"),
    "109": Words(zh="需提供办事指南之外的申报材料", en="Papers beyond the guide were asked for"),
    "110": Words(zh="无理由超过法定办理时间", en="Legal time limit exceeded without reason"),
    "111": Words(zh="办事指南提供样本有错", en="Samples in the guide were wrong"),
    "112": Words(zh="承诺在线收取申报材料实际无法收取", en="Papers could not be handed in online as promised"),
    "113": Words(zh="多头跑窗口和部门", en="Sent between windows and departments"),
    "114": Words(zh="跑动次数与承诺的不一致", en="More visits than promised"),
    "115": Words(zh="服务态度差效率低", en="Poor manner, low efficiency"),
}

CORE_TAGS = frozenset(
    f"{stars}" for stars in (510, 511, 512, 406, 407, 408, 307, 308, 309, 207, 208, 209, 108, 109, 110)
)
"""The three tags of each level that a pad shows first."""


def tags_of(level: Level) -> tuple[str, ...]:
    """The tag codes of a level, core ones first."""
    mine = [code for code in TAGS if code[0] == str(level.stars)]
    return tuple(sorted(mine, key=lambda code: (code not in CORE_TAGS, code)))


class Channel(StrEnum):
    """Where a rating came from (评价渠道); adapters map it to each platform's codes."""

    PAD = "PAD"
    PHONE = "PHONE"
    QR = "QR"
    OTHER = "OTHER"


Tags = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[1-5]\d\d$")], ...], Field(max_length=8), AfterValidator(once_each)
]


Token = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""What the code of a slip holds. A device that does not belong to the window must show it; a pad needs none."""


class Rate(Strict):
    """The level that a citizen touched, for one service. Durable at once; tags and text follow."""

    do: Literal["Rate"] = "Rate"
    service: Id
    level: Level
    channel: Channel = Channel.PAD
    token: Token | None = None


class ChangeRating(Strict):
    """A second thought: another level, within `second_thought_s` of the rules and before any tags."""

    do: Literal["ChangeRating"] = "ChangeRating"
    service: Id
    level: Level
    token: Token | None = None


class DetailRating(Strict):
    """Tags of the chosen level and free text, once, after `Rate`."""

    do: Literal["DetailRating"] = "DetailRating"
    service: Id
    tags: Tags = ()
    text: ShortText | None = None
    token: Token | None = None


class ServiceRated(Lasting):
    """A service got its rating. `device` says which citizen device it came from (the audit against 刷评)."""

    type: Literal["ServiceRated"] = "ServiceRated"
    service: Id
    ticket: Id
    window: Id
    item: Id
    clerk: Id | None = None
    level: Level
    channel: Channel
    device: Id
    at_ms: Ms


class RatingChanged(Lasting):
    """`level` counts from now on; `was` stays on record."""

    type: Literal["RatingChanged"] = "RatingChanged"
    service: Id
    level: Level
    was: Level
    device: Id
    at_ms: Ms


class RatingDefaulted(Lasting):
    """Nobody rated the service until the rating closed (默认基本满意, 云政办发〔2020〕6号). No citizen said it, so it
    counts in no satisfaction and for no star; platforms that want it are told that it is a default."""

    type: Literal["RatingDefaulted"] = "RatingDefaulted"
    service: Id
    ticket: Id
    window: Id
    item: Id
    clerk: Id | None = None
    day: str
    """The business day of the service."""
    finished_ms: Ms
    level: Level = Level.FAIR
    at_ms: Ms


class RatingDetailed(Lasting):
    """Tags were added to a rating. The free text is personal: it travels in the sealed part of the record."""

    type: Literal["RatingDetailed"] = "RatingDetailed"
    service: Id
    tags: tuple[str, ...]
    has_text: bool
    at_ms: Ms


class ToRate(Lenient):
    """The last finished service of a window, as a rating pad asks for it."""

    service: Id
    ticket: Id
    number: str
    item: Id
    item_name: Words
    finished_ms: Ms
    level: Level | None = None
    detailed: bool = False
