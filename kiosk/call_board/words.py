"""What the board says, in both languages of the hall at once: a board cannot be asked to change its language. Pure."""

from collections.abc import Iterable, Mapping

from edge_hub.contract.base import Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.hall import Call

from .places import is_called
from .trust import Phase

NOTHING = Words(zh="", en="")
CALLED = Words(zh="请到窗口", en="Please proceed")
AGAIN = Words(zh="再次呼叫", en="Called again")
SERVING = Words(zh="正在办理", en="Being served")
OTHERS_CALLED = Words(zh="其他窗口", en="Other windows")
OTHERS_SERVING = Words(zh="其他正在办理", en="Also being served")
WINDOW = Words(zh="窗口", en="Window")
NO_CALLS = Words(zh="暂无叫号", en="No calls at the moment")
NO_CALLS_MORE = Words(
    zh="叫到的号码会显示在这里，请留意屏幕。",
    en="Numbers appear here when they are called. Please watch the screen.",
)
CLOSED = Words(zh="本大厅现在不办公", en="The hall is closed now")
NOBODY_WAITS = Words(zh="现在没有人等候", en="Nobody is waiting now")
LINES_UNKNOWN = Words(zh="等候人数暂时无法显示", en="Not known at the moment")
UNKNOWN = "—"
"""In the place of a number that is not known (any more)."""

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

STATES: Mapping[Phase, tuple[Words, Words]] = {
    Phase.STARTING: (
        Words(zh="正在连接大厅", en="Connecting to the hall"),
        Words(zh="叫号信息马上显示，请稍候。", en="The calls will be shown in a moment."),
    ),
    Phase.BLANK: (
        Words(zh="叫号信息暂时无法显示", en="Calls cannot be shown at the moment"),
        Words(
            zh="请以窗口上方屏幕为准，或咨询导服台。\n您的号码仍然有效。",
            en="Please go by the screens above the windows, or ask the guide desk.\nYour number stays valid.",
        ),
    ),
}
"""In the place of the numbers: what is so, and what to do meanwhile."""

WARNINGS: Mapping[Phase, Words] = {
    Phase.STALE: Words(
        zh="叫号信息暂停更新，请以窗口上方屏幕为准，或咨询导服台。",
        en="Calls are not up to date. Please go by the screens above the windows, or ask the guide desk.",
    ),
    Phase.BLANK: Words(
        zh="叫号信息暂停更新，恢复后自动显示。", en="Calls are not up to date and will be shown again by themselves."
    ),
}
"""In the place of the notices."""


def caption(call: Call) -> Words:
    """What a number's holder should know."""
    if not is_called(call):
        return SERVING
    return AGAIN if call.calls > 1 else CALLED


def others(calls: Iterable[Call]) -> Words:
    """The heading over the calls that have no place of their own."""
    return OTHERS_CALLED if any(is_called(call) for call in calls) else OTHERS_SERVING


def wait(minutes: tuple[int, int] | None) -> str:
    """`5–10`; empty when nobody knows."""
    if minutes is None:
        return ""
    low, high = minutes
    return str(high) if low >= high else f"{low}–{high}"


def where(floor: int | None) -> Words:
    """What stands below a window: its floor, if the hall has several."""
    if floor is None:
        return WINDOW
    if floor < 1:
        return Words(zh=f"地下{max(1, -floor)}层", en=f"Basement {max(1, -floor)}")
    return Words(zh=f"{floor}楼", en=f"Floor {floor}")


def clock_text(ms: int) -> str:
    return f"{at_hall(ms):%H:%M}"


def date_words(ms: int) -> Words:
    """`2026年11月24日 星期二`, `Tuesday, 24 November 2026`."""
    day = at_hall(ms)
    weekday = day.weekday()
    return Words(
        zh=f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS_ZH[weekday]}",
        en=f"{WEEKDAYS_EN[weekday]}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    )
