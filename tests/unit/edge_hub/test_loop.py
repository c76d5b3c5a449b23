"""The loop: one command, one effect, one reply; nothing is said before it is true; days only go forward."""

import json
from collections import Counter

import pytest
from fakes import invariants
from fakes.desk import CLERKS, MANAGER, PADS
from fakes.loop_rig import PowerCut, Rig
from fakes.quiet import Expect
from fakes.small_hall import at, small_site_without

from edge_hub.contract import desk as k
from edge_hub.contract import device as d
from edge_hub.contract import item as i
from edge_hub.contract import lease as le
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.codec import decode, decode_reply
from edge_hub.contract.envelope import Reply
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain import values as values
from edge_hub.loop import CLOCK_SETTLES_S, FAR_DAYS, FORGET_S, PINS_MAX, AnotherHub
from edge_hub.messages import Damaged, DeviceSeen, Incoming, Joined, Stop, Stranger
from edge_hub.store.connection import StoreFault, open_reader, query
from edge_hub.store.journal import records
from edge_hub.store.replies import KEPT_MS

TAKE = q.TakeTicket(items=("card",))


def replies(rig: Rig, since: int = 0) -> list[Reply]:
    read = [decode_reply(payload) for _, payload in rig.replies[since:]]
    assert None not in read
    return read  # type: ignore[return-value]


def events(rig: Rig, kind: str | None = None) -> list[dict[str, object]]:
    reader = open_reader(rig.store.path)
    found = [json.loads(one.body) for one in records(reader) if kind in (None, one.type)]
    reader.close()
    return found


def rows_of(rig: Rig, table: str) -> list[dict[str, object]]:
    cursor = rig.store._db.execute(f"SELECT * FROM {table}")
    names = [name for name, *_ in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def open_window(rig: Rig, window: str = "w1") -> str:
    """The clerk of a window is signed in and it is open; the session."""
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS[window], pin="123456"))).ok
    sign_in = w.SignIn(window=window, clerk=CLERKS[window], pin="123456")
    reply = rig.through_pins(rig.command(PADS[window], sign_in))
    assert reply.ok, reply.words
    session = str(reply.result["session"])
    rig.do(PADS[window], w.OpenWindow(window=window), session=session)
    return session


# ---- one command, one effect, one reply -----------------------------------------------------------------------------


def test_a_repeated_command_returns_the_first_reply(rig: Rig) -> None:
    take = rig.command("tm-1", TAKE)
    for _ in range(3):
        rig.step(take)
    assert len(set(rig.replies)) == 1 and len(rig.replies) == 3
    slip = replies(rig)[0].result
    assert slip["number"] == "A001" and len(slip["token"]) == 32 and slip["url"].endswith(slip["token"])
    assert len(events(rig, "TicketTaken")) == 1


def test_a_repeated_command_returns_the_first_reply_after_a_restart_and_after_other_things_happened(rig: Rig) -> None:
    take = rig.command("tm-1", TAKE)
    rig.step(take)
    rig.do("tm-2", TAKE)
    rig.do("desk", q.Cancel(why="x", ticket="A001"))
    rig.restart()
    rig.step(take)
    assert rig.replies[-1] == rig.replies[0]


def test_two_of_the_same_id_in_one_group_have_one_effect(rig: Rig) -> None:
    take = rig.command("tm-1", TAKE)
    rig.step(take, rig.command("tm-2", TAKE), take)
    assert [reply.result["number"] for reply in replies(rig)] == ["A001", "A002", "A001"]
    assert rig.replies[0] == rig.replies[2]


def test_the_token_is_in_the_reply_and_nowhere_on_disk(rig: Rig) -> None:
    token = rig.do("tm-1", TAKE).result["token"]
    rig.close()
    files = list(rig.directory.iterdir())
    assert files and all(token.encode() not in path.read_bytes() for path in files)
    rig.start()


def test_a_command_with_a_used_id_and_other_content_is_refused(rig: Rig) -> None:
    take = rig.command("tm-1", TAKE)
    other = rig.command("tm-1", q.TakeTicket(items=("invoice",)))
    stolen = Incoming(other.command.model_copy(update={"id": take.command.id}), other.digest, None)
    for group in ((take, stolen), (stolen, take)):
        since = len(rig.replies)
        rig.step(*group)
        said = {reply.ok: reply for reply in replies(rig, since)}
        assert said[False].reason == Reason.ID_REUSED and said[True].result["number"] == "A001"
    assert len(events(rig, "TicketTaken")) == 1


def test_another_device_cannot_ask_for_the_reply_of_a_command(rig: Rig) -> None:
    take = rig.command("tm-1", TAKE)
    rig.step(take)
    foreign = rig.command("tm-2", TAKE)
    rig.step(Incoming(foreign.command.model_copy(update={"id": take.command.id}), foreign.digest, None))
    assert rig.replies[-1][0] == "tm-2" and rig.last_reply().reason == Reason.ID_REUSED


