"""Numbers on a device's disk: each given once, whatever is cut off when, and each owed to the hub."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_hub.client.lease_book import LeaseBook, Lent, NoNumber
from edge_hub.client.outbox import Outbox, OutboxFault
from edge_hub.contract.lease import NumberLease

DAY = "2026-11-24"


def a_lease(first: int = 600, size: int = 3, queue: str = "A", day: str = DAY, epoch: int = 1) -> NumberLease:
    name = f"{queue}-{day}-{epoch}-{first}"
    return NumberLease(
        lease=name, device="tm-1", queue=queue, day=day, epoch=epoch, first=first, url="https://hall.example/t/",
        numbers=tuple(f"{queue}{first + n}" for n in range(size)), tickets=tuple(f"{name}-{n}" for n in range(size)),
        tokens=tuple(f"{n:032x}" for n in range(size)), proofs=tuple(f"{n:032x}" for n in range(size)),
    )  # fmt: skip


def give(book: LeaseBook, queue: str = "A", day: str = DAY, epoch: int = 1) -> Lent | NoNumber:
    return book.give(queue, day, epoch, 7, lambda lent: (f"report-{lent.number}", lent.number.encode()))


def number(what: Lent | NoNumber) -> str:
    assert isinstance(what, Lent), what
    return what.number


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tm-1" / "outbox.db"


def test_numbers_are_given_in_order_and_then_spent(path: Path) -> None:
    outbox = Outbox(path)
    book = LeaseBook(outbox)
    assert book.held() is None and not outbox.exists()
    book.keep(a_lease())
    assert book.held() == (DAY, 1) and book.left("A", DAY, 1) == (3, 3) and book.highest("A", DAY) == 602
    assert [number(give(book)) for _ in range(3)] == ["A600", "A601", "A602"]
    assert give(book) is NoNumber.SPENT and give(book, "B") is NoNumber.NONE_LENT
    outbox.close()


def test_each_number_given_is_owed_to_the_hub_in_order(path: Path) -> None:
    outbox = Outbox(path)
    book = LeaseBook(outbox)
    book.keep(a_lease())
    give(book)
    give(book)
    owed = []
    while (fact := outbox.first()) is not None:
        owed.append((fact.id, fact.payload))
        outbox.settle(fact.id)
    assert owed == [("report-A600", b"A600"), ("report-A601", b"A601")]
    assert number(give(book)) == "A602"  # thanked for or not, a number stays given
    outbox.close()


def test_a_new_lease_is_used_after_the_old_one_and_the_same_one_twice_is_one(path: Path) -> None:
    outbox = Outbox(path)
    book = LeaseBook(outbox)
    for lease in (a_lease(603), a_lease(), a_lease()):
        book.keep(lease)
    assert book.left("A", DAY, 1) == (6, 3)
    assert [number(give(book)) for _ in range(6)] == [f"A60{n}" for n in range(6)]
    book.keep(a_lease())
    assert give(book) is NoNumber.SPENT
    outbox.close()


@pytest.mark.parametrize(("day", "epoch"), [("2026-11-25", 1), (DAY, 2)], ids=["another day", "another reign"])
def test_numbers_of_a_day_or_a_reign_that_is_over_are_not_given(path: Path, day: str, epoch: int) -> None:
    outbox = Outbox(path)
    book = LeaseBook(outbox)
    book.keep(a_lease())
    assert give(book, day=day, epoch=epoch) is NoNumber.NONE_LENT
    book.keep(a_lease(630, day=day, epoch=epoch))
    assert number(give(book, day=day, epoch=epoch)) == "A630"
    outbox.close()


def test_a_machine_that_cannot_keep_the_report_gives_no_number(path: Path) -> None:
    outbox = Outbox(path, facts_max=1)
    book = LeaseBook(outbox)
    book.keep(a_lease())
    give(book)
    with pytest.raises(OutboxFault):
        give(book)
    outbox.settle("report-A600")
    assert number(give(book)) == "A601"
    outbox.close()


def test_a_file_of_the_version_before_gets_room_for_leases(path: Path) -> None:
    old = Outbox(path)
    old.put("slip", b"slip")
    with old.use() as db:
        db.execute("DROP TABLE leased")
        db.execute("PRAGMA user_version = 1")
    old.close()
    outbox = Outbox(path)
    book = LeaseBook(outbox)
    book.keep(a_lease())
    assert number(give(book)) == "A600" and len(outbox) == 2
    outbox.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from edge_hub.client.lease_book import LeaseBook
from edge_hub.client.outbox import Outbox
lent = LeaseBook(Outbox(Path(sys.argv[1]))).give("A", "2026-11-24", 1, 7, lambda one: ("r-" + one.number, b"x"))
if sys.argv[2] == "silent":
    os.kill(os.getpid(), signal.SIGKILL)  # after the commit, before anybody heard of the number
print(lent.number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_machine_killed_between_commit_and_print_never_gives_the_number_again(path: Path) -> None:
    outbox = Outbox(path)
    LeaseBook(outbox).keep(a_lease(size=6))
    outbox.close()
    printed = []
    for how in ("silent", "loud", "silent", "loud"):
        done = subprocess.run([sys.executable, "-c", KILLED, str(path), how], capture_output=True, text=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        printed += done.stdout.split()
    assert printed == ["A601", "A603"]
    again = Outbox(path)
    assert len(again) == 4, "also what nobody saw is owed to the hub, which will call it in vain"
    assert number(give(LeaseBook(again))) == "A604"
    again.close()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["give", "keep", "again", "restart", "settle"]), max_size=30))
def test_whatever_happens_in_whatever_order_a_number_is_given_once(what: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        outbox = Outbox(Path(folder) / "outbox.db")
        book, lent, seen = LeaseBook(outbox), 600, []
        for one in what:
            match one:
                case "give":
                    given_now = give(book)
                    seen += [given_now.number] if isinstance(given_now, Lent) else []
                case "keep":
                    book.keep(a_lease(lent, 2))
                    lent += 2
                case "again" if lent > 600:
                    book.keep(a_lease(lent - 2, 2))
                case "restart":
                    outbox.close()
                    outbox = Outbox(Path(folder) / "outbox.db")
                    book = LeaseBook(outbox)
                case "settle" if seen:
                    outbox.settle(f"report-{seen[0]}")
        assert seen == [f"A{600 + n}" for n in range(len(seen))]
        outbox.close()
