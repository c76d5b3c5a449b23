"""The one loop at the centre: take messages, decide, commit, release, publish. No locks, no other writer.

Many waiting commands share one commit; each is still decided by itself, in order. A failure inside is not caught: the
process ends without having answered, and the next start reads the truth from disk.
"""

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from edge_hub.contract.base import Lasting
from edge_hub.contract.codec import encode
from edge_hub.contract.configuration import ApplyConfiguration, ReviewConfiguration, StageConfiguration, Staged
from edge_hub.contract.desk import SignInDesk
from edge_hub.contract.device import DeviceReported, Health
from edge_hub.contract.envelope import Command, Rejected, Reply, rejected
from edge_hub.contract.hall import ClockJumped, HubStatus
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import DayRolled, TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import ClerkSignedOut, PinSet, SetPin, SignIn, SignInByCard

from .broker.porter import Porter
from .clock import HallClock
from .configurations import Configurations
from .contract.clock import at_hall
from .derived import completed, mark_of
from .disk import LOOK_S, OWN, OWN_LOG, Disk, Room
from .domain import card, configuration
from .domain.appointment import expired, missed
from .domain.clerk import lapse
from .domain.decide import SIGN_INS, admit, decide
from .domain.fold import fold
from .domain.hall import Hall, Touched
from .domain.means import NOBODY_ASKS, Claims, Decision, Happening, Means, Verdict
from .domain.rating import overdue
from .domain.reprint import lapse as lapse_reprint
from .domain.roles import staff_of
from .domain.rule import rules_due
from .domain.seat import leave
from .eraser import Eraser
from .idle import Idle
from .inbox import Inbox
from .litter import Litter
from .messages import (
    Broken,
    ConfigurationRead,
    Damaged,
    Deposed,
    DeviceSeen,
    Incoming,
    Joined,
    Message,
    OwnHealth,
    PinChecked,
    PinHashed,
    Stop,
    Stranger,
    Work,
)
from .pins import Pins
from .pruner import Pruner
from .publisher import BEAT_S, Publisher
from .release import Outgoing, ReleaseGate, Step
from .reprints import Reprints
from .store.connection import StoreFault
from .store.store import Store

log = logging.getLogger(__name__)
JUMP_S = 2.0
TICK_S = 0.5
"""By monotonic time: somebody who sets the clock must not stop the heart."""
SLACK_S = 5.0
"""A device's idea of the hall's time may be off by so much."""
CLOCK_SETTLES_S = 600.0
"""After the clock jumped, no day begins for so long: a wrong clock would end the day for everybody who waits."""
FAR_DAYS = 31
"""A hub that was off for longer, or whose clock is wrong, first waits for the clock to settle."""
PINS_MAX = 4
"""PINs being checked at one time for one device. One that tries more is told that the hub is busy, and asks again; so
it shuts out only itself."""
OF_THE_MOMENT = frozenset({Reason.EXPIRED, Reason.WRONG_EPOCH, Reason.STALE, Reason.MALFORMED, Reason.NO_ROOM})
"""Refusals at the door that are not remembered: time alone keeps them, and for want of room nothing is written."""
FORGET_S = 60.0
DEFAULTS_MAX = 50
"""Ratings that are closed at one time, twice a second: some milliseconds of the loop's time."""


OWN_HEALTH = {
    Step.ALONE: OwnHealth(
        "standby", Health.DOWN, "备用主机未连接，记录只存于本机",
        "请检查备用主机的电源和网络。 Look at the standby machine's power and network.",
    ),
    Step.BEHIND: OwnHealth("standby", Health.DEGRADED, "备用主机正在追赶"),
    Step.IN_STEP: OwnHealth("standby", Health.UP),
}  # fmt: skip


class AnotherReign(Exception):
    """A later epoch has begun elsewhere; the text says whose."""


class NoMandate(Exception):
    """Of three voices this machine has its own alone; the text says since when."""


class AnotherHub(Exception):
    """The hall on this broker belongs to another hub; the name says which."""


