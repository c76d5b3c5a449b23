"""A counter of the Pu'er hall as a pad sees it: snapshots with real names (the longest too), ready to be changed."""

from typing import Any

from edge_hub.contract.base import Words
from edge_hub.contract.hall import (
    Catalogue,
    ClassInfo,
    DepartmentInfo,
    Directory,
    HubStatus,
    ItemInfo,
    ItemLine,
    LevelInfo,
    Lines,
    TagInfo,
    TerminalRules,
    WindowInfo,
)
from edge_hub.contract.queue import AtWindow, TicketBrief, TicketState
from edge_hub.contract.rating import LEVEL_NAMES, TAGS, Level, ToRate, tags_of
from edge_hub.contract.window import ClerkFace, LineOfItem, WindowNow, WindowState, session_mark

WINDOW = "w08"
SESSION = "session-1"
NINE_FORTY_TWO = 1_795_484_520_000
"""Tuesday 24 November 2026, 09:42 in the hall."""
MIN = 60_000
RULES = TerminalRules(
    home_timeout_s=60, reply_timeout_s=5.0, rating_timeout_s=60, undo_s=60, recall_max=3, no_show_after_s=60,
    warn_line_len=10, ticket_max_items=3, second_thought_s=10,
)  # fmt: skip

ITEMS: dict[str, tuple[str, str, str, str]] = {
    "estate-transfer": (
        "real-estate", "国有建设用地使用权及房屋所有权转移登记", "Transfer of land use right and house ownership",
        "guo you jian she yong di shi yong quan ji fang wu suo you quan zhuan yi deng ji",
    ),
    "estate-mortgage": ("real-estate", "不动产抵押登记", "Mortgage registration", "bu dong chan di ya deng ji"),
    "estate-query": ("real-estate", "不动产登记信息查询", "Search of the property register", "bu dong chan cha xun"),
    "theme-house-transfer": (
        "real-estate", "二手房转移登记及水电气联动过户“一件事”",
        "Buying a second-hand home, with water, power and gas, all in one", "er shou fang zhuan yi deng ji",
    ),
    "social-card": (
        "human-resources", "社会保障卡挂失与补换", "Loss report and replacement of a social security card",
        "she hui bao zhang ka gua shi yu bu huan",
    ),
    "pension-join": (
        "human-resources", "城乡居民基本养老保险参保登记", "Joining the residents' basic pension insurance",
        "cheng xiang ju min ji ben yang lao bao xian can bao deng ji",
    ),
    "tax-house": ("tax", "房屋交易契税申报", "Deed tax of a house sale", "fang wu jiao yi qi shui shen bao"),
}  # fmt: skip

SHORT = {
    "estate-transfer": ("房屋转移登记", "House transfer"),
    "theme-house-transfer": ("二手房过户", "Buying a second-hand home"),
    "pension-join": ("居民养老保险参保", "Basic pension insurance"),
}

DEPARTMENTS = {
    "real-estate": ("普洱市不动产登记中心", "Pu'er Real Estate Registration Centre", "不动产登记", "Real Estate"),
    "human-resources": (
        "普洱市人力资源和社会保障局", "Pu'er Human Resources and Social Security Bureau", "社保就业",
        "Social Insurance & Jobs",
    ),
    "tax": ("国家税务总局普洱市税务局", "State Taxation Administration, Pu'er Tax Bureau", "税务服务", "Taxation"),
}  # fmt: skip

WINDOWS = {
    "w01": ("A01", "human-resources", "社保就业", "Social Insurance & Jobs"),
    "w07": ("B01", "real-estate", "不动产登记", "Real Estate Registration"),
    "w08": ("B02", "real-estate", "不动产登记", "Real Estate Registration"),
    "w12": ("C03", "tax", "税务服务", "Taxation"),
}


def name_of(item: str) -> Words:
    _, zh, en, _ = ITEMS[item]
    return Words(zh=zh, en=en)


def short_name_of(item: str) -> Words:
    zh, en = SHORT.get(item, ITEMS[item][1:3])
    return Words(zh=zh, en=en)


def hub(seq: int = 1, **changes: Any) -> HubStatus:
    return HubStatus(epoch=1, seq=seq, up=True, hall="puer", now_ms=NINE_FORTY_TWO, **changes)


def directory(**rules: Any) -> Directory:
    return Directory(
        epoch=1, seq=1, name=Words(zh="普洱市政务服务大厅", en="Pu'er Government Service Hall"),
        short_name=Words(zh="普洱政务大厅", en="Pu'er Service Hall"),
        address=Words(zh="茶城大道", en="Tea City Avenue"),
        phone="0879-12345", zones=(),
        departments=tuple(
            DepartmentInfo(
                id=one, name=Words(zh=zh, en=en), short_name=Words(zh=short_zh, en=short_en), icon="house",
                color="#C2570C", queue=one[0].upper(), zone="b",
            )
            for one, (zh, en, short_zh, short_en) in DEPARTMENTS.items()
        ),
        windows=tuple(
            WindowInfo(id=one, label=label, name=Words(zh=zh, en=en), zone="b", department=department, kind="intake")
            for one, (label, department, zh, en) in WINDOWS.items()
        ),
        levels=tuple(
            LevelInfo(
                level=level, words=LEVEL_NAMES[level],
                tags=tuple(TagInfo(code=code, words=TAGS[code]) for code in tags_of(level)),
            )
            for level in Level
        ),
        classes=(
            ClassInfo(id="appointment", name=Words(zh="预约", en="Appointment"), rank=10),
            ClassInfo(id="priority", name=Words(zh="优先", en="Priority"), rank=20),
            ClassInfo(id="normal", name=Words(zh="普通", en="Normal"), rank=30),
        ),
        notices=(), rules=RULES.model_copy(update=rules),
    )  # fmt: skip


