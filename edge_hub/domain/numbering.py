"""Numbers: the letter of the queue and digits, counted per queue and day. Order is by time, never by number.

The hub counts from the first number of the day; each ticket machine has a span of its own (600 to 699, 700 to 799 …) of
which blocks are lent to it. Who reads a slip sees three digits like on every other.
"""

from collections.abc import Iterable, Sequence


def number_of(queue: str, nth: int, digits: int) -> str:
    """`A001`; when the digits run out the number grows (`A1000`), it never starts again."""
    return f"{queue}{nth:0{digits}d}"


def next_nth(issued: int | None, first: int, lent: Iterable[range] = ()) -> int:
    """The next count of a queue today, after `issued` was the last (None: none yet), beyond all that is kept for
    machines without a hub."""
    nth = first if issued is None else issued + 1
    for span in sorted(lent, key=lambda one: one.start):
        if nth in span:
            nth = span.stop
    return nth


def spans_of(machines: Sequence[str], first: int, size: int) -> dict[str, range]:
    """The span of each ticket machine, in the order of the configuration."""
    return {
        machine: range(first + nth * size, first + (nth + 1) * size) for nth, machine in enumerate(machines)
    }