class Loop:
    """Owns hall and store. `run` returns after a `Stop`."""

    def __init__(
        self, hall: Hall, store: Store, clock: HallClock, inbox: Inbox, listen: Callable[[float], object],
        gate: ReleaseGate, publisher: Publisher, pins: Pins, configurations: Configurations,
        refused: Callable[[], int] = lambda: 0, committed: Callable[[], None] = lambda: None, disk: Disk | None = None,
        porter: Porter | None = None, litter: Litter | None = None,
    ) -> None:  # fmt: skip
        """`listen` waits for the network, at most so many seconds, and puts what came into the inbox."""
        self._hall, self._store, self._clock, self._inbox = hall, store, clock, inbox
        self._listen, self._committed = listen, committed
        self._walked: Step | None = None
        self._litter = litter
        self._disk, self._room, self._disk_due_s = disk, Room.PLENTY, 0.0
        self._log_was_long = False
        self._gate, self._publisher, self._pins, self._porter = gate, publisher, pins, porter
        self._claims: Claims = NOBODY_ASKS if porter is None else porter.claims
        self._configurations, self._refused = configurations, refused
        self.status_port: int | None = None
        self.status_tls = False
        """Where the status port listens, to be told with each heartbeat."""
        self._eraser = Eraser(hall, store)
        self._random = b""
        self.pruner = Pruner(hall, store)
        self._at_pins: dict[str, str] = {}
        """Commands whose PIN is being looked at, and their devices."""
        self._idle = Idle(hall.plan.site.rules.session_idle_min * 60)
        self._reprints = Reprints()
        self._keep_to_the_plan()
        self._drift_s = clock.drift_s()
        self._beat_due_s = self._forget_due_s = 0.0
        self._tick_due_s = clock.mono_s() + TICK_S
        self._roll_from_s = 0.0
        self._ratings_closed = ""
        self._opening = False
        self._stopping = False
        self.mandated: Callable[[], bool] = lambda: True
        """Whether this machine may go on serving; always, where there is no witness."""
        self.walked: Callable[[], None] = lambda: None
        """Told when hub and standby walk in another step."""

    def _keep_to_the_plan(self) -> None:
        """What the loop itself keeps of the configuration."""
        site = self._hall.plan.site
        self._idle.limit_s = site.rules.session_idle_min * 60
        valid_s = max(site.rules.commands_valid_s, site.rules.reply_timeout_s) + SLACK_S
        self._valid_max_ms = self._clock.rule.hall_span_ms(valid_s)
        public_url = (site.hall.public_url or "").rstrip("/")
        self._url = json.dumps(f"{public_url}/").encode()[:-1] if public_url else None
        """The address of every slip without its token, as JSON, still open."""

    def _sure(self) -> None:
        """Nothing leaves a machine that cannot know whether another serves in its place by now."""
        if not self.mandated():
            raise NoMandate("this machine has gone on for eight seconds")

    def run(self) -> None:
        """Until told to stop."""
        while not self._stopping:
            now_s = self._clock.mono_s()
            dues = (self._publisher.wait_s(now_s), self._tick_due_s - now_s, self._gate.wait_s(now_s))
            self._listen(0.0 if self._inbox.waiting() else max(0.0, min(dues)))
            self._sure()
            self._gate.tend(self._clock.mono_s())
            self.step(self._inbox.take())

    def step(self, messages: list[Message]) -> None:
        """One turn: a commit group, and the snapshots that are due."""
        work = [one for one in messages if isinstance(one, Work)]
        if work:
            self._group(work)
        for message in messages:
            self._other(message)
        if self._clock.mono_s() >= self._tick_due_s:
            self._tick_due_s = self._clock.mono_s() + TICK_S
            self._tick()
        self._publisher.flush(self._clock.mono_s(), self._clock.now_ms(), self._store.seq, self._busy)

    def _busy(self) -> bool:
        """Whether somebody waits for an answer."""
        self._listen(0.0)
        return self._inbox.waiting()

    def record(self, *happenings: Happening) -> None:
        """Events of the hub's own, in a commit of their own."""
        self._store.begin()
        self._happen(happenings, self._new_id(), self._clock.now_ms())
        self._commit([])

    def roll_day(self) -> None:
        """Begin the business day that the calendar says, if it is a later one: days never go back, and do not begin
        while the clock cannot be trusted."""
        now_ms = self._clock.now_ms()
        today = at_hall(now_ms).date()
        if today.isoformat() <= self._hall.day or self._clock.mono_s() < self._roll_from_s:
            return
        if self._hall.day and not self._roll_from_s and (today - date.fromisoformat(self._hall.day)).days > FAR_DAYS:
            log.warning(
                "The clock says %s, the last day was %s: waiting for the clock to settle.", today, self._hall.day
            )
            self._roll_from_s = self._clock.mono_s() + CLOCK_SETTLES_S
            return
        over = (TicketState.DONE, TicketState.CANCELLED)
        left_over = tuple(one.id for one in self._hall.tickets.values() if one.state not in over)
        outs: list[Lasting] = [
            ClerkSignedOut(clerk=one.clerk, window=one.id, session=one.session, at_ms=now_ms)
            for one in self._hall.windows.values()
            if one.clerk
        ]
        outs += [leave(seat, now_ms) for seat in self._hall.seats.values()]
        rolled = DayRolled(day=today.isoformat(), left_over=left_over, at_ms=now_ms)
        gone = expired(self._hall, today.isoformat(), now_ms)
        self.record(*(Happening(event) for event in (*outs, *gone, rolled)))
        if self._litter:
            self._litter.day_began()

    def silent_s(self, now_s: float) -> float:
        """How long the loop has been due to turn and has not, by monotonic time. For any thread."""
        return max(0.0, now_s - self._tick_due_s)

    def status(self, up: bool = True) -> HubStatus:
        """The heartbeat."""
        now_ms = self._clock.now_ms()
        return HubStatus(
            epoch=self._store.epoch, seq=self._store.seq, up=up, hall=self._hall.plan.site.hall.id,
            hub=self._store.hub_id, clock=self._clock.rule, now_ms=now_ms, day=self._hall.day,
            opening=self._hall.opening(now_ms), beat_s=BEAT_S, refused=self._refused(),
            status_port=self.status_port, status_tls=self.status_tls,
        )  # fmt: skip

    def _group(self, work: Sequence[Work]) -> None:
        self._look_at_clock()
        self._store.begin([_incoming(one).command.id for one in work])
        means = self._means(self._clock.now_ms())
        replies = [reply for one in work if (reply := self._one(one, means)) is not None]
        self._commit(replies)

    def _commit(self, replies: list[Outgoing]) -> None:
        touched, self._hall.touched = self._hall.touched, Touched()
        self._store.save(self._hall, touched)
        self._store.commit()
        self._sure()
        self._committed()
        self._gate.release(replies, self._clock.mono_s())
        if touched.plan:
            self._keep_to_the_plan()
            self._publisher.take_plan()
        self._publisher.mark(touched)
        if self._porter is not None and touched.admissions:
            self._porter.tell(touched.admissions.values())

    def _one(self, work: Work, means: Means) -> Outgoing | None:
        incoming, now_ms = _incoming(work), means.now_ms
        command = incoming.command
        if not isinstance(work, Incoming):
            self._at_pins.pop(command.id, None)
            self._configurations.done(command.id)
        stored = self._store.stored_reply(command.id)
        if stored is not None:
            if stored.digest != self._store.keys.blind(incoming.digest):
                return self._answer(incoming, self._no(command.id, rejected(Reason.ID_REUSED)))
            return self._send(incoming, stored.reply, stored.ticket)
        no = admit(self._hall, command, self._store.epoch, now_ms, self._valid_max_ms)
        if no is None and self._disk is not None and self._disk.refuses(type(command.body)):
            no = rejected(Reason.NO_ROOM)
        if no:
            if no.reason is Reason.DEVICE_REVOKED and self._porter is not None:
                self._porter.seen(command.device)
            return self._turned_away(incoming, no, now_ms)
        if command.session is not None:
            self._touched(command)
        verdict = self._verdict(work, means)
        if verdict is None:
            return None
        return self._carry_out(incoming, verdict, now_ms)

    def _turned_away(self, incoming: Incoming, no: Rejected, now_ms: int) -> Outgoing:
        """A "no" at the door is remembered like every other: the door may be open when the command comes again."""
        if no.reason in OF_THE_MOMENT:
            return self._answer(incoming, self._no(incoming.command.id, no))
        return self._carry_out(incoming, no, now_ms)

    def _touched(self, command: Command) -> None:
        """A person gave this command on the pad of a window, or at the guide desk."""
        self._idle.touched_desk(command.device, self._clock.mono_s())
        window = self._hall.plan.devices[command.device].window
        if window is not None:
            self._idle.touched(self._hall.windows[window], self._clock.mono_s())

    def _verdict(self, work: Work, means: Means) -> Verdict | None:
        """None while the rim does its part: the outcome comes back as a message."""
        if isinstance(work, PinHashed):
            command = work.incoming.command
            assert isinstance(command.body, SetPin)
            event = PinSet(clerk=command.body.clerk, device=command.device, at_ms=means.now_ms)
            return Decision((Happening(event, {"pin_hash": work.pin_hash}),))
        if isinstance(work, PinChecked):
            command = work.incoming.command
            if isinstance(command.body, SignInByCard):
                return card.sign_in(self._hall, command, command.body, means, work.right)
            assert isinstance(command.body, (SignIn, SignInDesk))
            if command.body.clerk not in self._hall.plan.site.clerks_by_id:  # gone since the PIN was given
                return rejected(Reason.CLERK_UNKNOWN)
            _, sign_in = SIGN_INS[type(command.body)]
            return sign_in(self._hall, command, command.body, means, work.right)
        if isinstance(work, ConfigurationRead):
            return self._configured(work, means)
        command = work.command
        if isinstance(command.body, SignInByCard):
            return self._by_card(work, command.body, means)
        if isinstance(command.body, (SignIn, SignInDesk, SetPin)):
            return self._to_pins(work, means.now_ms)
        if isinstance(command.body, (StageConfiguration, ReviewConfiguration, ApplyConfiguration)):
            return self._to_reader(work, command.body)
        return decide(self._hall, command, means)

    def _to_reader(
        self, incoming: Incoming, body: StageConfiguration | ReviewConfiguration | ApplyConfiguration
    ) -> Verdict | None:
        device = incoming.command.device
        if isinstance(body, StageConfiguration):
            missing = self._configurations.stage(device, body)
            return Decision(result=lambda: Staged(missing=missing), recorded=False)
        kept = self._hall.configured.kept.get(body.digest)
        packed = kept.content if kept else self._configurations.brought(device, body.digest)
        if packed is None:
            return Decision(recorded=False, no=rejected(Reason.CONFIGURATION_UNKNOWN))
        self._configurations.read(incoming, body.digest, packed)
        return None

    def _configured(self, read: ConfigurationRead, means: Means) -> Verdict:
        command, body = read.incoming.command, read.incoming.command.body
        if read.site is None:
            return Decision(recorded=False, no=rejected(Reason.CONFIGURATION_BROKEN, fault=read.fault))
        if isinstance(body, ReviewConfiguration):
            return configuration.review(self._hall, body, read.site)
        assert isinstance(body, ApplyConfiguration)
        self._hall.configured.sites[read.digest] = read.site
        return configuration.apply(self._hall, command, body, means, read.site, read.packed)

    def _to_pins(self, incoming: Incoming, now_ms: int) -> Verdict | None:
        command, body = incoming.command, incoming.command.body
        if command.id in self._at_pins:
            return None
        assert isinstance(body, (SignIn, SignInDesk, SetPin))
        if body.clerk not in self._hall.plan.site.clerks_by_id:
            return rejected(Reason.CLERK_UNKNOWN)
        if not isinstance(body, SetPin):
            says_no, _ = SIGN_INS[type(body)]
            no = says_no(self._hall, command, body, now_ms)
            if no:
                return no
        return self._look_at_pin(incoming, body)

    def _by_card(self, incoming: Incoming, body: SignInByCard, means: Means) -> Verdict | None:
        if incoming.command.id in self._at_pins:
            return None
        clerk = card.shown(self._hall, incoming.command, body, means)
        if not isinstance(clerk, str):
            return clerk
        assert body.pin is not None
        return self._look_at_pin(incoming, SignIn(window=body.window, clerk=clerk, pin=body.pin))

    def _look_at_pin(self, incoming: Incoming, body: SignIn | SignInDesk | SetPin) -> Verdict | None:
        device = incoming.command.device
        if sum(one == device for one in self._at_pins.values()) >= PINS_MAX:
            return Decision(recorded=False, no=rejected(Reason.BUSY))
        self._at_pins[incoming.command.id] = device
        if isinstance(body, SetPin):
            self._pins.hash(incoming, body)
        else:
            known = self._hall.clerks.get(body.clerk)
            self._pins.check(incoming, body, known.pin_hash if known else None)
        return None

    def _carry_out(self, incoming: Incoming, verdict: Verdict, now_ms: int) -> Outgoing:
        """Fold, append, store the reply."""
        command = incoming.command
        if isinstance(verdict, Rejected):
            reply = self._no(command.id, verdict)
        else:
            self._happen(verdict.happenings, command.id, now_ms, command.device, staff_of(self._hall, command))
            result = verdict.result() if verdict.result else None
            reply = self._no(command.id, verdict.no) if verdict.no else self._yes(command.id, result)
        if isinstance(verdict, Decision) and not verdict.recorded:
            return self._answer(incoming, reply)
        mark, stored = mark_of(reply.result), encode(reply)
        self._store.store_reply(command.id, command.device, incoming.digest, stored, mark, now_ms)
        return self._send(incoming, stored, mark)

    def _happen(
        self, happenings: Iterable[Happening], key: str, now_ms: int, sender: str | None = None,
        staff: str | None = None,
    ) -> None:  # fmt: skip
        mono_ms = round(self._clock.mono_s() * 1000)
        for nth, happening in enumerate(happenings):
            fold(self._hall, happening.event, happening.sealed)
            self._store.append(self._hall, happening, f"{key}:{nth}", now_ms, mono_ms, sender, staff)

    def _send(self, incoming: Incoming, stored: bytes, mark: str | None) -> Outgoing:
        """A stored reply, word for word, with what is derived for each sending."""
        leaves = completed(stored, mark, self._store.keys, self._url)
        return Outgoing(incoming.command.device, leaves, incoming.correlation)

    def _means(self, now_ms: int) -> Means:
        """For a group of commands: one moment for all of them."""
        keys = self._store.keys
        return Means(
            now_ms, self._new_id, keys.token_hash, keys.sign, self._store.epoch, self._claims,
            code=keys.code, code_hash=keys.code_hash, ticket_of=self._store.ticket_of,
            card_hash=keys.card_hash,
        )  # fmt: skip

    def _answer(self, incoming: Incoming, reply: Reply) -> Outgoing:
        return Outgoing(incoming.command.device, encode(reply), incoming.correlation)

    def _yes(self, command_id: str, result: Any) -> Reply:
        return Reply(id=command_id, ok=True, epoch=self._store.epoch, seq=self._store.seq, result=result)

    def _no(self, command_id: str, no: Rejected) -> Reply:
        return Reply(
            id=command_id, ok=False, epoch=self._store.epoch, seq=self._store.seq, reason=no.reason, words=no.words
        )

    def _other(self, message: Message) -> None:
        match message:
            case Joined():
                self._publisher.mark_all()
                self._publisher.beat(self.status())
            case DeviceSeen(device, up):
                self._seen(device, up)
            case Stranger(hub):
                raise AnotherHub(hub)
            case Deposed(hub, epoch):
                raise AnotherReign(f"{hub} in epoch {epoch}")
            case Damaged(what):
                raise StoreFault(f"The background check found the database damaged: {what}")
            case Broken(what):
                raise RuntimeError(what)
            case OwnHealth():
                self._own_health(message)
            case Stop():
                self._stopping = True

    def _own_health(self, message: OwnHealth) -> None:
        """As `ReportHealth` of a device: only a change is worth a record."""
        known = self._hall.parts.get((self._store.hub_id, message.part))
        if known is None or (known.health, known.why) != (str(message.health), message.why):
            now_ms = self._clock.now_ms()
            self.record(Happening(DeviceReported(
                device=self._store.hub_id, part=message.part, health=message.health, why=message.why,
                hint=message.hint, since_ms=now_ms, at_ms=now_ms,
            )))  # fmt: skip

    def _look_at_disk(self) -> None:
        if self._disk is None or self._clock.mono_s() < self._disk_due_s:
            return
        self._disk_due_s = self._clock.mono_s() + LOOK_S
        self._disk.look()
        if self._disk.room is not self._room:
            self._room = self._disk.room
            self._own_health(OWN[self._room])
        if self._disk.log_is_long is not self._log_was_long:
            self._log_was_long = self._disk.log_is_long
            self._own_health(OWN_LOG[self._log_was_long])

    def _tell_of_standby(self) -> None:
        """A hall on one machine alone, when there should be two, is a reason to look."""
        step = self._gate.step
        if step is not self._walked and step is not Step.NO_STANDBY:
            self._walked = step
            self.walked()
            self._own_health(OWN_HEALTH[step])

    def _seen(self, device: str, up: bool) -> None:
        """A console comes and goes with the person who types; any other device that is away is worth a look."""
        if up and device in self._hall.barred and self._porter is not None:
            self._porter.seen(device)
        known = self._hall.plan.devices.get(device)
        if known is not None and known.kind != "console":
            (self._hall.offline.discard if up else self._hall.offline.add)(device)
            self._publisher.mark_seen(device)

    def _look_at_clock(self) -> None:
        """Before anything happens by a clock that was set: the moments of what lasts move with it."""
        drift_s = self._clock.drift_s()
        by_s = drift_s - self._drift_s
        if -JUMP_S <= by_s <= JUMP_S:
            return
        log.warning("The machine's clock jumped by %.1f s; order is by sequence and is not affected.", by_s)
        self._drift_s = drift_s
        self._roll_from_s = self._clock.mono_s() + CLOCK_SETTLES_S
        self.record(Happening(ClockJumped(by_ms=self._clock.rule.hall_span_ms(by_s), at_ms=self._clock.now_ms())))

    def _tick(self) -> None:
        self._look_at_clock()
        if self._litter:
            self._litter.tend(self._clock.mono_s(), self._inbox.waiting())
        self._tell_of_standby()
        self._look_at_disk()
        self.roll_day()
        awaited = configuration.due(self._hall, self._clock.now_ms())
        if awaited is not None:
            self.record(Happening(awaited))
        left = self._idle.over(self._hall, self._clock.mono_s())
        if left:
            self.record(*(Happening(lapse(window, self._clock.now_ms())) for window in left))
        seats = self._idle.desks_over(self._hall, self._clock.mono_s())
        if seats:
            self.record(*(Happening(leave(seat, self._clock.now_ms(), idle=True)) for seat in seats))
        lapsed = self._reprints.over(self._hall, self._clock.mono_s())
        if lapsed:
            self.record(*(Happening(lapse_reprint(one, self._clock.now_ms())) for one in lapsed))
        self._close_ratings()
        due = rules_due(self._hall, self._clock.now_ms())
        if due:
            self.record(*map(Happening, due))
        gone = [] if self._clock.mono_s() < self._roll_from_s else missed(self._hall, self._clock.now_ms())
        if gone:
            self.record(*map(Happening, gone))
        erased = [] if self._inbox.waiting() else self._eraser.portion(self._clock.now_ms())
        if erased:
            self.record(*map(Happening, erased))
        pruned = [] if self._inbox.waiting() else self.pruner.portion(self._clock.now_ms())
        if pruned:
            self.record(*map(Happening, pruned))
        opening = self.status().opening
        if opening is not None and opening.tickets != self._opening:
            self._opening = opening.tickets
            self._publisher.mark_lines()
        if self._clock.mono_s() >= self._beat_due_s:
            self._beat_due_s = self._clock.mono_s() + BEAT_S * 0.9
            self._publisher.beat(self.status())
        if self._clock.mono_s() >= self._forget_due_s:
            self._forget_due_s = self._clock.mono_s() + FORGET_S
            self._store.forget_replies(self._clock.now_ms())
            self.pruner.note()

    def _close_ratings(self) -> None:
        """What nobody rated in time, once a day, a portion at a time, when nobody waits."""
        if self._ratings_closed == self._hall.day or self._inbox.waiting():
            return
        due = overdue(self._hall, self._clock.now_ms(), DEFAULTS_MAX)
        if due:
            self.record(*map(Happening, due))
        if len(due) < DEFAULTS_MAX:
            self._ratings_closed = self._hall.day

    def _new_id(self) -> str:
        if not self._random:
            self._random = secrets.token_bytes(640)
        entropy, self._random = self._random[:10], self._random[10:]
        return uuid7(self._clock.now_ms(), entropy)


def _incoming(work: Work) -> Incoming:
    return work if isinstance(work, Incoming) else work.incoming
