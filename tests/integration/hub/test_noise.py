"""Whatever is sent over the broker, the hub stays alive, does only what was rightly asked, and says why not."""

import json
import select
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.desk import PADS
from fakes.examples import NOW
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.noise import Noise
from fakes.small_hall import DAY, small_hall
from fakes.tap import Tap

from edge_hub.contract import device as d
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.base import Lasting, Strict
from edge_hub.contract.codec import Malformed, decode_command, decode_reply, encode
from edge_hub.contract.envelope import COMMAND_BYTES_MAX, Command, Rejected, Reply
from edge_hub.contract.ids import uuid7
from edge_hub.contract.reasons import Reason
from edge_hub.domain import card
from edge_hub.domain.decide import SIGN_INS, admit, decide
from edge_hub.domain.fold import fold
from edge_hub.domain.means import Decision, Means, Verdict
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import records
from edge_hub.tools.bench_wire import MqttWire, field, request_properties

TAKE = q.TakeTicket(items=("card",))
BATCH = 500
TAKE_ID = uuid7(0, bytes(10))


@pytest.fixture
def tap(hub: HubProcess, broker: Broker) -> Iterator[Tap]:
    with Tap(broker.address) as one:
        one.do("tm-1", q.TakeTicket(items=("stamp",)))
        yield one
        one.do("tm-1", q.TakeTicket(items=("stamp",)))


def recorded(data: Path) -> Counter[str]:
    """What stands in the journal, apart from the tickets by which a test knows that the hub is alive."""
    reader = open_reader(data / "hub.db")
    kinds = Counter(one.type for one in records(reader) if b'"stamp"' not in one.body)
    reader.close()
    return kinds


class Shouter:
    """One device that says anything, many at a time, and hears every answer. (paho would take most of the time.)"""

    def __init__(self, port: int, device: str) -> None:
        self.wire = MqttWire("127.0.0.1", port, device, topics.reply("test", device))
        self.wire.sock.setblocking(True)
        self.topic = field(topics.command("test", device).encode())
        self.answers: dict[str, list[Reply]] = defaultdict(list)

    def shout(self, payload: bytes, mark: str) -> None:
        self.wire.publish(self.topic, request_properties("h/nobody", 60, mark.encode()), payload)

    def hear(self, count: int) -> None:
        """Until so many marks have been answered."""
        end_s = time.monotonic() + 20
        while len(self.answers) < count:
            assert time.monotonic() < end_s, f"{len(self.answers)} answers instead of {count}"
            if select.select([self.wire.sock], [], [], 0.1)[0]:
                for heard in self.wire.hear():
                    reply = decode_reply(heard.payload)
                    assert reply is not None
                    self.answers[heard.correlation.decode()].append(reply)


@pytest.fixture
def shouters(hub: HubProcess, broker: Broker) -> Iterator[list[Shouter]]:
    names = ("tm-2", "desk", "call-w1", "rate-w1", "board-1", "nobody")
    made = [Shouter(broker.port, name) for name in names]
    yield made
    for one in made:
        one.wire.close()


