"""One example of every message of the contract, with every field set: what the golden files are written from."""

from typing import Any

from pydantic import BaseModel

from edge_hub.contract import admission as a
from edge_hub.contract import announcement as n
from edge_hub.contract import appointment as b
from edge_hub.contract import configuration as c
from edge_hub.contract import desk as k
from edge_hub.contract import device as d
from edge_hub.contract import erasure as e
from edge_hub.contract import hall as h
from edge_hub.contract import item as i
from edge_hub.contract import lease as le
from edge_hub.contract import need as nd
from edge_hub.contract import priority as pr
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import reprint as p
from edge_hub.contract import rule as ru
from edge_hub.contract import window as w
from edge_hub.contract import wired as wi
from edge_hub.contract.base import Strict, Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.envelope import Command, Rejected, Reply, rejected
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import TicketState
from edge_hub.contract.rating import Channel, Level
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import PauseReason, WindowState

NOW = 1_795_484_520_000
"""Tuesday 24 November 2026, 09:42 in the hall."""


def _id(n: int) -> str:
    return uuid7(NOW, n.to_bytes(10, "big"))


TICKET, SERVICE, SESSION, COMMAND = (_id(n) for n in (1, 2, 3, 4))
PERSON = "5a" * 32
OLD, WOMAN = q.AgeBand.OLD, q.Sex.FEMALE
FINGERPRINT = "-".join(["5A9C"] * 8)
CARD = Words(zh="社会保障卡申领", en="Applying for a social security card")
SOCIAL = Words(zh="社保就业", en="Social Insurance & Jobs")

WIRED: dict[str, Any] = {
    "id": "led-w1", "kind": "led", "driver": "led_onbon", "connection": "tcp://192.168.1.60:5005",
    "options": {"width": 128}, "terminal": "tm-1", "window": "w1", "zone": "a", "serial_number": "BX-1",
    "arrived": "2026-10-12",
}  # fmt: skip

DIGEST, OLDER = "4d" * 32, "3c" * 32
VERSION = c.Version(digest=DIGEST, by="1049", why="护照业务停办", back=True, at_ms=NOW)
OBSTACLE = c.Obstacle(
    what="item", id="card", words=Words(zh="还有 2 人", en="2 wait"), tickets=("A001", "A002"), count=2, passes=False
)

