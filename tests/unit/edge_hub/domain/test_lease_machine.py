"""Machines that lose their hub and find it again, whatever comes between: each number once, each ticket once."""

from collections import Counter

from fakes.desk import Desk
from fakes.lent import given
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from edge_hub.contract import queue as q
from edge_hub.contract.base import Lasting
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.hall import NumbersSkipped
from edge_hub.contract.lease import LeaseNumbers, NumberLease, ReportOfflineTicket
from edge_hub.contract.queue import TicketTaken
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall

MACHINES = st.sampled_from(["tm-1", "tm-2"])
QUEUES = st.sampled_from([("A", "card"), ("A", "pension"), ("B", "stamp")])


class Leases(RuleBasedStateMachine):
    """Two machines and a hub. A machine knows its unspent numbers and what it has not been thanked for."""

    @initialize()
    def morning(self) -> None:
        self.desk = Desk(clock="09:05")
        self.unspent: dict[tuple[str, str], list[tuple[NumberLease, int]]] = {}
        self.after: Counter[tuple[str, str]] = Counter()
        self.owed: list[tuple[str, ReportOfflineTicket]] = []
        self.slips: list[str] = []
        """Every number that a citizen holds."""
        self.backup = 0

    @rule(device=MACHINES, queue=QUEUES)
    def a_machine_is_lent_numbers(self, device: str, queue: tuple[str, str]) -> None:
        mine = device, queue[0]
        if isinstance(self.desk.verdict(device, LeaseNumbers(queue=queue[0], after=self.after[mine])), Rejected):
            return
        lease = self.desk.result
        assert isinstance(lease, NumberLease)
        self.after[mine] = lease.first + len(lease.numbers) - 1
        self.unspent[mine] = [(lease, n) for n in range(len(lease.numbers))]

    @rule(device=MACHINES, queue=QUEUES)
    def somebody_takes_a_ticket(self, device: str, queue: tuple[str, str]) -> None:
        if not isinstance(self.desk.verdict(device, q.TakeTicket(items=(queue[1],))), Rejected):
            self.slips.append(list(self.desk.hall.tickets.values())[-1].number)

    @rule(device=MACHINES, queue=QUEUES, off_s=st.integers(-4000, 4000))
    def somebody_takes_a_ticket_without_the_hub(self, device: str, queue: tuple[str, str], off_s: int) -> None:
        numbers = self.unspent.get((device, queue[0]), [])
        if numbers:
            lease, n = numbers.pop(0)
            self.owed.append((device, given(lease, n, max(0, self.desk.now_ms + off_s * 1000), queue[1])))
            self.slips.append(lease.numbers[n])

    @rule(data=st.data(), thanked=st.booleans())
    def the_hub_is_told(self, data: st.DataObject, thanked: bool) -> None:
        if self.owed:
            one = data.draw(st.sampled_from(self.owed))
            self.desk.do(*one)
            if thanked:
                self.owed.remove(one)

    @rule(seconds=st.integers(1, 600))
    def time_passes(self, seconds: int) -> None:
        self.desk.wait(seconds)

    @rule()
    def somebody_is_called(self) -> None:
        if self.desk.window("w1").clerk is None:
            self.desk.open("w1")
        session = self.desk.window("w1").session
        for body in (q.CallNext(window="w1"), q.Return(window="w1")):
            self.desk.verdict("call-w1", body, session=session)

    @rule()
    def the_hub_crashes_and_comes_back(self) -> None:
        self._again(self.desk.happened)

    @rule()
    def a_backup_is_made(self) -> None:
        self.backup = len(self.desk.happened)

    @rule()
    def the_hub_comes_back_from_its_backup(self) -> None:
        kept = self.desk.happened[: self.backup]
        self._again([*kept, NumbersSkipped(count=200, at_ms=self.desk.now_ms)])
        self.desk.epoch += 1
        self.backup = len(self.desk.happened)
        self.unspent.clear()

    def _again(self, events: list[object]) -> None:
        self.desk.hall = Hall(self.desk.hall.plan, self.desk.hall.day)
        self.desk.happened = events
        for event in events:
            assert isinstance(event, Lasting)
            fold(self.desk.hall, event)

    @invariant()
    def each_number_is_held_by_one_citizen(self) -> None:
        twice = [number for number, times in Counter(self.slips).items() if times > 1]
        assert not twice

    @invariant()
    def each_ticket_is_in_the_hall_once(self) -> None:
        taken = [one for one in self.desk.happened if isinstance(one, TicketTaken)]
        assert len({one.ticket for one in taken}) == len({one.number for one in taken}) == len(taken)
        assert not self.desk.hall.stranded

    def teardown(self) -> None:
        """In the end the hub is told everything: of those who hold an offline slip nobody is missing."""
        for device, report in self.owed if hasattr(self, "desk") else []:
            self.desk.do(device, report)
            assert self.desk.hall.tickets[report.ticket].taken_ms <= self.desk.now_ms


Leases.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLeases = Leases.TestCase
