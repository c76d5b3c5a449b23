"""Needs through the real loop, store and publisher: told to desk and pad only, at rest sealed, gone after the day."""

import json
from pathlib import Path
from typing import Any

from fakes.desk import CLERKS, PADS
from fakes.invariants import ALL
from fakes.loop_rig import Rig
from fakes.small_hall import at

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.codec import decode
from edge_hub.contract.device import Desk
from edge_hub.contract.need import GuidedHere, NoteNeeds
from edge_hub.messages import Joined
from edge_hub.store.connection import open_reader, query

PIN = "123456"
TELLTALES = ("hearing", "hani", "听力不便", "讲哈尼语", "需引导")


def at_work(rig: Rig, window: str = "w1") -> str:
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS[window], pin=PIN)))
    signed = rig.through_pins(rig.command(PADS[window], w.SignIn(window=window, clerk=CLERKS[window], pin=PIN)))
    session = str(signed.result["session"])
    rig.do(PADS[window], w.OpenWindow(window=window), session=session)
    return session


def told(rig: Rig) -> None:
    """Let everything that is due go out."""
    publisher = rig.loop._publisher
    while True:
        rig.clock.ms += 1000
        rig.step()
        if not (publisher._urgent or publisher._soon):
            return


def pad(rig: Rig, window: str = "w1") -> GuidedHere:
    here = decode(GuidedHere, rig.snapshots[topics.guided("test", PADS[window])])
    assert here is not None
    return here


def desk(rig: Rig) -> Desk:
    now = decode(Desk, rig.snapshots[topics.desk("test")])
    assert now is not None
    return now


def morning(rig: Rig, *needs: str) -> dict[str, bytes]:
    """A ticket from its taking to its end; what is retained after each step, by step and topic."""
    seen: dict[str, bytes] = {}
    rig.step(Joined())
    session = at_work(rig)
    rig.do("tm-1", q.TakeTicket(items=("card",), needs=needs))
    for body in (q.CallNext(window="w1"), q.Recall(window="w1"), q.Start(window="w1"), q.Finish(window="w1")):
        told(rig)
        seen |= {f"before {body.do} {topic}": payload for topic, payload in rig.snapshots.items()}
        rig.clock.ms = at("10:00") + len(seen) * 1000
        rig.do(PADS["w1"], body, session=session)
    told(rig)
    return seen | {f"at last {topic}": payload for topic, payload in rig.snapshots.items()}


def test_pad_and_desk_are_told_while_it_matters_and_the_pad_that_it_is_over(rig: Rig) -> None:
    session = at_work(rig)
    rig.do("tm-1", q.TakeTicket(items=("card",), needs=("hearing",)))
    rig.step(Joined())
    told(rig)
    assert pad(rig).now is None and desk(rig).guided == ()
    rig.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    told(rig)
    here = pad(rig).now
    assert here is not None and here.number == "A001" and [one.zh for one in here.needs] == ["听力不便"]
    assert [(one.number, one.window) for one in desk(rig).guided] == [("A001", "A01")]
    assert pad(rig, "w2").now is None
    rig.restart()
    rig.step(Joined())
    told(rig)
    again = pad(rig).now
    assert again is not None and again.needs == here.needs, "a hub that was started again knows it from the sealed part"
    rig.do(PADS["w1"], q.Finish(window="w1"), session=session)
    told(rig)
    assert pad(rig).now is None and desk(rig).guided == ()


def test_a_need_that_is_noted_when_the_person_is_at_the_window_reaches_the_pad_at_once(rig: Rig) -> None:
    session = at_work(rig)
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    rig.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    rig.do("desk", NoteNeeds(ticket="A001", needs=("hani",)))
    told(rig)
    now = pad(rig).now
    assert now is not None and now.needs[0].zh == "讲哈尼语"


def test_no_public_topic_and_no_topic_of_a_window_ever_tells_a_need(tmp_path: Path) -> None:
    """Not by a word, and not by any difference: the same morning without needs looks the same."""
    folders = [tmp_path / name for name in ("with", "without")]
    for folder in folders:
        folder.mkdir()
    rigs = [Rig(folder) for folder in folders]
    shown: list[list[tuple[str, Any]]] = []
    for rig, needs in zip(rigs, (("hearing", "hani"), ()), strict=True):
        seen = morning(rig, *needs)
        open_to_see = {key: payload for key, payload in seen.items() if "/state/public/" in key or "/window/" in key}
        for key, payload in open_to_see.items():
            if not key.endswith("/directory"):  # which offers the kinds to everybody
                assert not [word for word in TELLTALES if word in payload.decode()], key
        shown.append([])
        for key, payload in open_to_see.items():
            body = {name: value for name, value in json.loads(payload).items() if name not in ("seq", "hub")}
            shown[-1].append((key, _plain(body)))
        replies = b"".join(payload for _, payload in rig.replies).decode()
        assert not [word for word in TELLTALES if word in replies]
        rig.close()
    with_needs, without = (sorted({json.dumps(one, sort_keys=True) for one in of}) for of in shown)
    assert with_needs == without


def _plain(value: Any) -> Any:
    """Without what differs between any two mornings: ids and marks of sessions."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in ("session_mark", "ticket", "service")}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def test_at_rest_a_need_is_sealed_and_after_the_day_nobody_can_read_it(rig: Rig) -> None:
    rig.do("tm-1", q.TakeTicket(items=("card",), needs=("hearing", "hani")))
    rig.restart()
    assert list(rig.hall.needs.values()) == [("hearing", "hani")]
    at_rest = b"".join(one.read_bytes() for one in rig.directory.iterdir() if one.is_file())
    assert b"hearing" not in at_rest and b"hani" not in at_rest
    reader = open_reader(rig.store.path)
    ((record, sealed),) = query(reader, "SELECT idem_key, sealed FROM journal WHERE type = 'NeedsNoted'")
    reader.close()
    assert rig.store.keys.unseal(record, sealed) == {"needs": "hearing,hani"}
    rig.clock.ms = at("00:10", "2026-11-25")
    for _ in range(20):
        rig.tick()
    assert rig.store.keys.unseal(record, sealed) is None and rig.hall.needs == {}
    for invariant in ALL:
        invariant(rig)