COMMANDS: tuple[Strict, ...] = (
    q.TakeTicket(
        items=("card", "pension"), free=True, cls="priority", reason="elderly", lang="en", needs=("hearing", "hani"),
        person=PERSON, age=OLD, sex=WOMAN,
    ),
    q.TakeWalkUp(window="w1", items=("card",), lang="en"),
    q.CallNext(window="w1"),
    q.CallTicket(window="w1", ticket=TICKET, why="行动不便"),
    q.Recall(window="w1"),
    q.Start(window="w1"),
    q.Finish(window="w1"),
    q.NoShow(window="w1"),
    q.Return(window="w1"),
    q.Hold(window="w1", why="复印材料"),
    q.Resume(window="w1", ticket=TICKET),
    q.Transfer(window="w1", to_item="pension", to_window="w2", why="换窗口"),
    q.UndoFinish(window="w1", ticket=TICKET),
    q.UndoNoShow(window="w1", ticket=TICKET),
    q.Requeue(ticket=TICKET),
    q.Cancel(ticket="A001", why="先回家"),
    i.CloseItem(item="card", reason=i.ClosingReason.SYSTEM, why="系统维护"),
    i.OpenItem(item="card", why="已恢复"),
    q.ShowTicket(ticket="A001"),
    w.SignIn(window="w1", clerk="1011", pin="482913"),
    w.ShowSession(window="w1"),
    w.SignOut(window="w1"),
    w.OpenWindow(window="w1"),
    w.PauseWindow(window="w1", reason=PauseReason.PAPERWORK, minutes=10),
    w.CloseWindow(window="w1"),
    w.SetPin(by="901", clerk="1011", pin="482913"),
    w.SignInByCard(window="w1", card="04A1B2C3D4", pin="482913"),
    w.SetCard(by="901", clerk="1011", card="04A1B2C3D4"),
    r.Rate(service=SERVICE, level=Level.VERY_GOOD, channel=Channel.PAD, token="5d" * 16),
    r.ChangeRating(service=SERVICE, level=Level.GOOD, token="5d" * 16),
    r.DetailRating(service=SERVICE, tags=("510", "517"), text="很好", token="5d" * 16),
    d.ReportHealth(
        part="printer", health=d.Health.DOWN, why="缺纸", hint="装纸", since_ms=NOW, counters={"cuts": 7},
        why_en="out of paper", hint_en="Load paper.", consumables={"paper": "out"},
    ),
    wi.ReportStep(device="cabinet-1", step="open_cell", cell=3, by="1050", passed=False, why="柜门没开", at_ms=NOW),
    d.ReportSlip(ticket=TICKET, printed=False, why="缺纸", reprint=True, at_ms=NOW),
    le.LeaseNumbers(queue="A", after=629),
    le.ReportOfflineTicket(
        lease=SESSION, queue="A", nth=600, day="2026-11-24", epoch=1, ticket=TICKET, proof="9c" * 16,
        items=("card", "pension"), cls="priority", reason="elderly", lang="en", taken_ms=NOW, instead_of=SESSION,
    ),
    p.ReprintSlip(ticket="A001", at="tm-1", why="号票丢失"),
    k.SignInDesk(clerk="1045", pin="482913"),
    k.SignOutDesk(),
    k.TakeAtDesk(
        items=("card", "pension"), cls="priority", ground="elderly", lang="en", person=PERSON,
        reason=k.HelpReason.NO_PHONE, why="老人独自前来", needs=("hearing",), lift=True, print_at="tm-1",
    ),
    k.RegisterWritten(
        number="A800", items=("card", "pension"), cls="priority", ground="elderly", lang="en", taken_ms=NOW,
        why="主机停电",
    ),
    k.MergeTickets(ticket="A002", into="A001", why="同一人取了两张"),
    k.GivePriority(ticket="A001", cls="priority", reason="elderly", why="出示证件"),
    k.LiftLimit(ticket="A001", item="card", why="材料退回重办"),
    n.Announce(zh="今天16:00停电检修", en="Power off at 16:00 today", until_ms=NOW + 3_600_000),
    n.EndAnnouncement(announcement=SERVICE),
    p.FetchSlip(request=SERVICE),
    a.ApproveDevice(by="901", device="tm-1", code="K7M2Q9XD", fingerprint=FINGERPRINT),
    a.RevokeDevice(by="901", device="tm-1", cause=a.Cause.STOLEN, why="夜间被盗"),
    a.ShowDevices(),
    b.ListSlots(item="card", day="2026-11-25"),
    b.ListAppointments(day="2026-11-25"),
    b.BookAppointment(items=("card", "pension"), day="2026-11-25", start="09:30", lang="en", person=PERSON),
    b.MoveAppointment(appointment=SERVICE, day="2026-11-25", start="10:00"),
    b.CancelAppointment(appointment="31415926", why="改天再来"),
    b.CheckIn(shown="31415926"),
    nd.NoteNeeds(ticket="A001", needs=("hearing", "hani")),
    c.StageConfiguration(digest=DIGEST, part=1, parts=2, data="eJxTYA=="),
    c.ReviewConfiguration(digest=DIGEST),
    c.ApplyConfiguration(digest=DIGEST, seen=OLDER, by="1049", why="护照业务停办", when_empty=True, back=True),
    c.WithdrawConfiguration(by="1049", why="暂不调整"),
    c.ShowConfiguration(),
)  # fmt: skip


def command(body: Strict) -> Command:
    """The envelope with every field set."""
    return Command(
        id=COMMAND, device="call-w1", session=SESSION, epoch=1, expect_ver=7, valid_until_ms=NOW + 5000,
        body=body,  # type: ignore[arg-type]
    )  # fmt: skip