def test_a_refusal_is_stored_and_repeated_though_things_have_changed(rig: Rig) -> None:
    session = open_window(rig)
    call = rig.command(PADS["w1"], q.CallNext(window="w1"), session=session)
    assert rig.ask(call).reason == Reason.NOBODY_WAITS
    rig.do("tm-1", TAKE)
    assert rig.ask(call).reason == Reason.NOBODY_WAITS
    assert rig.replies[-1] == rig.replies[-3]
    assert not events(rig, "TicketCalled")


def test_a_refusal_at_the_door_is_repeated_though_the_door_is_open_by_now(rig: Rig) -> None:
    """Delivered twice, it must not do what a person was told it did not."""
    ticket = rig.do("tm-1", TAKE).result["ticket"]
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=MANAGER, pin="482913"))).ok
    seat = rig.through_pins(rig.command("desk", k.SignInDesk(clerk=MANAGER, pin="482913"))).result["session"]
    cancel = rig.command("desk", q.Cancel(ticket=ticket, why="回家"), session=None)
    assert rig.ask(cancel).reason == Reason.NOT_SIGNED_IN
    said = rig.replies[-1]
    rig.do("desk", k.SignOutDesk(), session=seat)
    for _ in range(2):
        rig.ask(cancel)
        assert rig.replies[-1] == said
        rig.restart()
    assert not events(rig, "TicketCancelled")


def test_a_refusal_of_the_moment_is_not_kept(rig: Rig) -> None:
    """What comes too late stays too late by itself: no flood of it fills the disk."""
    rig.ask(rig.command("tm-1", TAKE, valid_until_ms=rig.clock.ms - 1))
    rig.ask(rig.command("tm-1", TAKE, epoch=rig.store.epoch + 1))
    assert query(rig.store._db, "SELECT 1 FROM command_dedup") == []


def test_a_question_leaves_no_trace(rig: Rig) -> None:
    rig.do("tm-1", TAKE)
    seq = rig.store.seq
    assert rig.do("desk", q.ShowTicket(ticket="A001")).result["brief"]["number"] == "A001"
    assert rig.store.seq == seq
    assert len(query(rig.store._db, "SELECT 1 FROM command_dedup")) == 1


def test_each_reply_carries_the_correlation_of_its_own_asking(rig: Rig) -> None:
    one = rig.command("tm-1", TAKE)
    rig.step(*(Incoming(one.command, one.digest, mark) for mark in (b"first", b"second", None)))
    assert [(out.device, out.correlation) for out in rig.sent] == [
        ("tm-1", b"first"), ("tm-1", b"second"), ("tm-1", None),
    ]  # fmt: skip


# ---- what is refused before it is looked at -------------------------------------------------------------------------


def test_what_is_stale_or_not_allowed_has_no_effect_and_stays_refused(rig: Rig) -> None:
    now = rig.clock.ms
    refused = {
        Reason.EXPIRED: rig.command("tm-1", TAKE, valid_until_ms=now - 1),
        Reason.WRONG_EPOCH: rig.command("tm-1", TAKE, epoch=2),
        Reason.DEVICE_UNKNOWN: rig.command("tm-9", TAKE),
        Reason.NOT_ALLOWED: rig.command("board-1", TAKE),
        Reason.NOT_SIGNED_IN: rig.command(PADS["w1"], q.CallNext(window="w1"), session="s"),
        Reason.WINDOW_UNKNOWN: rig.command("desk", q.CallNext(window="w9")),
    }
    seq = rig.store.seq
    for _ in range(2):
        for reason, command in refused.items():
            reply = rig.ask(command)
            assert not reply.ok and reply.reason == reason and reply.words
    assert rig.store.seq == seq and not rig.hall.tickets


def test_a_command_is_valid_until_its_last_millisecond(rig: Rig) -> None:
    assert rig.do("tm-1", TAKE, valid_until_ms=rig.clock.ms, epoch=1)


def test_nobody_may_ask_for_more_time_than_the_rules_give(rig: Rig) -> None:
    reply = rig.ask(rig.command("tm-1", TAKE, valid_until_ms=rig.clock.ms + 3_600_000))
    assert not reply.ok and reply.reason == Reason.MALFORMED and "too far ahead" in str(reply.words)


@pytest.mark.parametrize(("device", "body"), [("tm-1", TAKE), ("desk", q.ShowTicket(ticket="A001"))])
def test_a_command_that_does_not_say_until_when_it_is_valid_is_malformed(rig: Rig, device: str, body: Strict) -> None:
    reply = rig.ask(rig.command(device, body, valid_until_ms=None))
    assert not reply.ok and reply.reason == Reason.MALFORMED and "valid_until_ms: missing" in str(reply.words)
    assert not rig.hall.tickets


