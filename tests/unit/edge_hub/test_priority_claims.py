"""A reason to go first through the real loop and store: on record, sealed at rest, erased in its time."""

from pathlib import Path

from fakes.invariants import ALL
from fakes.loop_rig import Rig
from fakes.small_hall import at, changed_site

from edge_hub.contract import queue as q
from edge_hub.store.connection import open_reader, query

ELDERLY = {"id": "elderly", "name": {"zh": "老人", "en": "Elderly"}}


def test_at_rest_a_reason_to_go_first_is_sealed_and_told_to_nobody(tmp_path: Path) -> None:
    rules = changed_site().rules.model_dump(mode="json")
    classes = [one | ({"reasons": [ELDERLY]} if one["id"] == "priority" else {}) for one in rules["classes"]]
    rig = Rig(tmp_path, site=changed_site({"classes": classes}))
    taken = rig.do("tm-1", q.TakeTicket(items=("card",), cls="priority", reason="elderly"))
    rig.do("desk", q.ShowTicket(ticket=taken.result["ticket"]))
    rig.restart()
    assert rig.hall.tickets[taken.result["ticket"]].cls == "priority"
    for invariant in ALL:
        invariant(rig)
    said = [payload for topic, payload in rig.snapshots.items() if not topic.endswith("/directory")]
    said += [payload for _, payload in rig.replies]
    at_rest = [one.read_bytes() for one in rig.directory.iterdir() if one.is_file()]
    assert b"elderly" not in b"".join(said + at_rest)
    reader = open_reader(rig.store.path)
    ((record, sealed),) = query(reader, "SELECT idem_key, sealed FROM journal WHERE type = 'PriorityClaimed'")
    reader.close()
    assert rig.store.keys.unseal(record, sealed) == {"reason": "elderly"}
    rig.clock.ms = at("00:10", "2026-11-26")
    for _ in range(20):
        rig.tick()
    assert rig.store.keys.unseal(record, sealed) is None, "the rule of what was said at the desk holds for it, too"
    rig.close()