WHY = q.CallWhy(
    cls="priority", rank=1, came="returned", overtaken=1, firm=True, passed_by_class=2, passed_by_choice=1,
    passed=("A001", "A002", "A004"), rule="help",
)  # fmt: skip
AT_W1: dict[str, Any] = {"ticket": TICKET, "window": "w1", "at_ms": NOW}
BY_CLERK: dict[str, Any] = {"window": "w1", "clerk": "1011", "at_ms": NOW}
REPRINT: dict[str, Any] = {"request": SERVICE, "ticket": TICKET, "machine": "tm-1", "at_ms": NOW}
CHOICE = q.ItemChoice(item="pension", because="shortest", waits_s={"card": 600, "pension": 240})
SLOT: dict[str, Any] = {
    "appointment": SERVICE, "start_ms": NOW + 1_080_000, "end_ms": NOW + 2_880_000, "device": "desk", "by": "2001",
    "at_ms": NOW,
}  # fmt: skip
_EVENTS: tuple[BaseModel, ...] = (
    q.TicketTaken(
        ticket=TICKET, number="A001", queue="A", nth=1, day="2026-11-24", items=("card", "pension"), cls="priority",
        lang="en", device="tm-1", person=PERSON, token_hash="7b" * 32, ahead=3, free=True, first=CHOICE, lease=SESSION,
        order=5001,
        forecast=q.Forecast(low_s=240, likely_s=600, high_s=1080, sort="few"), age=OLD, sex=WOMAN, at_ms=NOW,
    ),
    q.TicketCalled(item="card", clerk="1011", policy="longest_wait", passed_over=2, why=WHY, by="1045", **AT_W1),
    q.TicketRecalled(**AT_W1),
    q.ServiceStarted(service=SERVICE, item="card", clerk="1011", by="walk_up", **AT_W1),
    q.ServiceFinished(service=SERVICE, item="card", clerk="1011", after=TicketState.SERVING, then=CHOICE, **AT_W1),
    q.TicketPassed(**AT_W1),
    q.TicketReturned(**AT_W1),
    q.TicketReleased(**AT_W1),
    q.TicketHeld(**AT_W1),
    q.TicketResumed(**AT_W1),
    q.TicketTransferred(service=SERVICE, to_item="pension", to_window="w2", **AT_W1),
    q.FinishUndone(service=SERVICE, void=SESSION, **AT_W1),
    q.NoShowUndone(**AT_W1),
    q.TicketRequeued(ticket=TICKET, by="1045", places=2, queued_ms=NOW, order=1001, at_ms=NOW),
    q.TicketCancelled(ticket=TICKET, by="1045", device="desk", instead=SERVICE, at_ms=NOW),
    i.ItemClosed(
        item="card", device="desk", by="1045", reason=i.ClosingReason.FULL, rule="card-full", waiting=4, at_ms=NOW
    ),
    i.ItemOpened(item="card", device="desk", by="1045", at_ms=NOW),
    ru.RuleBegan(
        rule="help", items=("card",), windows=("w2",), stops=True, waiting=11, longest_ms=1_260_000, at_ms=NOW
    ),
    ru.RuleEnded(rule="help", because="hours", waiting=4, longest_ms=300_000, at_ms=NOW),
    k.TicketHelped(ticket=TICKET, device="desk", by="1045", how="printed", lifted=True, at_ms=NOW),
    k.ItemsAdded(
        ticket=TICKET, by="1045", from_ticket=SERVICE, items=("card", "pension"), cls="priority", at_ms=NOW
    ),
    k.TicketMerged(ticket=TICKET, by="1045", into=SERVICE, at_ms=NOW),
    k.PriorityGiven(ticket=TICKET, by="1045", cls="priority", was="normal", at_ms=NOW),
    pr.PriorityClaimed(ticket=TICKET, by="1045", cls="priority", asked=True, device="tm-1", at_ms=NOW),
    k.LimitLifted(ticket=TICKET, by="1045", item="card", at_ms=NOW),
    k.GuideSignedIn(clerk="1045", device="desk", session=SESSION, at_ms=NOW),
    k.GuideSignedOut(clerk="1045", device="desk", idle=True, at_ms=NOW),
    n.Announced(
        announcement=SERVICE, by="1045", zh="今天16:00停电检修", en="Power off at 16:00 today",
        until_ms=NOW + 3_600_000, device="desk", at_ms=NOW,
    ),
    n.AnnouncementEnded(announcement=SERVICE, by="1045", device="desk", at_ms=NOW),
    q.DayRolled(day="2026-11-24", left_over=(TICKET,), at_ms=NOW),
    r.ServiceRated(
        service=SERVICE, ticket=TICKET, window="w1", item="card", clerk="1011", level=Level.GOOD, channel=Channel.PAD,
        device="rate-w1", at_ms=NOW,
    ),
    r.RatingChanged(service=SERVICE, level=Level.GOOD, was=Level.BAD, device="rate-w1", at_ms=NOW),
    r.RatingDetailed(service=SERVICE, tags=("406",), has_text=True, at_ms=NOW),
    r.RatingDefaulted(
        service=SERVICE, ticket=TICKET, window="w1", item="card", clerk="1011", day="2026-11-24", finished_ms=NOW,
        at_ms=NOW,
    ),
    w.ClerkSignedIn(session=SESSION, device="call-w1", **BY_CLERK),
    w.SessionLapsed(session=SESSION, **BY_CLERK),
    w.ClerkSignedOut(session=SESSION, **BY_CLERK),
    w.SignInFailed(device="call-w1", **BY_CLERK),
    w.PinSet(clerk="1011", device="desk", at_ms=NOW),
    w.CardSet(clerk="1011", device="desk", given=True, at_ms=NOW),
    w.CardRefused(device="call-w1", at_ms=NOW),
    w.WindowOpened(**BY_CLERK),
    w.WindowPaused(reason=PauseReason.BREAK, until_ms=NOW + 600_000, **BY_CLERK),
    w.WindowClosed(**BY_CLERK),
    d.DeviceReported(
        device="tm-1", part="printer", health=d.Health.DOWN, why="缺纸", hint="装入80毫米纸", since_ms=NOW,
        counters={"cuts": 7}, at_ms=NOW, why_en="out of paper", hint_en="Load 80 mm paper.",
        consumables={"paper": "out"},
    ),
    d.SlipReported(ticket=TICKET, device="tm-1", printed=False, why="缺纸", reprint=True, at_ms=NOW),
    wi.StepDone(
        owner="host-a", device="cabinet-1", step="open_cell", cell=3, by="1050", passed=False, why="柜门没开", at_ms=NOW
    ),
    le.NumbersLeased(
        lease=SESSION, device="tm-1", queue="A", day="2026-11-24", epoch=1, start=600, first=600, tickets=(TICKET,),
        at_ms=NOW,
    ),
    le.OfflineTicketStranded(
        ticket=TICKET, number="A600", device="tm-1", lease=SESSION, queue="A", nth=600, day="2026-11-24",
        items=("card",), cls="priority", why=le.Stranding.DAY_OVER, taken_ms=NOW, at_ms=NOW,
    ),
    a.DeviceApproved(device="tm-1", proof=a.Proof.CERTIFICATE, fingerprint=FINGERPRINT, by="desk", at_ms=NOW),
    a.DeviceRevoked(device="tm-1", cause=a.Cause.STOLEN, why="夜间被盗", by="desk", at_ms=NOW),
    p.ReprintAsked(by="1045", **REPRINT),
    p.ReprintFetched(**REPRINT),
    p.ReprintLapsed(**REPRINT, fetched=True),
    b.AppointmentBooked(items=("card", "pension"), lang="en", code_hash="9c" * 16, **SLOT),
    b.AppointmentMoved(**SLOT),
    b.AppointmentCancelled(appointment=SERVICE, device="desk", by="2001", at_ms=NOW),
    b.AppointmentKept(appointment=SERVICE, ticket=TICKET, shown="code", late=True, device="tm-1", by="2001", at_ms=NOW),
    b.AppointmentExpired(appointment=SERVICE, at_ms=NOW),
    nd.NeedsNoted(ticket=TICKET, device="tm-1", by="2001", at_ms=NOW),
    h.HubStarted(hub="hub-1", epoch=1, version="0.1.0", by="106", why="主机坏了", wished_ms=NOW, at_ms=NOW),
    h.NumbersSkipped(count=200, at_ms=NOW),
    h.ClockJumped(by_ms=-7000, at_ms=NOW),
    c.ConfigurationKept(digest=DIGEST, content="eJxTYA==", at_ms=NOW),
    c.ConfigurationApplied(digest=DIGEST, was=OLDER, by="1049", why="护照业务停办", back=True, at_ms=NOW),
    c.ConfigurationAwaited(digest=DIGEST, by="1049", why="护照业务停办", back=True, closed=("card",), at_ms=NOW),
    c.ConfigurationWithdrawn(digest=DIGEST, by="1049", why="暂不调整", at_ms=NOW),
    e.KeyDestroyed(record=f"{COMMAND}:0", record_type="TicketCancelled", at_ms=NOW),
    e.RetentionApplied(
        day="2026-11-24", destroyed={"tickets_days": 7}, detail_from="2026-05-28", postponed=True, at_ms=NOW
    ),
    e.JournalPruned(
        day="2025-10-20", upto=15_203, chain="6c" * 32, records=15_203, figures={"tickets": 810}, rows="7d" * 32,
        at_ms=NOW,
    ),
)  # fmt: skip
EVENTS = tuple(one.model_copy(update={"sender": "call-w1"}) for one in _EVENTS)