@pytest.mark.parametrize("kind", [d.ReportHealth, d.ReportSlip])
def test_a_fact_has_no_end(rig: Rig, kind: type[Strict]) -> None:
    """It was written down when it happened, and comes when the hub can hear it."""
    ticket = rig.do("tm-1", TAKE).result["ticket"]
    health = d.ReportHealth(part="printer", health=d.Health.DOWN, since_ms=1)
    fact = health if kind is d.ReportHealth else d.ReportSlip(ticket=ticket, printed=True, at_ms=1)
    assert rig.do("tm-1", fact, valid_until_ms=None)


def test_every_record_names_the_device_that_made_it_happen(rig: Rig) -> None:
    session = open_window(rig)
    rig.do("tm-1", TAKE)
    rig.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    assert [one.get("sender") for one in events(rig)] == [None, "desk", PADS["w1"], PADS["w1"], "tm-1", PADS["w1"]]


def test_a_hub_leaves_a_hall_that_another_one_serves(rig: Rig) -> None:
    with pytest.raises(AnotherHub, match="hub-2"):
        rig.step(Stranger("hub-2"))


def test_a_repeat_that_comes_after_its_time_still_gets_the_first_reply(rig: Rig) -> None:
    take = rig.command("tm-1", TAKE, valid_until_ms=rig.clock.ms + 5000)
    rig.step(take)
    rig.clock.ms += 60_000
    rig.step(take)
    assert rig.replies[0] == rig.replies[1]


def test_what_a_person_saw_must_still_be_so(rig: Rig) -> None:
    session = open_window(rig)
    rig.do("tm-1", TAKE)
    ver = rig.hall.windows["w1"].ver
    call = q.CallNext(window="w1")
    assert rig.ask(rig.command(PADS["w1"], call, session=session, expect_ver=ver - 1)).reason == Reason.STALE
    assert rig.do(PADS["w1"], call, session=session, expect_ver=ver)


# ---- PINs -----------------------------------------------------------------------------------------------------------


def test_a_sign_in_repeated_while_its_pin_is_checked_is_answered_once(rig: Rig) -> None:
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="123456")))
    sign_in = rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"))
    since = len(rig.replies)
    rig.step(sign_in, sign_in)
    rig.step(sign_in)
    assert len(rig.replies) == since, "no answer before the PIN was checked"
    rig.step(*rig.inbox.take(10))
    assert len(rig.replies) == since + 1 and rig.last_reply().ok
    rig.step(sign_in)
    assert rig.replies[-1] == rig.replies[since] and len(events(rig, "ClerkSignedIn")) == 1


def test_a_wrong_pin_repeated_by_the_network_counts_once(rig: Rig) -> None:
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="123456")))
    wrong = rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="654321"))
    assert rig.through_pins(wrong).reason == Reason.PIN_WRONG
    for _ in range(9):
        assert rig.ask(wrong).reason == Reason.PIN_WRONG
    assert rig.hall.tries["101", PADS["w1"]].failures == 1


def test_a_locked_clerk_is_told_at_once_and_also_after_a_restart(rig: Rig) -> None:
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="123456")))
    for n in range(5):
        wrong = w.SignIn(window="w1", clerk="101", pin=f"00000{n}")
        assert rig.through_pins(rig.command(PADS["w1"], wrong)).reason == Reason.PIN_WRONG
    rig.restart()
    right = w.SignIn(window="w1", clerk="101", pin="123456")
    assert rig.ask(rig.command(PADS["w1"], right)).reason == Reason.CLERK_LOCKED, "without the work of a check"
    elsewhere = w.SignIn(window="w2", clerk="101", pin="123456")
    assert rig.through_pins(rig.command(PADS["w2"], elsewhere)).ok, "one pad shuts nobody out of the hall"
    session = rig.last_reply().result["session"]
    rig.do(PADS["w2"], w.SignOut(window="w2"), session=session)
    rig.clock.ms += 15 * 60_000
    assert rig.through_pins(rig.command(PADS["w1"], right)).ok


def test_a_device_that_tries_many_pins_at_once_shuts_out_only_itself(rig: Rig) -> None:
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="102", pin="123456")))
    flood = [rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin=f"{n:06}")) for n in range(20)]
    rig.step(*flood)
    assert [one.reason for one in replies(rig)[-16:]] == [Reason.BUSY] * 16
    right = rig.command(PADS["w2"], w.SignIn(window="w2", clerk="102", pin="123456"))
    rig.step(right)
    assert len(replies(rig)) == 17, "nobody is told to wait but the one who floods"
    while not rig.last_reply().ok:
        rig.step(*rig.inbox.take(10))
    assert rig.last_reply().id == right.command.id


