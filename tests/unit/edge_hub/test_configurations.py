"""A configuration through the real loop and the real store: brought in parts, applied, kept, gone back from."""

import json
from pathlib import Path

import pytest
from fakes import config_desk as office
from fakes import invariants
from fakes.loop_rig import PowerCut, Rig
from fakes.small_hall import small_bundle, with_item, with_rules, with_window, without_item, without_window

from configs.bundle import Bundle
from edge_hub.contract import configuration as c
from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.reasons import Reason
from edge_hub.store.store import configured_in

FIRST = small_bundle()


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """A hub with a configuration on record."""
    rig = Rig(tmp_path)
    assert office.apply(rig, FIRST).ok
    return rig


def told(rig: Rig, topic: str) -> dict:  # type: ignore[type-arg]
    """What is told there once everything due has gone out."""
    rig.clock.ms += 1000
    rig.step()
    return dict(json.loads(rig.snapshots[topic]))


def test_a_configuration_comes_in_many_parts_in_any_order_and_twice(rig: Rig) -> None:
    bundle = small_bundle(with_rules(recall_max=5))
    packed = bundle.packed()
    parts = [packed[at : at + 100] for at in range(0, len(packed), 100)]
    for nth in (*reversed(range(len(parts))), 0):
        body = c.StageConfiguration(digest=bundle.digest, part=nth, parts=len(parts), data=parts[nth])
        rig.do("desk", body)
    found = c.Review.model_validate(office.read(rig, c.ReviewConfiguration(digest=bundle.digest)).result)
    assert found.changes == ("~ rules: recall_max: 2 -> 5",) and found.applied == FIRST.digest


def test_what_was_not_brought_in_full_or_by_another_console_is_unknown(rig: Rig) -> None:
    bundle = small_bundle(with_rules(recall_max=5))
    rig.do("desk", c.StageConfiguration(digest=bundle.digest, part=0, parts=2, data="eJ"))
    reply = rig.ask(rig.command("desk", c.ReviewConfiguration(digest=bundle.digest)))
    assert reply.reason == Reason.CONFIGURATION_UNKNOWN


def test_parts_that_say_something_else_than_their_name_are_refused(rig: Rig) -> None:
    bundle = small_bundle(with_rules(recall_max=5))
    rig.do("desk", c.StageConfiguration(digest=bundle.digest, part=0, parts=1, data=FIRST.packed()))
    reply = office.read(rig, c.ReviewConfiguration(digest=bundle.digest))
    assert reply.reason == Reason.CONFIGURATION_BROKEN and "digest" in (reply.words.en if reply.words else "")


def test_a_broken_file_is_refused_with_file_line_and_key_and_nothing_changes(rig: Rig) -> None:
    rules = {**json.loads(FIRST.files["rules.yaml"]), "recal_max": 3}
    files = {**FIRST.files, "rules.yaml": json.dumps(rules, indent=1)}
    broken, seq = Bundle(files, {}), rig.store.seq
    line = 1 + files["rules.yaml"].split("recal_max")[0].count("\n")
    reply = office.apply(rig, broken)
    assert reply.reason == Reason.CONFIGURATION_BROKEN and reply.words is not None
    assert f'rules.yaml:{line}: recal_max: unknown key, did you mean "recall_max"?' in reply.words.en
    assert rig.hall.configured.applied == FIRST.digest and rig.store.seq == seq


def test_who_did_it_and_why_is_on_record_with_the_digest(rig: Rig) -> None:
    bundle = small_bundle(with_item("permit"))
    assert office.apply(rig, bundle, why="新增事项").ok
    record, event, _ = list(invariants.happenings(rig))[-1]
    assert isinstance(event, c.ConfigurationApplied)
    assert (event.digest, event.was, event.by, event.why, event.sender) == (
        bundle.digest, FIRST.digest, "900", "新增事项", "desk",
    )  # fmt: skip
    assert record.etype == "hall"
    invariants.rows_are_the_fold_of_the_journal(rig)


