"""The rows of a `wire.txt` of lock boards, and how a frame that was heard is written there."""

from pathlib import Path


def rows(folder: Path, way: str) -> list[tuple[str, str]]:
    """(bytes in hexadecimal, meaning) of the commands `>` or the answers `<`."""
    lines = (folder / "wire.txt").read_text(encoding="utf-8").splitlines()
    return [
        (data, meaning.strip()) for data, _, meaning in (line[2:].partition("  ") for line in lines if line[0] == way)
    ]


def written(heard) -> str:
    """As in the table; without a lock counted from 0."""
    opened = "?" if heard.open is None else ",".join(str(lock + 1) for lock, is_open in heard.open.items() if is_open)
    if heard.kind != "state":
        return f"{heard.kind} open={opened}"
    return f"{'one' if len(heard.open) == 1 else 'all'} open={opened}"


def command(codec, board: int, meaning: str) -> bytes:
    what, number = meaning.split()
    if what == "unlock":
        return codec.unlock(board, int(number) - 1)
    return codec.look(board, int(number) - 1 if int(number) else None)


def feed(codec, board: int, meaning: str, parts: list[bytes]) -> list[str]:
    """What is heard after the question that the answer belongs to."""
    codec.forget()
    codec.look(board, None if meaning.startswith("all") else 0)
    return [written(heard) for part in parts for heard in codec.feed(part)]
