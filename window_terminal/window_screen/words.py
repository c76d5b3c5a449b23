"""What the window screen says, in both languages of the hall: nobody can ask a screen to change its language. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from edge_hub.contract.base import Words

from ..links import UP, link_words
from .trust import Phase


class View(StrEnum):
    """What the window is doing, as somebody in the hall sees it."""

    CALL = "CALL"
    SERVING = "SERVING"
    FREE = "FREE"
    WAIT = "WAIT"
    PAUSED = "PAUSED"
    CLOSED = "CLOSED"
    UNSURE = "UNSURE"


TITLES: Mapping[View, Words] = {
    View.CALL: Words(zh="请到本窗口", en="Please come to this window"),
    View.SERVING: Words(zh="办理中", en="Now serving"),
    View.FREE: Words(zh="空闲", en="Free"),
    View.WAIT: Words(zh="请稍候", en="Please wait"),
    View.PAUSED: Words(zh="暂停服务", en="Paused"),
    View.CLOSED: Words(zh="未开放", en="Closed"),
    View.UNSURE: Words(zh="请留意窗口招呼", en="Please follow the clerk"),
}
"""What to do, or what is so."""

DETAILS: Mapping[View, Words] = {
    View.FREE: Words(zh="欢迎取号办理", en="Welcome. Please take a number first."),
    View.WAIT: Words(zh="马上叫号，请留意屏幕", en="The next number will be called in a moment"),
    View.PAUSED: Words(zh="请稍候，马上恢复", en="Back in a moment"),
    View.CLOSED: Words(zh="请留意其他窗口，或咨询导服台", en="Please see the other windows or ask the guide desk"),
    View.UNSURE: Words(zh="您的号票仍然有效", en="Your ticket stays valid"),
}
"""A kind word for those who stand before it."""

CALLED_AGAIN = Words(zh="再次呼叫，请到本窗口", en="Called again: please come to this window")
CONNECTING = Words(zh="正在连接大厅…", en="Connecting to the hall...")
OLD = Words(zh="显示的内容可能已过时，请以窗口人员招呼为准", en="This may be out of date. Please follow the clerk.")
BLANK = Words(zh="叫号信息暂时无法显示，恢复后自动更新", en="Numbers cannot be shown now. They return by themselves.")


def note_words(phase: Phase, link: str) -> Words | None:
    """What is said of the link; None while all is well."""
    match phase:
        case Phase.CUT:
            return link_words(link, "waiting")
        case Phase.OLD:
            return OLD
        case Phase.BLANK:
            return BLANK
        case Phase.STARTING:
            return None if link == UP else CONNECTING
        case Phase.LIVE:
            return None


def back_words(why: Words, until: str | None) -> Words:
    """Why the window is paused, and when (`10:15`) somebody is back."""
    if until is None:
        return Words(zh=f"{why.zh}，请稍候", en=f"{why.en}, back soon")
    return Words(zh=f"{why.zh}，预计 {until} 恢复", en=f"{why.en}, back at about {until}")


class Caption(StrEnum):
    """The small fixed texts."""

    WAITING = "WAITING"
    NEXT = "NEXT"
    ITEMS = "ITEMS"
    CLERK = "CLERK"
    PARTY = "PARTY"
    CONNECTING = "CONNECTING"


CAPTIONS: Mapping[Caption, Words] = {
    Caption.WAITING: Words(zh="等候人数", en="Waiting"),
    Caption.NEXT: Words(zh="接下来", en="Next"),
    Caption.ITEMS: Words(zh="本窗口办理", en="Handled here"),
    Caption.CLERK: Words(zh="工号", en="No."),
    Caption.PARTY: Words(zh="党员示范岗", en="Party member"),
    Caption.CONNECTING: CONNECTING,
}
