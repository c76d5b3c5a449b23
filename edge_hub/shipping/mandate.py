"""Who may serve a hall of two machines and a witness: pure, with no clock and no line of its own.

Three voices: the machine that serves, its standby, and a witness on a third machine. Whoever serves needs two of them,
its own and one more, and a voice holds for `TTL_S` from when it was asked for. A voice that was given to one machine is
given to no other before it has run out: so two never serve at once, whatever is cut off. Who loses both others stops by
itself `MARGIN_S` before the last voice ends, by a clock that nobody sets.

A witness gives its voice to another machine only if that one has all that the last one has acknowledged alone. A person
may overrule that, but not the clock: with the wish a new epoch begins, so the old machine gets the voice no more and is
told, and the new one gets it when the old one's has run out. A lower epoch never gets it.
"""

from dataclasses import dataclass, replace

from .parcel import Vote, Voted

TTL_S = 10.0
MARGIN_S = 2.0
RENEW_S = 2.0


@dataclass(frozen=True, slots=True)
class Given:
    """What a witness must not forget: to whom its voice was given, in which epoch, and up to which record that machine
    has acknowledged what no other has."""

    machine: str = ""
    epoch: int = 0
    needs: int = 0


class Ballot:
    """The witness's side. One that has just started may have given its voice a moment ago: it waits first."""

    def __init__(self, given: Given, now_s: float) -> None:
        self.given = given
        self._until_s = now_s + TTL_S

    def vote(self, vote: Vote, now_s: float) -> Voted:
        """The answer to a machine that asks for the voice. `given` is what must be kept before it is said."""
        why = self._no(vote, now_s)
        if not why:
            self.given = replace(self.given, machine=vote.machine, epoch=vote.epoch, needs=vote.needs)
            self._until_s = now_s + TTL_S
        elif vote.by_person:
            self.given = replace(self.given, epoch=max(self.given.epoch, vote.epoch))
        return Voted(granted=not why, epoch=self.given.epoch, why=why)

    def _no(self, vote: Vote, now_s: float) -> str:
        if vote.epoch < self.given.epoch:
            return "a later epoch has begun"
        if vote.machine == self.given.machine:
            return ""
        if now_s < self._until_s:
            return "another machine has it"
        if vote.seq < self.given.needs and not vote.by_person:
            return f"records up to {self.given.needs} were acknowledged that it does not have"
        return ""


class Mandate:
    """The serving machine's side: until when it may go on. Threads call `heard`, the loop asks `holds`."""

    def __init__(self) -> None:
        self._until_s = float("-inf")

    def heard(self, asked_s: float) -> None:
        """One of the two others said yes to what was asked at that moment."""
        self._until_s = max(self._until_s, asked_s + TTL_S - MARGIN_S)

    def holds(self, now_s: float) -> bool:
        return now_s < self._until_s