def test_a_wrong_pin_counts_again_after_a_power_cut_exactly_as_often_as_it_was_told(rig: Rig) -> None:
    for n in range(4):
        rig.through_pins(rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin=f"00000{n}")))
        rig.restart()
    assert rig.hall.tries["101", PADS["w1"]].failures == 4


def test_a_flood_of_sign_ins_is_told_that_the_hub_is_busy(rig: Rig) -> None:
    def sign_in() -> Incoming:
        return rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"))

    flood = [sign_in() for _ in range(PINS_MAX + 3)]
    rig.step(*flood)
    assert [reply.reason for reply in replies(rig)] == [Reason.BUSY] * 3
    checked = 0
    while checked < PINS_MAX:
        messages = rig.inbox.take(10)
        checked += len(messages)
        rig.step(*messages)
    assert {reply.reason for reply in replies(rig, 3)} == {Reason.PIN_WRONG}
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="123456"))).ok
    assert rig.through_pins(flood[-1]).ok, "busy was no answer: the same command is carried out when there is room"


def test_a_sign_in_that_expired_while_it_was_checked_leaves_room_for_others(rig: Rig) -> None:
    for _ in range(PINS_MAX + 1):
        late = rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"), valid_until_ms=rig.clock.ms)
        rig.step(late)
        rig.clock.ms += 1
        rig.step(*rig.inbox.take(10))
        assert rig.last_reply().reason == Reason.EXPIRED


def test_the_pin_is_nowhere_on_disk(rig: Rig) -> None:
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="8642097531"))).ok
    assert rig.through_pins(rig.command(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="8642097531"))).ok
    rig.close()
    assert all(b"8642097531" not in path.read_bytes() for path in rig.directory.iterdir())
    rig.start()


# ---- a group and its commit -----------------------------------------------------------------------------------------


def test_two_hundred_commands_share_one_commit(rig: Rig) -> None:
    commits = []
    rig.store._db.set_commit_hook(lambda: bool(commits.append(1)))
    rig.step(*(rig.command("tm-1", q.TakeTicket(items=("card",))) for _ in range(200)))
    rig.store._db.set_commit_hook(None)
    assert len(commits) == 1
    assert [reply.result["number"] for reply in replies(rig)] == [f"A{n:03}" for n in range(1, 201)]


def test_commands_of_one_group_see_what_those_before_them_did(rig: Rig) -> None:
    session = open_window(rig)
    since = len(rig.replies)
    rig.step(
        rig.command("tm-1", TAKE),
        rig.command(PADS["w1"], q.CallNext(window="w1"), session=session),
        rig.command(PADS["w1"], q.CallNext(window="w1"), session=session),
        rig.command(PADS["w1"], q.Finish(window="w1"), session=session),
    )
    assert [reply.reason for reply in replies(rig, since)] == [None, None, Reason.WINDOW_BUSY, None]


@pytest.mark.parametrize("cut", ["before", "between"])
def test_nothing_is_said_of_what_was_not_committed(rig: Rig, cut: str) -> None:
    rig.step(Joined())
    rig.snapshots.clear()
    rig.store.cut = cut
    with pytest.raises(PowerCut):
        rig.step(rig.command("tm-1", TAKE))
    assert not rig.replies and not rig.snapshots
    rig.restart()
    assert not rig.hall.tickets


def test_a_snapshot_never_runs_ahead_of_the_journal_on_disk(rig: Rig) -> None:
    session = open_window(rig)
    reader = open_reader(rig.store.path)
    seen = []

    def look(topic: str, payload: bytes) -> None:
        on_disk = query(reader, "SELECT max(seq) FROM journal")[0][0]
        seen.append(json.loads(payload)["seq"])
        assert seen[-1] <= on_disk, topic

    rig.on_snapshot = look
    for body in (TAKE, q.CallNext(window="w1"), q.Start(window="w1"), q.Finish(window="w1")):
        device = "tm-1" if body is TAKE else PADS["w1"]
        rig.do(device, body, session=None if body is TAKE else session)
        settle(rig)
    reader.close()
    assert max(seen) == rig.store.seq


def test_a_topic_is_published_once_for_a_group(rig: Rig) -> None:
    session = open_window(rig)
    rig.clock.ms += 1000
    rig.step(Joined())
    settle(rig)
    told: Counter[str] = Counter()
    rig.on_snapshot = lambda topic, payload: told.update([topic] if topic != topics.hub("test") else [])
    rig.clock.ms += 1000
    group = [rig.command("tm-1", TAKE) for _ in range(30)]
    group += [rig.command(PADS["w1"], body(window="w1"), session=session) for body in (q.CallNext, q.Start, q.Finish)]
    rig.step(*group)
    settle(rig)
    expected = [topics.window_now("test", window) for window in ("w1", "w2", "w4")]
    assert told == Counter([*expected, topics.board("test"), topics.lines("test")])


