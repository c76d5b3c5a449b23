"""The move table: which command takes a ticket or a window from which state to which. Refusals come from it.

Whoever adds a move adds one row; `python -m edge_hub.domain.moves` prints the diagram that stands in
edge_hub/README.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from edge_hub.contract.queue import TicketState as T
from edge_hub.contract.window import WindowState as W


@dataclass(frozen=True, slots=True)
class Move:
    """One row: `command` takes a ticket from any state of `before` to one of `after`, recording `event`."""

    command: str
    before: tuple[T | None, ...]
    after: tuple[T, ...]
    event: str


TICKET_MOVES: tuple[Move, ...] = (
    Move("TakeTicket", (None,), (T.WAITING,), "TicketTaken, PriorityClaimed"),
    Move("CheckIn", (None,), (T.WAITING,), "TicketTaken, AppointmentKept"),
    Move("ReportOfflineTicket", (None,), (T.WAITING,), "TicketTaken, PriorityClaimed"),
    Move("TakeWalkUp", (None,), (T.SERVING,), "TicketTaken, ServiceStarted"),
    Move("TakeAtDesk", (None,), (T.WAITING,), "TicketTaken, TicketHelped"),
    Move("RegisterWritten", (None,), (T.WAITING,), "TicketTaken, TicketHelped"),
    Move("CallNext", (T.WAITING,), (T.CALLED,), "TicketCalled"),
    Move("CallTicket", (T.WAITING, T.PASSED), (T.CALLED,), "TicketCalled"),
    Move("Recall", (T.CALLED,), (T.CALLED,), "TicketRecalled"),
    Move("Start", (T.CALLED,), (T.SERVING,), "ServiceStarted"),
    Move("Finish", (T.CALLED, T.SERVING), (T.DONE, T.WAITING, T.SERVING), "ServiceFinished"),
    Move("NoShow", (T.CALLED,), (T.PASSED,), "TicketPassed"),
    Move("Return", (T.CALLED,), (T.WAITING, T.PASSED), "TicketReturned"),
    Move("Hold", (T.SERVING,), (T.HELD,), "TicketHeld"),
    Move("Resume", (T.HELD,), (T.SERVING,), "TicketResumed"),
    Move("Transfer", (T.CALLED, T.SERVING), (T.WAITING,), "TicketTransferred"),
    Move("UndoFinish", (T.DONE, T.WAITING, T.SERVING), (T.SERVING,), "FinishUndone"),
    Move("UndoNoShow", (T.PASSED,), (T.CALLED,), "NoShowUndone"),
    Move("CloseWindow", (T.WAITING, T.HELD), (T.WAITING,), "TicketReleased"),
    Move("Requeue", (T.PASSED,), (T.WAITING,), "TicketRequeued"),
    Move("GivePriority", (T.WAITING,), (T.WAITING,), "PriorityGiven"),
    Move("MergeTickets", (T.WAITING, T.PASSED), (T.CANCELLED,), "TicketMerged, ItemsAdded"),
    Move("Cancel", (T.WAITING, T.CALLED, T.PASSED, T.HELD), (T.CANCELLED,), "TicketCancelled"),
)

MOVES: dict[str, Move] = {move.command: move for move in TICKET_MOVES}


@dataclass(frozen=True, slots=True)
class WindowMove:
    """One row of the window's table. `after` None: the state stays as it was."""

    command: str
    before: tuple[W, ...]
    after: W | None
    event: str


WINDOW_MOVES: tuple[WindowMove, ...] = (
    WindowMove("SignIn", (W.CLOSED, W.OPEN, W.PAUSED), None, "ClerkSignedIn"),
    WindowMove("SignInByCard", (W.CLOSED, W.OPEN, W.PAUSED), None, "ClerkSignedIn"),
    WindowMove("OpenWindow", (W.CLOSED, W.PAUSED), W.OPEN, "WindowOpened"),
    WindowMove("PauseWindow", (W.OPEN,), W.PAUSED, "WindowPaused"),
    WindowMove("CloseWindow", (W.OPEN, W.PAUSED), W.CLOSED, "WindowClosed"),
    WindowMove("SignOut", (W.CLOSED, W.OPEN, W.PAUSED), W.CLOSED, "ClerkSignedOut"),
)

WINDOW_MOVE: dict[str, WindowMove] = {move.command: move for move in WINDOW_MOVES}


def diagram() -> str:
    """Both tables as Mermaid state diagrams, one arrow from a state to another."""
    tickets = [
        (before or "[*]", after, move) for move in TICKET_MOVES for before in move.before for after in move.after
    ]
    windows = [(before, row.after or before, row) for row in WINDOW_MOVES for before in row.before]
    ends = ["    DONE --> [*]", "    CANCELLED --> [*]"]
    return "\n".join([*_chart(tickets), *ends, "```", "", *_chart(windows), "```"])


def _chart(moves: Iterable[tuple[str, str, Move | WindowMove]]) -> list[str]:
    arrows: dict[str, list[str]] = {}
    for before, after, move in moves:
        arrows.setdefault(f"{before} --> {after}", []).append(move.command)
    return ["```mermaid", "stateDiagram-v2", *(f"    {arrow}: {', '.join(by)}" for arrow, by in arrows.items())]


if __name__ == "__main__":
    print(diagram())