def test_screens_are_told_a_new_item_and_a_renamed_window_within_a_second(rig: Rig) -> None:
    told(rig, topics.directory("test"))

    def renamed(site: dict) -> None:  # type: ignore[type-arg]
        site["windows"][0]["label"] = "A09"

    assert office.apply(rig, small_bundle(with_item("permit"), renamed)).ok
    labels = [one["label"] for one in told(rig, topics.directory("test"))["windows"]]
    assert labels == ["A09", "A02", "B01", "B02"]
    assert "permit" in [one["id"] for one in told(rig, topics.catalogue("test", "tax"))["items"]]
    assert told(rig, topics.lines("test"))["items"]["permit"]["tickets"]
    assert told(rig, topics.window_now("test", "w1"))["label"] == "A09"
    assert "permit" in [one["item"] for one in told(rig, topics.window_now("test", "w3"))["items"]]


def test_what_was_told_of_a_window_that_is_gone_is_taken_back(rig: Rig) -> None:
    told(rig, topics.window_now("test", "w2"))
    assert office.apply(rig, small_bundle(without_window("w2"))).ok
    assert rig.snapshots[topics.window_now("test", "w2")] == b"", "an empty one: the broker forgets it"
    told(rig, topics.lines("test"))
    assert rig.snapshots[topics.window_now("test", "w2")] == b""
    assert rig.snapshots[topics.window_now("test", "w1")] != b""


def test_a_rollback_needs_nothing_but_the_hub_and_goes_by_the_same_checks(rig: Rig) -> None:
    bundle = small_bundle(with_item("permit"))
    office.apply(rig, bundle)
    rig.do("tm-1", q.TakeTicket(items=("permit",)))
    rig.restart()
    shown = c.Configurations.model_validate(rig.do("desk", c.ShowConfiguration()).result)
    assert (shown.applied, shown.before) == (bundle.digest, FIRST.digest)
    back = c.ApplyConfiguration(digest=FIRST.digest, seen=bundle.digest, by="900", why="back", back=True)
    reply = office.read(rig, back)
    assert reply.reason == Reason.CONFIGURATION_BLOCKED and "permit" in (reply.words.en if reply.words else "")
    rig.do("desk", q.Cancel(why="x", ticket="B001"))
    assert office.read(rig, back).ok
    assert rig.hall.plan.item("permit") is None and rig.hall.configured.before is None
    invariants.rows_are_the_fold_of_the_journal(rig)


def test_a_change_that_waits_outlives_a_restart_and_takes_force_when_the_line_is_empty(rig: Rig) -> None:
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    bundle = small_bundle(without_item("card"))
    reply = office.apply(rig, bundle, when_empty=True)
    assert reply.ok and reply.result["waits"] and reply.result["closed"] == ["card"]
    rig.restart()
    assert rig.ask(rig.command("tm-1", q.TakeTicket(items=("card",)))).reason == Reason.ITEM_CLOSED
    rig.tick()
    assert rig.hall.configured.applied == FIRST.digest
    rig.do("desk", q.Cancel(why="x", ticket="A001"))
    rig.tick()
    assert rig.hall.configured.applied == bundle.digest and rig.hall.configured.awaited is None
    assert rig.ask(rig.command("tm-1", q.TakeTicket(items=("card",)))).reason == Reason.ITEM_UNKNOWN
    invariants.rows_are_the_fold_of_the_journal(rig)
    rig.restart()
    assert rig.hall.plan.item("card") is None


def test_a_change_that_waits_takes_force_at_the_latest_when_the_day_is_over(rig: Rig) -> None:
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    bundle = small_bundle(without_item("card"))
    assert office.apply(rig, bundle, when_empty=True).ok
    rig.clock.ms += 86_400_000
    rig.tick()
    assert rig.hall.day == "2026-11-25" and rig.hall.configured.applied == bundle.digest
    invariants.rows_are_the_fold_of_the_journal(rig)


def test_power_cut_around_the_change_leaves_the_old_or_the_new_and_the_same_press_again_does_it_once(
    tmp_path: Path,
) -> None:
    for cut in ("before", "between", "after"):
        (tmp_path / cut).mkdir()
        rig = Rig(tmp_path / cut)
        office.apply(rig, FIRST)
        bundle = small_bundle(with_window("w5", "C01", "tax", "invoice"))
        office.stage(rig, bundle)
        given = rig.command("desk", c.ApplyConfiguration(digest=bundle.digest, by="900", why="test"))
        rig.step(given)
        messages = rig.inbox.take(timeout_s=10)
        rig.store.cut = cut
        with pytest.raises(PowerCut):
            rig.step(*messages)
        rig.restart()
        assert rig.hall.configured.applied == (bundle.digest if cut == "after" else FIRST.digest)
        office.stage(rig, bundle)  # what was brought is gone with the memory
        rig.step(given)
        rig.step(*rig.inbox.take(timeout_s=0 if cut == "after" else 10))
        assert rig.last_reply().ok and rig.last_reply().id == given.command.id
        assert [one.digest for one in rig.hall.configured.log] == [FIRST.digest, bundle.digest]
        invariants.rows_are_the_fold_of_the_journal(rig)
        rig.close()


