"""F, devices: 44, the power of a ticket machine fails at any operation of its own file, while it works without the hub.

A number is on a slip only after `give` has returned. Whatever is cut off when: no number stands on two slips, and of
each slip the hub hears once.
"""

from collections import Counter
from pathlib import Path

from fakes.fault_table import Handed
from fakes.weak_disk import cut_everywhere

from edge_hub.client.lease_book import LeaseBook, Lent
from edge_hub.client.outbox import Outbox
from edge_hub.contract.lease import NumberLease

DAY, SIZE = "2026-11-24", 6


def lease() -> NumberLease:
    names = [f"{n}" for n in range(SIZE)]
    return NumberLease(
        lease="lease", device="tm-1", queue="A", day=DAY, epoch=1, first=600, url="https://hall.example/t/",
        numbers=tuple(f"A60{n}" for n in names), tickets=tuple(f"ticket-{n}" for n in names),
        tokens=tuple(n.zfill(32) for n in names), proofs=tuple(n.zfill(32) for n in names),
    )  # fmt: skip


def print_one(book: LeaseBook, slips: list[str]) -> bool:
    given = book.give("A", DAY, 1, 7, lambda lent: (f"report-{lent.number}", b"x"))
    if isinstance(given, Lent):
        slips.append(given.number)
    return isinstance(given, Lent)


def test_44_power_cut_at_any_operation_of_a_ticket_machines_file_doubles_no_number_and_loses_no_report(
    tmp_path: Path, hand_in: Handed
) -> None:
    slips: list[str] = []
    spent = 0

    def a_morning(data: Path) -> None:
        slips.clear()
        outbox = Outbox(data / "outbox.db")
        book = LeaseBook(outbox)
        book.keep(lease())
        for _ in range(3):
            print_one(book, slips)
        outbox.settle("report-A600")  # the hub was there for a moment
        outbox.close()

    (tmp_path / "blank").mkdir()
    for found in cut_everywhere(tmp_path, tmp_path / "blank", a_morning):
        outbox = Outbox(found / "outbox.db")
        book = LeaseBook(outbox)
        book.keep(lease())
        before = len(slips)
        while print_one(book, slips):
            pass
        spent += SIZE - len(slips)
        owed = []
        while (fact := outbox.first()) is not None:
            owed.append(fact.id)
            outbox.settle(fact.id)
        settled = {"report-A600"} if before == 3 else set()  # only when the hub had it
        lost = {f"report-{number}" for number in slips} - settled - set(owed)
        twice = [one for one, times in Counter([*slips, *owed]).items() if times > 1]
        outbox.close()
        hand_in({"attempts": SIZE, "acked": len(slips), "lost": len(lost), "duplicated": len(twice)})
        assert not twice, "a number on two slips, or told of twice"
        assert not lost, "a slip of which the hub never hears"
    assert spent > 0, "no cut ever fell between commit and print"