def test_what_the_store_says_no_to_ends_the_loop(rig: Rig) -> None:
    with pytest.raises(StoreFault, match="found the database damaged: page 7"):
        rig.step(Damaged("page 7"))


def test_a_stop_ends_the_run_after_what_came_before_it(rig: Rig) -> None:
    rig.inbox.post(rig.command("tm-1", TAKE))
    rig.inbox.post(Stop())
    rig.loop.run()
    assert rig.last_reply().ok


# ---- days and clocks ------------------------------------------------------------------------------------------------


def test_a_day_ends_at_midnight_with_whatever_is_left_over(rig: Rig) -> None:
    session = open_window(rig)
    for _ in range(4):
        rig.do("tm-1", TAKE)
    for body in (q.CallNext, q.Start, q.Finish, q.CallNext, q.Start, q.Hold, q.CallNext):
        rig.do(PADS["w1"], body(window="w1"), session=session)
    states = [one.state for one in rig.hall.tickets.values()]
    assert states == [TicketState.DONE, TicketState.HELD, TicketState.CALLED, TicketState.WAITING]
    rig.clock.ms = at("23:59:59")
    rig.tick()
    assert len(rig.hall.tickets) == 4
    rig.clock.ms = at("00:00", "2026-11-25")
    rig.tick()
    assert rig.hall.day == "2026-11-25" and not rig.hall.tickets
    left = events(rig, "DayRolled")[-1]["left_over"]
    assert isinstance(left, list) and len(left) == 3
    window = rig.hall.windows["w1"]
    assert (window.state, window.clerk, window.at, window.held) == (w.WindowState.CLOSED, None, None, ())
    assert dict(query(rig.store._db, "SELECT state, count(*) FROM ticket GROUP BY state")) == {
        "DONE": 1,
        "CANCELLED": 3,
    }  # type: ignore[arg-type]
    rig.clock.ms = at("09:30", "2026-11-25")
    assert rig.do("tm-1", TAKE).result["number"] == "A001"


@pytest.mark.fault(38)
def test_a_day_that_ends_while_the_hub_is_off_ends_at_its_start_before_anything_is_answered(rig: Rig) -> None:
    """Off in the evening with people at the windows and in the line, on again the next morning."""
    session = open_window(rig)
    served, waiting, late = (rig.do("tm-1", TAKE).result["ticket"] for _ in range(3))
    for body in (q.CallNext, q.Start):
        rig.do(PADS["w1"], body(window="w1"), session=session)
    lease = rig.do("tm-1", le.LeaseNumbers(queue="A")).result
    rig.do("desk", i.CloseItem(item="card", why="停电"))
    rig.clock.ms = at("09:30", "2026-11-25")
    rig.restart()
    (rolled,) = [one for one in events(rig, "DayRolled") if one["day"] == "2026-11-25"]
    assert rolled["left_over"] == [served, waiting, late]
    assert [one["outcome"] for one in rows_of(rig, "service")] == ["left_over"]
    assert {one["state"] for one in rows_of(rig, "ticket")} == {"CANCELLED"}
    assert rig.do("tm-1", TAKE).result["number"] == "A001", "numbers begin anew, and the item is open again"
    old_session = rig.ask(rig.command(PADS["w1"], q.Finish(window="w1"), session=session))
    assert old_session.reason == Reason.NOT_SIGNED_IN
    assert rig.ask(rig.command("desk", q.Cancel(ticket=waiting, why="x"))).reason == Reason.TICKET_UNKNOWN
    reported = le.ReportOfflineTicket(
        lease=lease["lease"], queue="A", nth=lease["first"], day=lease["day"], epoch=lease["epoch"],
        ticket=lease["tickets"][0], proof=rig.store.keys.sign(le.proof_text(
            "tm-1", lease["lease"], lease["day"], lease["epoch"], "A", lease["first"], lease["tickets"][0]
        )), items=("card",), taken_ms=at("16:40"),
    )  # fmt: skip
    assert rig.ask(rig.command("tm-1", reported)).reason == Reason.DAY_OVER
    invariants.rows_are_the_fold_of_the_journal(rig)