@pytest.mark.fault(48)
def test_ten_thousand_payloads_of_noise_change_nothing(
    tap: Tap, shouters: list[Shouter], data: Path, hand_in: Handed
) -> None:
    noise, before, malformed = Noise(10_000), recorded(data), 0
    for n in range(10_000):
        payload = noise.payload()
        malformed += isinstance(decode_command(payload), Malformed)
        shouters[n % len(shouters)].shout(payload, str(n))
        if n % BATCH == BATCH - 1:
            for nth, one in enumerate(shouters):
                one.hear(n // len(shouters) + (nth <= n % len(shouters)))
    answers = [reply for one in shouters for reply in one.answers.values()]
    odd = [one for one in answers if len(one) != 1 or one[0].ok or not one[0].words]
    assert not odd, odd[:3]
    reasons = Counter(str(one[0].reason) for one in answers)
    assert reasons.total() == 10_000 and reasons[Reason.MALFORMED] >= malformed > 5000, reasons
    assert recorded(data) == before
    hand_in(runs=10_000)


@pytest.mark.parametrize("size", [COMMAND_BYTES_MAX + 1, 100_000])
def test_a_payload_above_64_kb_is_refused_with_its_limit(tap: Tap, size: int) -> None:
    reply = tap.ask_bytes("tm-1", encode(tap.command("tm-1", TAKE)).ljust(size))
    assert reply.reason == Reason.TOO_LARGE and reply.words is not None and "65536" in reply.words.zh


def test_a_payload_of_exactly_64_kb_is_read(tap: Tap) -> None:
    assert tap.ask_bytes("desk", encode(tap.command("desk", q.ShowTicket(ticket="B001"))).ljust(COMMAND_BYTES_MAX)).ok


def test_a_device_cannot_speak_in_anothers_name(tap: Tap, data: Path) -> None:
    before = recorded(data)
    reply = tap.ask_bytes("board-1", encode(tap.command("tm-1", TAKE)))
    assert reply.reason == Reason.NOT_ALLOWED and recorded(data) == before


def test_a_reply_goes_to_the_device_itself_whatever_it_asks_for(tap: Tap, broker: Broker) -> None:
    """Every asking of this test names a response topic of somebody else's; what counts is who asked."""
    with Tap(broker.address, hall="nobody") as elsewhere:
        assert tap.ask("desk", q.ShowTicket(ticket="B001")).ok
        assert not elsewhere.last and not elsewhere.replies


def test_a_correlation_without_measure_is_refused(tap: Tap) -> None:
    tap.say(topics.command("test", "tm-1"), encode(tap.command("tm-1", TAKE)), correlation=b"x" * 60_000)
    tap.until(lambda one: one.replies.get(b""), "the refusal")
    assert tap.replies[b""][0].reason == Reason.TOO_LARGE


def test_a_retained_command_is_carried_out_once_and_not_again_by_the_next_hub(
    tap: Tap, site: Path, data: Path, hub: HubProcess
) -> None:
    topic = topics.command("test", "tm-1")
    tap.say(topic, encode(tap.command("tm-1", TAKE)), retain=True, correlation=b"kept")
    tap.until(lambda one: one.replies.get(b"kept"), "the answer")
    hub.kill()
    hub.start().ready()
    tap.do("tm-1", q.TakeTicket(items=("stamp",)))
    assert len(tap.replies[b"kept"]) == 1
    tap.say(topic, b"", retain=True)


@pytest.mark.fault(48)
def test_topics_that_nobody_knows_are_left_alone(tap: Tap, data: Path) -> None:
    before = recorded(data)
    good = encode(tap.command("tm-1", TAKE))
    for topic in (
        "h/test/up/tm-1/other", "h/test/up/tm-1", "h/test/up/tm-1/cmd/more", "h/other/up/tm-1/cmd", "x", "h/test",
        "h/test/up//cmd", f"h/test/up/{'x' * 60_000}/cmd", "h/test/up/tm-1/status", "h/test/down/tm-1/reply/x",
        "h/test/up/../cmd", "h/test/up/设备/cmd",
    ):  # fmt: skip
        tap.say(topic, good)
    tap.do("tm-1", q.TakeTicket(items=("stamp",)))
    assert recorded(data) == before


def test_a_stranger_cannot_speak_for_the_hub_for_long(tap: Tap) -> None:
    """On a broker without access rules anybody could; the next heartbeat is true again."""
    tap.say(topics.hub("test"), b'{"epoch":1,"seq":0,"up":false,"hall":"test"}', retain=True)
    tap.until(lambda one: one.ups and not one.ups[-1], "the lie")
    tap.until(lambda one: one.ups[-1], "the next heartbeat")


def test_two_thousand_status_messages_are_survived(tap: Tap) -> None:
    topic = topics.device_status("test", "tm-2")
    for n in range(2_000):
        tap.say(topic, b'{"up":%s}' % (b"true" if n % 2 else b"false"))
    tap.do("tm-1", q.TakeTicket(items=("stamp",)))
    tap.say(topic, b"", retain=True)


def test_a_flood_of_sign_ins_holds_nobody_up(tap: Tap) -> None:
    """Checking a PIN is slow on purpose; the flood is told to come again, and tickets are taken meanwhile."""
    tap.do("desk", w.SetPin(by="901", clerk="101", pin="123456"))
    sign_in = w.SignIn(window="w1", clerk="101", pin="000000")
    for n in range(200):
        tap.say(topics.command("test", PADS["w1"]), encode(tap.command(PADS["w1"], sign_in)), correlation=b"pin-%d" % n)
    tap.do("tm-1", q.TakeTicket(items=("stamp",)))
    tap.until(lambda one: all(b"pin-%d" % n in one.replies for n in range(200)), "an answer to each")
    reasons = Counter(str(tap.replies[b"pin-%d" % n][0].reason) for n in range(200))
    assert reasons[Reason.BUSY] > 50 and set(reasons) <= {Reason.BUSY, Reason.PIN_WRONG, Reason.CLERK_LOCKED}


class Carried:
    """A hall to which payloads are said: each that decodes is admitted and decided, and what shall happen happens."""

    def __init__(self) -> None:
        self.hall, self.seen = small_hall(), Counter[str]()
        self.effects = Counter[str]()
        self.unasked: list[tuple[bytes, Lasting]] = []
        """What happened that the pad of the noise did not rightly ask for, with the payload that brought it about."""

    def hears(self, payload: bytes) -> None:
        command = decode_command(payload)
        if isinstance(command, Malformed):
            self.seen[command.no.reason] += 1
            assert command.no.words.zh
            return
        verdict = admit(self.hall, command, 1, NOW, 15_000) or self._decided(command)
        self.seen["refused" if isinstance(verdict, Rejected) else "carried out"] += 1
        if isinstance(verdict, Decision):
            self._happen(payload, verdict)

    def _decided(self, command: Command) -> Verdict:
        """A PIN, which the rim checks, is taken for the right one: nobody may come as far as that."""
        means = Means(NOW, lambda: TAKE_ID, lambda ticket: ticket, card_hash=lambda number: number)
        kind = type(command.body)
        if isinstance(command.body, w.SignInByCard):
            return card.sign_in(self.hall, command, command.body, means, True)
        if kind in SIGN_INS:
            return SIGN_INS[kind][1](self.hall, command, command.body, means, True)
        return decide(self.hall, command, means)

    def _happen(self, payload: bytes, decision: Decision) -> None:
        for one in decision.happenings:
            self.effects[type(one.event).__name__] += 1
            if not reports_itself(payload, one.event):
                self.unasked.append((payload, one.event))
            fold(self.hall, one.event, one.sealed)


def reports_itself(payload: bytes, event: Lasting) -> bool:
    """All the noise is said as the pad of a window (one byte makes it another's) at which nobody has signed in, and no
    ticket is there: what a pad can rightly bring about is on record how it is itself, and a card that it refused.
    Read without the codec, which is on trial."""
    said = json.loads(payload)
    if not isinstance(event, d.DeviceReported | w.CardRefused) or not said["device"] == event.device in PADS.values():
        return False
    if isinstance(event, w.CardRefused):  # a card that nobody has
        return bool(said["body"]["do"] == "SignInByCard")
    return (said["body"]["do"], said["body"]["part"]) == ("ReportHealth", event.part)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.fault(48)
def test_a_million_payloads_bring_about_nothing_that_was_not_rightly_asked(hand_in: Handed) -> None:
    noise, carried = Noise(1_000_000), Carried()
    for _ in range(1_000_000):
        carried.hears(noise.payload())
    print(carried.seen, carried.effects)
    assert carried.unasked == []
    assert carried.seen.total() == 1_000_000 and carried.seen[Reason.MALFORMED] > 500_000
    assert carried.seen["refused"] > 10_000 and carried.seen["carried out"] > 100, "the noise comes as far as that"
    hall = carried.hall
    assert not hall.tickets and hall.day == DAY and not any(one.session for one in hall.windows.values())
    assert hall.parts and {device for device, _ in hall.parts} <= set(PADS.values()), hall.parts.keys()
    hand_in(runs=1_000_000)


@pytest.mark.parametrize(
    ("device", "body", "event"),
    [
        ("tm-1", TAKE, "TicketTaken"),
        ("call-w1", w.SignIn(window="w1", clerk="101", pin="000000"), "ClerkSignedIn"),
        ("tm-1", d.ReportHealth(part="printer", health=d.Health.DOWN, since_ms=NOW), "DeviceReported"),
    ],
)
def test_control_one_good_command_in_the_noise_is_seen_as_an_effect_that_it_may_not_have(
    device: str, body: Strict, event: str
) -> None:
    noise, carried = Noise(1), Carried()
    good = {"id": TAKE_ID, "device": device, "valid_until_ms": NOW + 5_000, "body": body.model_dump(mode="json")}
    for payload in (*(noise.payload() for _ in range(500)), json.dumps(good).encode()):
        assert carried.unasked == []
        carried.hears(payload)
    assert [type(happened).__name__ for _, happened in carried.unasked] == [event] and carried.effects[event] >= 1
    assert bool(carried.hall.tickets) is (event == "TicketTaken")


def test_control_the_same_good_command_of_a_device_that_may_not_send_it_has_no_effect() -> None:
    carried = Carried()
    good = {"id": TAKE_ID, "device": "board-1", "valid_until_ms": NOW + 5_000, "body": TAKE.model_dump(mode="json")}
    carried.hears(json.dumps(good).encode())
    assert carried.seen == {"refused": 1} and not carried.effects and not carried.hall.tickets
