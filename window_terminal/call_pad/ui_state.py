"""What the call pad itself remembers between two snapshots: the open list and panel, what was typed, what was sent.

All of it is about the screen; nothing of it is about the queue, which only the hub knows.
"""

from dataclasses import dataclass, field

from edge_hub.contract.base import Words

from .entry import Entry
from .lists import Tab
from .panels import Panel
from .wedge import Burst

SIGN_IN = "SIGN_IN"
NOTICE_S = 8.0
SETTLE_S = 1.0
"""After a yes the next snapshot follows at once; a button is not kept waiting for one that never comes."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence at the edge of the work, until `until_s` of the monotonic clock."""

    words: Words
    until_s: float


@dataclass(frozen=True, slots=True)
class Pending:
    """The command on its way: one at a time. `ver` is the window's version that the person saw."""

    what: str
    ver: int
    settled_s: float | None = None
    """When the yes came; None while there is no answer."""


@dataclass(frozen=True, slots=True)
class Ui:
    """The pad's own state. `session` is what the hub gave to this pad and to nobody else; `strange` the mark of a
    session that began on another one."""

    session: str | None = field(default=None, repr=False)
    strange: str | None = None

    entry: Entry = field(default_factory=Entry)
    burst: Burst = field(default_factory=Burst, repr=False)
    tab: Tab = Tab.NEXT
    panel: Panel | None = None
    notice: Notice | None = None
    pending: Pending | None = None