BRIEF: dict[str, Any] = {
    "ticket": TICKET, "number": "A001", "item": "card", "item_name": CARD, "cls": "normal",
    "state": TicketState.SERVING, "since_ms": NOW, "ver": 4,
}  # fmt: skip
AT = q.AtWindow(**BRIEF, calls=2, called_ms=NOW, started_ms=NOW, items_left=(CARD,))
TO_RATE = r.ToRate(
    service=SERVICE, ticket=TICKET, number="A001", item="card", item_name=CARD, finished_ms=NOW, level=Level.GOOD,
    detailed=True,
)  # fmt: skip
CALL = h.Call(number="A001", window="w1", label="A01", zone="a", called_ms=NOW, calls=2, state="SERVING", priority=True)
ITEM = h.ItemInfo(
    id="card", department="social", name=CARD, short_name=CARD, pinyin="she bao ka", initials="sbk",
    keywords=("社保卡",), theme=True, joint_departments=("tax",), case_kind="immediate", legal_days=20, promised_days=5,
    materials=(h.MaterialInfo(name=CARD, originals=1, copies=2, required=True),), cost=Words(zh="免费", en="Free"),
    real_name=True, wanted=3,
)  # fmt: skip
RULES = h.TerminalRules(
    home_timeout_s=60, reply_timeout_s=5.0, rating_timeout_s=60, undo_s=60, recall_max=3, no_show_after_s=60,
    warn_line_len=10, ticket_max_items=3, second_thought_s=10, card_alone=True,
)  # fmt: skip
CLOSED = i.ClosedItem(
    item="card", name=CARD, reason=i.ClosingReason.FULL, why=i.CLOSING_NAMES[i.ClosingReason.FULL], since_ms=NOW,
    device="desk", by="1045", rule="card-full", waiting=4, windows=("A01",), words=SOCIAL,
)  # fmt: skip
ANNOUNCEMENT = n.Announcement(announcement=SERVICE, words=SOCIAL, since_ms=NOW, until_ms=NOW + 3_600_000)
SAID: dict[str, Any] = {"epoch": 1, "seq": 42, "valid_s": 60.0}
GUIDED = nd.Guided(ticket=TICKET, number="A001", window="A01", needs=(CARD,), called_ms=NOW, served=True)
SNAPSHOTS: tuple[BaseModel, ...] = (
    h.HubStatus(
        **SAID, up=True, hall="puer", hub="hub-1", clock=ClockRule(start_ms=NOW, real_start_ms=NOW - 7, speed=2.5),
        now_ms=NOW, day="2026-11-24", beat_s=2.0, refused=3, status_port=8443, status_tls=True,
        opening=h.Opening(tickets=True, open=True, words=SOCIAL, closes_ms=NOW, reopens_ms=NOW),
    ),
    h.Directory(
        **SAID, name=SOCIAL, short_name=SOCIAL, address=SOCIAL, phone="0879-12345",
        zones=(h.ZoneInfo(id="a", name=SOCIAL, floor=1),),
        departments=(
            h.DepartmentInfo(
                id="social", name=SOCIAL, short_name=SOCIAL, icon="shield-check", color="#1155CC", queue="A", zone="a"
            ),
        ),
        windows=(h.WindowInfo(id="w1", label="A01", name=SOCIAL, zone="a", department="social", kind="intake"),),
        levels=(h.LevelInfo(level=Level.GOOD, words=SOCIAL, tags=(h.TagInfo(code="406", words=SOCIAL),)),),
        classes=(h.ClassInfo(id="priority", name=SOCIAL, rank=20, reasons=(SOCIAL,), reason_ids=("elderly",)),),
        appointments=True, needs=(h.NeedInfo(id="hearing", name=SOCIAL),), notices=(SOCIAL,), rules=RULES,
    ),
    h.Catalogue(**SAID, department="social", items=(ITEM,)),
    h.Lines(
        **SAID, waiting=4, departments={"social": 4},
        items={"card": h.ItemLine(waiting=4, windows=("A01",), wait_min=(10, 20), tickets=False, why=SOCIAL)},
    ),
    h.Board(**SAID, now=(CALL,), recent=(CALL,), passed=("A002",)),
    w.WindowNow(
        **SAID, window="w1", label="A01", name=SOCIAL, department=SOCIAL, state=WindowState.PAUSED, ver=9,
        clerk=w.ClerkFace(clerk="1011", name="何秀英", photo="1011.jpg", party_member=True),
        session_mark=w.session_mark(SESSION), at=AT,
        held=(q.TicketBrief(**BRIEF),), passed=(q.TicketBrief(**BRIEF),), next=(q.TicketBrief(**BRIEF),), waiting=4,
        items=(w.LineOfItem(item="card", name=CARD, waiting=4),), pause=PauseReason.BREAK, pause_until_ms=NOW,
        finished=q.TicketBrief(**BRIEF), to_rate=TO_RATE, served_today=12, longest_wait_ms=61_000,
        wait_level=q.WaitLevel.WARN,
    ),
    d.Desk(
        **SAID, offline=("board-1",), parts_more=2, slips_more=3,
        parts=(
            d.PartHealth(device="tm-1", part="printer", health=d.Health.DOWN, why="缺纸", hint="装纸", since_ms=NOW),
        ),
        slips=(d.SlipFault(ticket=TICKET, number="A001", device="tm-1", why="缺纸", at_ms=NOW),), waits_more=1,
        waits=(d.LongWait(item="card", name=CARD, waiting=4, since_ms=NOW, level=q.WaitLevel.RED, windows=2),),
        stranded=(le.StrandedTicket(
            ticket=TICKET, number="A600", device="tm-1", why=le.Stranding.DAY_OVER, taken_ms=NOW, at_ms=NOW
        ),),
        stranded_more=2,
        reprints=(p.Reprint(**REPRINT, number="A001", state=p.ReprintState.FAILED, why="缺纸"),), guided=(GUIDED,),
        closed=(CLOSED,), closed_more=1,
        rules=(ru.RuleNow(rule="help", name=SOCIAL, windows=("B01",), stops=True, since_ms=NOW),),
        seats=(d.SeatTaken(
            device="desk", clerk="1045", name="蒋彩云", since_ms=NOW, session_mark=w.session_mark(SESSION)
        ),),
        announcements=(ANNOUNCEMENT,),
    ),
    n.Announcements(**SAID, shown=(ANNOUNCEMENT,)),
    nd.GuidedHere(**SAID, now=GUIDED),
    wi.WiredHere(**SAID, device="host-a", wired=(wi.Wired(**WIRED),)),
    wi.WiredStates(**SAID, device="host-a", away=True, wired=(wi.WiredState(
        **WIRED, health=d.Health.DEGRADED, why=Words(zh="纸将用完", en="paper low"),
        hint=Words(zh="请备纸卷", en="Have a roll ready."), since_ms=NOW, counters={"prints": 7},
        consumables={"paper": "low"}, told_ms=NOW,
    ),)),
    p.Reprints(**SAID, wanted=(p.WantedSlip(request=SERVICE, number="A001"),)),
    d.DeviceStatus(up=True, version="0.1.0", since_ms=NOW),
)  # fmt: skip

