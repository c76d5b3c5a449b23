"""The calls of a hall at 09:42, from a quiet morning to forty busy windows, as the hub would publish them."""

from typing import Any

from fakes.puer_hall import NINE_FORTY_TWO, puer

from edge_hub.contract.hall import Board, Call

LETTERS = "ABCDEFGHJK"


def call(number: str, label: str, seconds: float = 20, *, serving: bool = False, **more: Any) -> Call:
    """A call so many seconds ago. A window that Pu'er does not have lies in zone d."""
    known = next((one for one in puer().windows if one.label == label), None)
    return Call(
        number=number, window=known.id if known else f"w-{label}", label=label, zone=known.zone if known else "d",
        called_ms=NINE_FORTY_TWO - round(seconds * 1000), state="SERVING" if serving else "CALLED",
        **{"calls": 1, **more},
    )  # fmt: skip


def board(*now: Call, seq: int = 1, **more: Any) -> Board:
    """The hub's picture of these calls, newest first as the hub sends them."""
    return Board(epoch=1, seq=seq, now=tuple(sorted(now, key=lambda one: -one.called_ms)), recent=(), **more)


def few(seq: int = 1) -> Board:
    """Four calls: a new one, one called again, one with priority, one being served."""
    return Board(
        epoch=1, seq=seq,
        now=(
            call("A012", "A03", 6), call("D027", "C03", 45, calls=2), call("B008", "A05", 60, priority=True),
            call("H015", "B02", 130, serving=True),
        ),
        recent=(call("A010", "A01", 600, serving=True), call("E003", "C01", 720, serving=True)),
        passed=("G006",),
    )  # fmt: skip


def busy(seq: int = 1, called: int = 7, serving: int = 33) -> Board:
    """Forty windows at work, with long numbers among them, and more of everything than any board has room for."""
    labels = [f"{zone}{n:02}" for zone in "ABCD" for n in range(1, 11)]
    now = [
        call(
            f"{LETTERS[n % 10]}{1003 + n * 7 if n % 3 == 0 else n * 7 + 18:03}", labels[n * 11 % 40], 4 + 25 * n,
            serving=n >= called, calls=1 + (n == 2), priority=n in (1, 9),
        )
        for n in range(called + serving)
    ]  # fmt: skip
    recent = [call(f"{LETTERS[n % 10]}{n + 2:03}", labels[n], 1500 + n, serving=True) for n in range(12)]
    passed = ("A1007", "D015", "K002", "B011", "H006", "G1009", "C004", "E001", "F003", "J020", "A001", "A002")
    return Board(epoch=1, seq=seq, now=tuple(now), recent=tuple(recent), passed=passed)