def catalogues() -> tuple[Catalogue, ...]:
    return tuple(
        Catalogue(
            epoch=1, seq=1, department=department,
            items=tuple(
                ItemInfo(
                    id=item, department=department, name=Words(zh=zh, en=en), short_name=short_name_of(item),
                    pinyin=pinyin, initials="".join(word[0] for word in pinyin.split()),
                )
                for item, (owner, zh, en, pinyin) in ITEMS.items()
                if owner == department
            ),
        )
        for department in DEPARTMENTS
    )  # fmt: skip


def lines() -> Lines:
    waiting = {"estate-transfer": 4, "estate-mortgage": 2, "social-card": 7, "tax-house": 1}
    open_at = {"real-estate": ("B01", "B02"), "human-resources": ("A01",), "tax": ("C03",)}
    return Lines(
        epoch=1, seq=1, waiting=14, departments={},
        items={
            item: ItemLine(waiting=waiting.get(item, 0), windows=open_at[owner], tickets=True)
            for item, (owner, *_) in ITEMS.items()
        },
    )  # fmt: skip


def brief(
    number: str = "D013", item: str = "estate-transfer", minutes: float = 8, *, cls: str = "normal",
    state: TicketState = TicketState.WAITING, ver: int = 3,
) -> TicketBrief:  # fmt: skip
    """A ticket in a list, in its state for `minutes`."""
    return TicketBrief(
        ticket=f"t-{number}", number=number, item=item, item_name=name_of(item), cls=cls, state=state,
        since_ms=NINE_FORTY_TWO - round(minutes * MIN), ver=ver,
    )  # fmt: skip


def at(
    number: str = "D012", item: str = "estate-transfer", *, state: TicketState = TicketState.SERVING,
    seconds: int = 200, calls: int = 1, cls: str = "normal", left: tuple[str, ...] = (),
) -> AtWindow:  # fmt: skip
    """The ticket at the window, in its state for `seconds`."""
    since = NINE_FORTY_TWO - seconds * 1000
    return AtWindow(
        ticket=f"t-{number}", number=number, item=item, item_name=name_of(item), cls=cls, state=state, since_ms=since,
        ver=4, calls=calls, called_ms=since if state is TicketState.CALLED else since - 40_000,
        started_ms=since if state is TicketState.SERVING else None,
        items_left=tuple(name_of(one) for one in left),
    )  # fmt: skip


def called(number: str = "D012", seconds: int = 20, calls: int = 1, **more: Any) -> AtWindow:
    return at(number, state=TicketState.CALLED, seconds=seconds, calls=calls, **more)


def to_rate(service: str = "s-1", seconds: int = 1, number: str = "D012", **more: Any) -> ToRate:
    """A service that finished `seconds` ago."""
    return ToRate(
        service=service, ticket=f"t-{number}", number=number, item="estate-transfer",
        item_name=name_of("estate-transfer"), finished_ms=NINE_FORTY_TWO - seconds * 1000, **more,
    )  # fmt: skip


CLERK = ClerkFace(clerk="1011", name="何秀英", party_member=True)

NEXT = (
    brief("D013", "estate-transfer", 12, cls="priority"),
    brief("D009", "estate-mortgage", 26),
    brief("D010", "theme-house-transfer", 21),
    brief("D014", "estate-query", 9, cls="appointment"),
    brief("D015", "estate-transfer", 3),
    brief("D016", "estate-transfer", 0),
)


def now(seq: int = 1, ver: int = 7, **changes: Any) -> WindowNow:
    """Window B02, open, nobody at it, six waiting."""
    items = ("estate-transfer", "estate-mortgage", "estate-query", "theme-house-transfer")
    counts = (3, 1, 1, 1)
    values: dict[str, Any] = {
        "window": WINDOW, "label": "B02", "name": Words(zh="不动产登记", en="Real Estate Registration"),
        "department": Words(zh=DEPARTMENTS["real-estate"][0], en=DEPARTMENTS["real-estate"][1]),
        "state": WindowState.OPEN, "clerk": CLERK, "session_mark": session_mark(SESSION), "next": NEXT,
        "waiting": len(NEXT),
        "items": tuple(
            LineOfItem(item=item, name=name_of(item), waiting=count)
            for item, count in zip(items, counts, strict=True)
        ),
        "served_today": 11,
    }  # fmt: skip
    return WindowNow(epoch=1, seq=seq, ver=ver, **{**values, **changes})


def signed_out(seq: int = 1, ver: int = 7, **changes: Any) -> WindowNow:
    """The same window with nobody at it."""
    return now(seq, ver, **{"clerk": None, "session_mark": None, "state": WindowState.CLOSED, **changes})


def everything() -> tuple[Any, ...]:
    """What the hub has retained beside the window itself."""
    return (hub(), directory(), *catalogues(), lines())
