"""Numbers: the letter of the queue and digits, counted per queue and day. Order is by time, never by number."""


def number_of(queue: str, nth: int, digits: int) -> str:
    """`A001`; when the digits run out the number grows (`A1000`), it never starts again."""
    return f"{queue}{nth:0{digits}d}"


def next_nth(issued: int | None, first: int) -> int:
    """The next count of a queue today, after `issued` was the last (None: none yet)."""
    return first if issued is None else issued + 1