BOOKED: dict[str, Any] = {
    "appointment": SERVICE, "items": ("card",), "item_names": (CARD,), "start_ms": NOW, "end_ms": NOW + 1_800_000,
    "state": b.AppointmentState.CHECKED_IN, "ticket": TICKET,
}  # fmt: skip
RESULTS: tuple[BaseModel, ...] = (
    q.TicketSlip(
        ticket=TICKET, number="A001", items=("card",), item_names=(CARD,), windows=("A01", "A02"), ahead=3,
        wait_min=(10, 20), cls="normal", taken_ms=NOW, lang="en", token="0f" * 16,
        url="https://hall.example/t/" + "0f" * 16,
    ),
    AT,
    q.TicketStory(
        brief=q.TicketBrief(**BRIEF), items=(CARD,), window="A01", taken_ms=NOW, ahead=3,
        lines=(q.StoryLine(at_ms=NOW, what="taken", words=Words(zh="取号", en="taken")),),
    ),
    w.SignedIn(session=SESSION, clerk="1011", name="何秀英"),
    CLOSED,
    ANNOUNCEMENT,
    le.NumberLease(
        lease=SESSION, device="tm-1", queue="A", day="2026-11-24", epoch=1, first=600, numbers=("A600",),
        tickets=(TICKET,), url="https://hall.example/t/", tokens=("0f" * 16,), proofs=("9c" * 16,),
    ),
    p.Reprint(**REPRINT, number="A001", state=p.ReprintState.FAILED, why="缺纸"),
    a.DeviceList(
        admitted=(a.Admitted(
            device="tm-1", revoked=True, proof=a.Proof.CERTIFICATE, fingerprint=FINGERPRINT, cause=a.Cause.STOLEN,
            why="夜间被盗", by="desk", at_ms=NOW,
        ),),
        asking=(a.Asking(
            device="tm-2", proof=a.Proof.PASSWORD, fingerprint=FINGERPRINT, host="192.168.30.21", until_ms=NOW
        ),),
    ),
    b.AppointmentSlip(**BOOKED, code="31415926"),
    b.AppointmentList(appointments=(b.AppointmentBrief(**BOOKED),), more=2),
    b.Slots(
        item="card", name=Words(zh="社保卡", en="Social security card"), day="2026-11-25",
        slots=(b.Slot(start_ms=NOW, end_ms=NOW + 1_800_000, places=4, left=1, begun=True),),
    ),
    c.Staged(missing=1),
    c.Review(
        digest=DIGEST, applied=OLDER, changes=("- items card “社保卡”",), changes_more=3, obstacles=(OBSTACLE,),
        notes=(Words(zh="过号的 A007 将不能再排队", en="the no-show A007 could not come back"),),
    ),
    c.Configurations(
        applied=DIGEST, before=OLDER, awaited=VERSION, obstacles=(OBSTACLE,), versions=(VERSION,),
    ),
    c.Applied(digest=DIGEST, waits=True, obstacles=(OBSTACLE,), closed=("card",)),
)  # fmt: skip
REFUSAL: Rejected = rejected(Reason.WINDOW_BUSY, number="A001")


def reply(result: BaseModel | None) -> Reply:
    """A yes with its result, or a no with its reason and sentence."""
    if result is None:
        return Reply(id=COMMAND, ok=False, epoch=1, seq=42, reason=REFUSAL.reason, words=REFUSAL.words)
    return Reply(id=COMMAND, ok=True, epoch=1, seq=42, result=result)


def example(kind: type[BaseModel]) -> BaseModel:
    """The example of a kind of event, snapshot, command body or result."""
    return next(one for one in (*COMMANDS, *EVENTS, *SNAPSHOTS, *RESULTS) if type(one) is kind)


def golden() -> dict[str, BaseModel]:
    """Every example by the name of its golden file."""
    named: dict[str, BaseModel] = {f"command-{type(one).__name__}": command(one) for one in COMMANDS}
    named |= {f"event-{type(one).__name__}": one for one in EVENTS}
    named |= {f"snapshot-{type(one).__name__}": one for one in SNAPSHOTS}
    named |= {f"reply-{type(one).__name__}": reply(one) for one in RESULTS}
    return {**named, "reply-no": reply(None)}
