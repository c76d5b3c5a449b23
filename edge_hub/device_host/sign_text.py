"""What a bar above a window says: the number called and where to go, or what the window is doing. Pure.

The rule it keeps: a number that may be old sends somebody to a clerk who waits for another, so a bar whose hub is not
heard says only which window this is.
"""

from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow, WindowState

DOING = {WindowState.PAUSED: "暂停服务", WindowState.CLOSED: "未开放"}


def sign_text(now: WindowNow, *, heard: bool) -> str:
    """One line; `heard`: the hub is heard, so the number may be believed."""
    if not heard:
        return now.label
    if now.at is not None and now.at.state is TicketState.CALLED:
        return f"请{now.at.number}号到{now.label}窗口"
    if now.at is not None:
        return f"{now.at.number}号办理中"
    return f"{now.label} {DOING.get(now.state, now.name.zh)}"
