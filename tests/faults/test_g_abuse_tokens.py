"""G, abuse, continued: whoever tries the codes of slips (51). All that a code opens at the hub is the rating of its own
services; every answer to any other is one and the same, in its bytes and in its time, and after the day a code opens
nothing else.
"""

import secrets
import statistics
import time
from pathlib import Path

import pytest
from fakes.door import Door, Member
from fakes.fault_table import Handed
from fakes.loop_rig import Rig

from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.codec import decode_reply, encode
from edge_hub.contract.envelope import Reply
from edge_hub.contract.ids import uuid7
from edge_hub.contract.reasons import Reason

EACH = 150
APART_MAX = 1.5
"""Of the first deciles of two kinds of guesses: what a machine does beside disturbs them least."""


def served(rig: Rig, window: str = "w1", clerk: str = "101") -> tuple[str, str, str]:
    """(service, ticket, token) of somebody whose service is finished."""
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=clerk, pin="123456")))
    reply = rig.through_pins(rig.command(f"call-{window}", w.SignIn(window=window, clerk=clerk, pin="123456")))
    mine = {"session": reply.result["session"]}  # type: ignore[index]
    slip = rig.do("tm-1", q.TakeTicket(items=("card",))).result
    for body in (w.OpenWindow, q.CallNext, q.Start, q.Finish):
        rig.do(f"call-{window}", body(window=window), **mine)
    ticket = rig.hall.tickets[slip["ticket"]]  # type: ignore[index]
    return ticket.service or "", ticket.id, slip["token"]  # type: ignore[index]


def guess(service: str, token: str) -> r.Rate:
    return r.Rate(service=service, level=r.Level.VERY_BAD, channel=r.Channel.QR, token=token)


def told(reply: Reply) -> bytes:
    """What a guess learns: the reply without what names the guess itself."""
    return encode(reply.model_copy(update={"id": "", "seq": 0}))


def test_51_a_thousand_guesses_rate_nothing_and_are_all_told_the_same(tmp_path: Path, hand_in: Handed) -> None:
    guess_so_often(tmp_path, 1_000)
    hand_in(runs=1_000)


@pytest.mark.slow
def test_51_a_hundred_thousand_guesses_rate_nothing_and_are_all_told_the_same(tmp_path: Path, hand_in: Handed) -> None:
    guess_so_often(tmp_path, 100_000)
    hand_in(runs=100_000)


def guess_so_often(tmp_path: Path, count: int) -> None:
    """In groups, half of them at a service that is there."""
    rig = Rig(tmp_path)
    service, _, token = served(rig)
    rig.replies.clear()
    answers: set[bytes] = set()
    for _ in range(0, count, 500):
        tries = [guess(service, secrets.token_hex(16)) for _ in range(250)]
        tries += [guess(uuid7(rig.clock.ms, secrets.token_bytes(10)), secrets.token_hex(16)) for _ in range(250)]
        rig.step(*(rig.command("tm-2", one) for one in tries))
        answers |= {told(reply) for _, payload in rig.replies if (reply := decode_reply(payload))}
        rig.replies.clear()
    assert len(answers) == 1 and Reason.RATING_CLOSED.encode() in answers.pop()
    assert rig.hall.services[service].level is None
    assert rig.do("tm-2", guess(service, token)).ok, "its own code rates it"
    rig.close()


def test_51_the_code_of_one_slip_opens_no_service_of_another_and_nothing_but_ratings_after_the_day(
    tmp_path: Path,
) -> None:
    rig = Rig(tmp_path)
    mine, ticket, token = served(rig)
    other, _, _ = served(rig, "w2", "102")
    assert rig.ask(rig.command("tm-2", guess(other, token))).reason == Reason.RATING_CLOSED
    rig.clock.ms += 86_400_000
    rig.tick()
    assert rig.hall.day == "2026-11-25", "the next day has begun"
    for body in (q.ShowTicket(ticket=ticket), q.Cancel(ticket=ticket, why="回家"), q.Requeue(ticket=ticket)):
        no = rig.ask(rig.command("desk", body))
        assert no.reason == Reason.TICKET_UNKNOWN, "the ticket itself is over"
    assert rig.do("tm-2", guess(mine, token)).ok, "and its service can still be rated"
    rig.close()


def seconds(machine: Member, body: r.Rate) -> float:
    began_s = time.perf_counter()
    assert machine.ask(body).reason == Reason.RATING_CLOSED
    return time.perf_counter() - began_s


def test_51_the_time_of_an_answer_tells_nothing_either(closed_hall: Door) -> None:
    """A service that is there and one that is not, asked in turns over the real broker."""
    closed_hall.shell("clerk", "pin", "104", given="123456\n")
    with closed_hall.member("tm-1") as machine, closed_hall.member("call-w4") as pad:
        session = pad.do(w.SignIn(window="w4", clerk="104", pin="123456"))["session"]
        machine.do(q.TakeTicket(items=("invoice",)))
        for body in (w.OpenWindow, q.CallNext, q.Start, q.Finish):
            pad.do(body(window="w4"), session)
        pad.until(lambda: getattr(pad.snapshots.get(w.WindowNow), "to_rate", None))
        there = pad.snapshots[w.WindowNow].to_rate.service  # type: ignore[attr-defined]
        times: dict[str, list[float]] = {"there": [], "nowhere": []}
        for n in range(EACH):
            times["there"].append(seconds(machine, guess(there, secrets.token_hex(16))))
            nowhere = uuid7(n + 1, secrets.token_bytes(10))
            times["nowhere"].append(seconds(machine, guess(nowhere, secrets.token_hex(16))))
        pad.do(w.SignOut(window="w4"), session)
    fast = sorted(statistics.quantiles(one, n=10)[0] for one in times.values())
    print(f"51: first deciles {fast[0] * 1000:.2f} and {fast[1] * 1000:.2f} ms")
    assert fast[1] <= APART_MAX * fast[0]
