"""Where one receiver stands, as its sender knows it. The receiver owns the place and the sender only believes it.

Two threads look at it: the sender's changes it, the loop's reads `seq`, so that nothing leaves the journal before it.
"""

from .faults import TryAgain


class Cursor:
    """`seq` is the last record that the receiver keeps for good; None before it has said so for the first time."""

    def __init__(self) -> None:
        self.seq: int | None = None
        self._sent = 0

    def stands(self, seq: int) -> None:
        """The receiver says where it stands, and the chain says that it is so. Lower than before: it has lost what came
        after, and is sent that again."""
        self.seq = self._sent = seq

    def sent(self, upto: int) -> None:
        """It was sent all up to that record."""
        self._sent = max(self._sent, upto)

    def kept(self, seq: int) -> None:
        """It acknowledges all up to that record. Raises TryAgain for one that it was never sent: by such a word records
        would be removed that nobody has."""
        if self.seq is None or seq > self._sent:
            raise TryAgain(f"it says that it keeps record {seq}, and was sent {self._sent}")
        self.seq = max(self.seq, seq)
