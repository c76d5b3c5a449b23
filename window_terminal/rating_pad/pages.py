"""What the citizen sees while nothing is asked: who serves here, and what happens at the window now. Pure."""

from dataclasses import dataclass

from edge_hub.contract.base import Words
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import PAUSE_NAMES, WindowNow, WindowState

from ..times import wall_clock


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quiet page: a title, a sentence, and the ticket if there is one."""

    title: Words
    text: Words
    number: str = ""
    item: Words | None = None


WELCOME = Words(zh="您好，欢迎办事", en="Welcome")
AFTER = Words(zh="办完业务后，请您在这里评价。", en="When your business is done, please rate it here.")


def quiet(now: WindowNow) -> Quiet:
    """The page for the window as it stands."""
    if now.at is not None and now.at.state is TicketState.CALLED:
        return Quiet(
            Words(zh=f"请 {now.at.number} 号到本窗口", en=f"{now.at.number}, please come to this window"),
            Words(zh="请出示号票。", en="Please show your ticket."), now.at.number, now.at.item_name,
        )  # fmt: skip
    if now.at is not None:
        return Quiet(Words(zh="正在为您办理", en="Being served"), AFTER, now.at.number, now.at.item_name)
    if now.state is WindowState.PAUSED:
        return Quiet(Words(zh="暂停服务", en="Paused"), _pause(now))
    if now.state is WindowState.CLOSED:
        return Quiet(
            Words(zh="本窗口未开放", en="This window is closed"),
            Words(zh="请到其他窗口，或咨询导服台。", en="Please use another window or ask the guide desk."),
        )
    return Quiet(WELCOME, AFTER)


def _pause(now: WindowNow) -> Words:
    why = PAUSE_NAMES[now.pause] if now.pause else Words(zh="稍候恢复", en="Back soon")
    if now.pause_until_ms is None:
        return Words(zh=f"{why.zh}，请稍候。", en=f"{why.en}. Please wait a moment.")
    until = wall_clock(now.pause_until_ms)
    return Words(zh=f"{why.zh}，预计 {until} 恢复。", en=f"{why.en}. Back at about {until}.")