@pytest.mark.fault(38)
def test_a_power_cut_in_the_end_of_the_day_leaves_it_whole_or_not_begun(rig: Rig) -> None:
    rig.do("tm-1", TAKE)
    for cut, days in (("before", 1), ("between", 1), ("after", 2)):
        rig.clock.ms = at("00:00", "2026-11-25")
        rig.store.cut = cut
        with pytest.raises(PowerCut):
            rig.tick()
        rig.pins.close()
        rig.store.pull_the_plug()
        assert len(events(rig, "DayRolled")) == days, cut
        rig.clock.ms = at("23:59", "2026-11-24")
        rig.start()
        assert len(rig.hall.tickets) == (1 if days == 1 else 0)
        assert rig.hall.day == ("2026-11-24" if days == 1 else "2026-11-25"), "a day that began stays"
    invariants.rows_are_the_fold_of_the_journal(rig)


def test_who_still_waits_when_the_hall_closes_is_served_and_nobody_else_comes(rig: Rig) -> None:
    rig.clock.ms = at("16:44")
    session = open_window(rig)
    rig.do("tm-1", TAKE), rig.do("tm-1", TAKE)
    rig.clock.ms = at("16:46")
    assert rig.ask(rig.command("tm-1", TAKE)).reason == Reason.NO_MORE_TICKETS
    for body in (q.CallNext, q.Start):
        rig.do(PADS["w1"], body(window="w1"), session=session)
    rig.clock.ms = at("17:20")
    assert rig.ask(rig.command("tm-1", TAKE)).reason == Reason.HALL_CLOSED
    for body in (q.Finish, q.CallNext, q.Start, q.Finish):
        rig.do(PADS["w1"], body(window="w1"), session=session)
    assert {one.state for one in rig.hall.tickets.values()} == {TicketState.DONE}


def test_a_day_rolls_once(rig: Rig) -> None:
    rig.clock.ms = at("09:30", "2026-11-25")
    for _ in range(3):
        rig.tick()
    rig.restart()
    assert [one["day"] for one in events(rig, "DayRolled")] == ["2026-11-24", "2026-11-25"]


def test_days_never_go_back(rig: Rig) -> None:
    assert rig.do("tm-1", TAKE).result["number"] == "A001"
    rig.clock.ms = at("09:30", "2026-11-23")
    rig.tick()
    rig.restart()
    rig.tick()
    assert rig.hall.day == "2026-11-24"
    assert rig.do("tm-1", TAKE).result["number"] == "A002", "no number twice though the clock was set back"


def test_a_clock_that_jumps_is_on_record_once(rig: Rig, expects_warning: Expect) -> None:
    expects_warning("jumped by -7198.1 s", times=1)
    rig.clock.drift += 1.9
    rig.tick()
    assert not events(rig, "ClockJumped"), "a correction of the network's time is no jump"
    rig.clock.drift -= 7200
    for _ in range(3):
        rig.tick()
    assert [one["by_ms"] for one in events(rig, "ClockJumped")] == [-7_198_100]


DAY_S = 86_400.0


def test_a_clock_that_is_set_wrong_for_a_while_ends_nobodys_day(rig: Rig, expects_warning: Expect) -> None:
    expects_warning("clock jumped", times=2)
    rig.do("tm-1", TAKE)
    rig.clock.set_by(400 * DAY_S)
    for _ in range(int(CLOCK_SETTLES_S) - 10):
        rig.tick()
        rig.clock.ms += 1000
    rig.clock.set_by(-400 * DAY_S)
    for _ in range(int(CLOCK_SETTLES_S) + 10):
        rig.tick()
        rig.clock.ms += 1000
    assert rig.hall.day == "2026-11-24" and len(rig.hall.tickets) == 1
    assert len(events(rig, "ClockJumped")) == 2


def test_a_clock_that_stays_where_it_was_set_begins_its_day_after_it_has_settled(
    rig: Rig, expects_warning: Expect
) -> None:
    expects_warning("clock jumped by 86400.0 s", times=1)
    rig.clock.set_by(DAY_S)
    rig.tick()
    assert rig.hall.day == "2026-11-24"
    rig.clock.ms += round(CLOCK_SETTLES_S * 1000)
    rig.tick()
    assert rig.hall.day == "2026-11-25"


def test_a_hub_that_was_off_for_long_waits_for_its_clock_and_then_begins_the_day(
    rig: Rig, expects_warning: Expect
) -> None:
    expects_warning("waiting for the clock to settle", times=1)
    expects_warning("Nothing is erased on 2026-12-26", times=1)
    rig.clock.ms += round((FAR_DAYS + 1) * DAY_S * 1000)
    rig.restart()
    rig.tick()
    assert rig.hall.day == "2026-11-24"
    rig.clock.ms += round(CLOCK_SETTLES_S * 1000)
    rig.tick()
    assert rig.hall.day == "2026-12-26"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_set_does_not_stop_the_heart(rig: Rig, days: int, expects_warning: Expect) -> None:
    expects_warning("clock jumped", times=1)
    beats: list[bytes] = []
    rig.on_snapshot = lambda topic, payload: beats.append(payload) if topic == topics.hub("test") else None
    rig.tick()
    rig.clock.set_by(days * DAY_S)
    for _ in range(20):
        rig.clock.ms += 500
        rig.tick()
    assert 5 <= len(beats) <= 7


