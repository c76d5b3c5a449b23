"""What the hall has learnt lies in rows of the ticket's own transaction and comes back as it was."""

from pathlib import Path

from fakes.loop_rig import Rig

from edge_hub.contract import queue as q
from edge_hub.domain.learnt import GAP, KEPT, Fit, Learnt
from edge_hub.store import learnt as rows
from edge_hub.store.connection import open_writer, query
from edge_hub.store.schema import upgrade


def kept(learnt: Learnt) -> dict[str, tuple[list[int], int]]:
    return {kind: (times.ms, times.count) for kind, times in learnt.times.items()}


def test_a_ring_that_has_gone_round_comes_back_at_the_same_place(tmp_path: Path) -> None:
    writer, learnt, again = open_writer(tmp_path / "a.db"), Learnt(), Learnt()
    upgrade(writer)
    for n in range(KEPT + 30):
        learnt.see("card", 1_000 * n)
        if n % 7 == 0:
            learnt.see(GAP, n)
            rows.save(writer, learnt)
    learnt.judge("few", (1, 2, 3), 2, stretches=True)
    rows.save(writer, learnt)
    assert not learnt.touched and not learnt.refitted
    rows.load(writer, again)
    for n in (1, 2):  # the next ones go to the same slots
        learnt.see("card", n)
        again.see("card", n)
    assert kept(again) == kept(learnt) and again.fits == learnt.fits
    assert query(writer, "SELECT count(*) FROM learnt_time WHERE kind = 'card'") == [(KEPT,)]
    writer.close()


def test_a_fit_is_written_over(tmp_path: Path) -> None:
    writer, learnt, again = open_writer(tmp_path / "a.db"), Learnt(), Learnt()
    upgrade(writer)
    for wait_s in (1.5, 99.0):
        learnt.judge("next", (1, 2, 3), wait_s, stretches=False)
        rows.save(writer, learnt)
    rows.load(writer, again)
    assert again.fits == learnt.fits != {"next": Fit()} and again.fits["next"].judged == 2
    writer.close()


def test_a_hub_that_was_started_again_has_forgotten_nothing(rig: Rig) -> None:
    for _ in range(3):
        rig.do("tm-1", q.TakeTicket(items=("card",)))
    assert [ticket.forecast for ticket in rig.hall.tickets.values()] == [None] * 3, "no window is open"
    rig.hall.learnt.see("card", 77_000)
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    rig.restart()
    assert kept(rig.hall.learnt) == {"card": ([77_000], 1)}