def test_a_press_that_comes_twice_while_it_is_read_is_done_once(rig: Rig) -> None:
    bundle = small_bundle(with_item("permit"))
    office.stage(rig, bundle)
    given = rig.command("desk", c.ApplyConfiguration(digest=bundle.digest, by="900", why="test"))
    rig.step(given, given)
    rig.step(*rig.inbox.take(timeout_s=10))
    assert rig.last_reply().ok and len(rig.hall.configured.log) == 2


def test_a_ticket_machine_may_neither_bring_nor_apply_one(rig: Rig) -> None:
    for body in (
        c.StageConfiguration(digest=FIRST.digest, part=0, parts=1, data=""),
        c.ApplyConfiguration(digest=FIRST.digest, by="900", why="x"), c.ShowConfiguration(),
    ):  # fmt: skip
        assert rig.ask(rig.command("tm-1", body)).reason == Reason.NOT_ALLOWED


def test_every_version_is_kept_in_the_folder_of_the_hub(rig: Rig, tmp_path: Path) -> None:
    bundle = small_bundle(with_item("permit"))
    office.apply(rig, bundle)
    rig.close()
    known = configured_in(tmp_path)
    assert known.applied == bundle.digest and known.bundle(FIRST.digest) == FIRST


def test_rules_of_the_loop_itself_change_with_it(rig: Rig) -> None:
    """How long a command may be valid, and the address on the slip."""
    slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
    assert slip.result["url"].startswith("https://hall.example.gov.cn/t/")

    def edit(site: dict) -> None:  # type: ignore[type-arg]
        site["hall"]["public_url"] = "https://other.example.gov.cn/q"
        site["rules"]["commands_valid_s"] = 5

    assert office.apply(rig, small_bundle(edit)).ok
    slip = rig.ask(rig.command("tm-1", q.TakeTicket(items=("card",)), valid_until_ms=rig.clock.ms + 4000))
    assert slip.result["url"].startswith("https://other.example.gov.cn/q/")
    late = rig.command("tm-1", q.TakeTicket(items=("card",)), valid_until_ms=rig.clock.ms + 60_000)
    assert rig.ask(late).reason == Reason.MALFORMED


def test_who_is_signed_in_at_the_console_is_who_did_it_whatever_name_is_given(rig: Rig) -> None:
    for clerk in ("101", "900"):
        assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=clerk, pin="482913"))).ok
    bundle = small_bundle(with_item("permit"))
    session = rig.through_pins(rig.command("desk", k.SignInDesk(clerk="900", pin="482913"))).result["session"]
    packed = bundle.packed()
    stage = c.StageConfiguration(digest=bundle.digest, part=0, parts=1, data=packed)
    assert rig.ask(rig.command("desk", stage, session=None)).reason == Reason.NOT_SIGNED_IN
    rig.do("desk", stage, session=session)
    body = c.ApplyConfiguration(digest=bundle.digest, by="101", why="test")
    rig.step(rig.command("desk", body, session=session))
    rig.step(*rig.inbox.take(timeout_s=10))
    assert rig.last_reply().ok and rig.hall.configured.log[-1].by == "900"


def test_a_pad_that_was_unknown_for_a_moment_hears_the_same_no_when_it_is_known_again(rig: Rig) -> None:
    """Its clerk's PIN is being checked while its window goes; what comes a second time, when the window is back, is not
    carried out."""
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="102", pin="482913"))).ok
    sign_in = rig.command("call-w2", w.SignIn(window="w2", clerk="102", pin="482913"))
    assert office.apply(rig, small_bundle(without_window("w2"))).ok
    assert rig.ask(sign_in).reason == Reason.DEVICE_UNKNOWN
    said = rig.replies[-1]
    assert office.apply(rig, FIRST, back=True).ok
    rig.ask(sign_in)
    assert rig.replies[-1] == said and rig.hall.windows["w2"].session is None