def test_replies_are_forgotten_after_three_days_of_running(rig: Rig) -> None:
    rig.do("tm-1", TAKE)
    rig.clock.ms += KEPT_MS - 1000
    rig.tick()
    assert len(query(rig.store._db, "SELECT 1 FROM command_dedup")) == 1
    rig.clock.ms += round(FORGET_S * 1000) + 2000
    rig.tick()
    assert not query(rig.store._db, "SELECT 1 FROM command_dedup")


def test_the_heart_beats_every_two_seconds_and_says_the_clock(rig: Rig) -> None:
    beats: list[bytes] = []
    rig.on_snapshot = lambda topic, payload: beats.append(payload) if topic == topics.hub("test") else None
    for _ in range(41):
        rig.tick()
        rig.clock.ms += 500
    assert len(beats) == 11
    status = decode(HubStatus, beats[-1])
    assert status is not None and status.up and status.now_ms == at("09:30:20") and status.day == rig.hall.day
    assert status.seq == rig.store.seq and status.epoch == 1


def test_lines_say_by_themselves_that_the_hall_has_closed(rig: Rig) -> None:
    rig.clock.ms = at("11:59:50")
    rig.step(Joined())
    settle(rig)
    assert json.loads(rig.snapshots[topics.lines("test")])["items"]["card"]["tickets"]
    rig.snapshots.clear()
    rig.clock.ms = at("12:00:01")
    rig.tick()
    settle(rig)
    assert not json.loads(rig.snapshots[topics.lines("test")])["items"]["card"]["tickets"]


# ---- the broker and the devices -------------------------------------------------------------------------------------


def settle(rig: Rig) -> None:
    """Everything that is due has been told."""
    for _ in range(20):
        rig.clock.ms += 200
        rig.step()


def test_after_the_broker_was_away_everything_is_told_again(rig: Rig) -> None:
    settle(rig)
    rig.snapshots.clear()
    rig.step(Joined())
    settle(rig)
    windows = [topics.window_now("test", window) for window in PADS]
    catalogues = [topics.catalogue("test", one) for one in ("social", "tax")]
    all_read = (topics.hub, topics.directory, topics.lines, topics.board, topics.announcements, topics.desk)
    public = [make("test") for make in all_read]
    machines = [topics.reprints("test", one) for one in ("tm-1", "tm-2")]
    pads = [topics.guided("test", one) for one in PADS.values()]
    assert set(rig.snapshots) == {*windows, *catalogues, *public, *machines, *pads}


def test_a_device_that_went_away_is_told_to_the_desk_until_it_is_back(rig: Rig) -> None:
    settle(rig)

    def offline() -> tuple[str, ...]:
        settle(rig)
        desk = decode(d.Desk, rig.snapshots[topics.desk("test")])
        assert desk is not None
        return desk.offline

    rig.step(DeviceSeen("tm-1", False), DeviceSeen("nobody", False), DeviceSeen("desk", False))
    assert offline() == ("tm-1",), "a console comes and goes, and a stranger is nobody"
    rig.step(DeviceSeen("tm-1", True), DeviceSeen("tm-1", True))
    assert offline() == ()


def test_a_hall_whose_configuration_has_shrunk_opens_all_the_same(rig: Rig) -> None:
    """An item, a window, a clerk, a machine and a class are gone while tickets still speak of them."""
    session = open_window(rig, "w4")
    one = rig.do("tm-1", q.TakeTicket(items=("card", "stamp"), cls="priority")).result["ticket"]
    two = rig.do("tm-1", q.TakeTicket(items=("invoice",))).result["ticket"]
    rig.do("tm-2", q.TakeTicket(items=("card",)))
    for body in (q.CallTicket(window="w4", ticket=one), q.Start(window="w4"), q.Finish(window="w4")):
        rig.do(PADS["w4"], body, session=session)
    rig.do(PADS["w4"], q.CallTicket(window="w4", ticket=two), session=session)
    rig.do("tm-1", d.ReportSlip(ticket=one, printed=False, why="缺纸", at_ms=rig.clock.ms))
    gone = {"items": ("stamp", "card"), "windows": ("w4", "w2"), "clerks": ("104",), "devices": ("tm-1",)}
    rig.site = small_site_without(**gone)
    rig.restart()
    rig.step(Joined())
    settle(rig)
    for ticket in (one, two):
        assert rig.do("desk", q.ShowTicket(ticket=ticket)).result["brief"]["ticket"] == ticket
    rig.do("desk", q.Cancel(why="x", ticket=one))
    rig.do("desk", q.Cancel(why="x", ticket=two))
    assert rig.do("tm-2", q.TakeTicket(items=("invoice",))).ok
    settle(rig)


