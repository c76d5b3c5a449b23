"""What a terminal of a window knows, whatever order the network delivers."""

from fakes.counter import WINDOW, catalogues, directory, hub, lines, name_of, now, short_name_of

from window_terminal.known import Known


def test_each_kind_of_snapshot_finds_its_place() -> None:
    known = Known(WINDOW)
    for snapshot in (now(), directory(), lines(), hub(), *catalogues()):
        known = known.hear(snapshot)
    assert known.now == now() and known.directory == directory()
    assert known.lines == lines() and known.hub == hub()
    assert set(known.catalogues) == {"real-estate", "human-resources", "tax"}
    assert known.place is not None and known.place.label == "B02"


def test_an_older_snapshot_changes_nothing() -> None:
    newer = Known(WINDOW).hear(now(seq=5, waiting=2))
    assert newer.hear(now(seq=4, waiting=9)) is newer
    assert newer.hear(now(seq=5, waiting=9)) is newer


def test_a_new_reign_is_newer_whatever_its_sequence() -> None:
    old = Known(WINDOW).hear(now(seq=900))
    came = now(seq=1).model_copy(update={"epoch": 2})
    assert old.hear(came).now == came


def test_another_windows_snapshot_is_dropped() -> None:
    known = Known(WINDOW)
    assert known.hear(now().model_copy(update={"window": "w01"})) is known


def test_short_names_come_from_the_catalogue_and_full_ones_stay_without_it() -> None:
    full = name_of("estate-transfer")
    known = Known(WINDOW)
    assert known.short_words(full) == known.short_name("estate-transfer", full) == full
    for snapshot in catalogues():
        known = known.hear(snapshot)
    assert known.short_words(full) == known.short_name("estate-transfer", full) == short_name_of("estate-transfer")
    assert known.shortened(now().next)[0].item_name.zh == "房屋转移登记"


def test_an_unknown_kind_of_snapshot_is_dropped() -> None:
    known = Known(WINDOW)
    from edge_hub.contract.device import Desk

    assert known.hear(Desk(epoch=1, seq=1, parts=(), slips=())) is known
