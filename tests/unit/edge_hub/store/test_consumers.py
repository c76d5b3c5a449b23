"""The rows that say how far each consumer of the journal has got."""

from pathlib import Path

from edge_hub.store.store import Store


def test_a_mandatory_consumer_holds_what_it_lacks_also_over_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path, "boot-1")
    assert store.consumers.all_have(7), "nobody consumes"
    store.consumers.declare(["standby", "backup"])
    assert not store.consumers.all_have(1)
    store.consumers.stand({"standby": 7, "backup": 9})
    assert store.consumers.all_have(7) and not store.consumers.all_have(8)
    store.close()
    again = Store(tmp_path, "boot-2")
    again.consumers.declare(["backup", "standby"])
    assert again.consumers.all_have(7) and not again.consumers.all_have(8)
    again.consumers.stand({"standby": 0})
    assert not again.consumers.all_have(7), "it lost what it had"
    again.close()


def test_one_that_is_not_mandatory_any_more_holds_nothing_and_its_place_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, "boot-1")
    store.consumers.declare(["standby", "backup"])
    store.consumers.stand({"standby": 7, "backup": 9, "nobody": 1})
    store.consumers.declare(["backup"])
    assert store.consumers.all_have(9) and not store.consumers.all_have(10)
    store.consumers.declare(["backup", "standby"])
    assert store.consumers.all_have(7) and not store.consumers.all_have(8)
    store.close()