def test_a_window_taken_out_with_a_ticket_at_it_is_empty_when_it_comes_back_another_day(rig: Rig) -> None:
    session = open_window(rig, "w4")
    rig.do("tm-1", TAKE)
    rig.do(PADS["w4"], q.CallNext(window="w4"), session=session)
    whole, rig.site = rig.site, small_site_without(windows=("w4",))
    rig.restart()
    rig.clock.ms = at("09:30", "2026-11-25")
    rig.tick()
    rig.site = whole
    rig.restart()
    rig.step(Joined())
    settle(rig)
    assert rig.hall.windows["w4"] == values.Window("w4")
    open_window(rig, "w4")


# ---- the session of a clerk -----------------------------------------------------------------------------------------


def test_a_session_stands_in_no_snapshot_and_in_no_answer_to_another_device(rig: Rig) -> None:
    published: list[bytes] = []
    rig.on_snapshot = lambda topic, payload: published.append(payload)
    session = open_window(rig)
    rig.do("tm-1", TAKE)
    rig.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    rig.do(PADS["w1"], q.Start(window="w1"), session=session)
    rig.do(PADS["w1"], q.Finish(window="w1"), session=session)
    for _ in range(40):  # everything is told again every half minute, some of it in each turn
        rig.clock.ms += 1000
        rig.tick()
    assert any(w.session_mark(session).encode() in payload for payload in published), "the window was told"
    assert not [payload for payload in published if session.encode() in payload]
    assert {device for device, payload in rig.replies if session.encode() in payload} == {PADS["w1"]}


def test_a_pad_that_was_started_again_is_told_its_session_also_by_a_hub_that_was_started_again(rig: Rig) -> None:
    session = open_window(rig)
    rig.restart()
    assert rig.do(PADS["w1"], w.ShowSession(window="w1")).result["session"] == session
    assert events(rig, "ClerkSignedIn")[-1]["device"] == PADS["w1"]


def test_a_session_that_nobody_touches_lapses_and_is_on_record(rig: Rig) -> None:
    session = open_window(rig)
    rig.do("tm-1", TAKE)
    rig.tick()
    idle_s = rig.site.rules.session_idle_min * 60
    rig.clock.ms += (idle_s - 1) * 1000
    rig.tick()
    assert rig.hall.windows["w1"].session == session
    rig.clock.ms += 1000
    rig.tick()
    assert (rig.hall.windows["w1"].session, rig.hall.windows["w1"].clerk) == (None, "101")
    assert rig.ask(rig.command(PADS["w1"], q.CallNext(window="w1"), session=session)).reason == Reason.NOT_SIGNED_IN
    assert [one["session"] for one in events(rig, "SessionLapsed")] == [session]
    rig.restart()
    assert rig.hall.windows["w1"].session is None and rig.hall.windows["w1"].clerk == "101"


def test_a_touch_of_the_pad_keeps_the_session_and_a_touch_of_another_device_does_not(rig: Rig) -> None:
    session = open_window(rig)
    rig.do("tm-1", TAKE)
    rig.tick()
    half_ms = rig.site.rules.session_idle_min * 30_000
    rig.clock.ms += half_ms
    rig.do(PADS["w1"], w.PauseWindow(window="w1", reason=w.PauseReason.BREAK), session=session)
    rig.clock.ms += half_ms
    rig.tick()
    assert rig.hall.windows["w1"].session == session
    rig.do("tm-1", TAKE)
    rig.do(PADS["w1"], w.ShowSession(window="w1"))  # by the pad itself, without a hand
    rig.clock.ms += half_ms
    rig.tick()
    assert rig.hall.windows["w1"].session is None


def test_a_clock_that_is_set_ends_no_session(rig: Rig, expects_warning: Expect) -> None:
    expects_warning("clock jumped by 3600.0 s", times=1)
    session = open_window(rig)
    rig.do("tm-1", TAKE)
    rig.tick()
    rig.clock.set_by(3600)
    rig.tick()
    assert rig.hall.windows["w1"].session == session


def test_a_clerk_whose_session_has_lapsed_is_signed_out_when_the_day_ends(rig: Rig) -> None:
    open_window(rig)
    rig.do("tm-1", TAKE)
    rig.tick()
    rig.clock.ms += rig.site.rules.session_idle_min * 60_000
    rig.tick()
    assert rig.hall.windows["w1"].clerk is not None and rig.hall.windows["w1"].session is None
    rig.clock.ms += 86_400_000
    rig.tick()
    assert rig.hall.windows["w1"].clerk is None
    assert [one.get("session") for one in events(rig, "ClerkSignedOut")] == [None]
