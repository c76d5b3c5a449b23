"""Breaks a text of a slip into lines, Chinese and English alike, so that nothing is ever cut off.

The rules it keeps: as few lines as can be; no closing mark starts a line and no opening one ends it; English breaks
between words; of all ways with that many lines, the one whose lines are about equally long and end at phrases.
"""

from collections.abc import Callable

_NEVER_FIRST = "，。、；：？！）》」』】〉”’％,.;:?!)]}%·～"
_NEVER_LAST = "（《「『【〈“‘([{"

_RUN_BROKEN = 0.1
"""What a break between two Chinese characters costs, as a share of the square of a line left empty."""


def wrap(text: str, length_of: Callable[[str], float], width: float) -> list[str]:
    """The text in as few lines of at most `width` as can be, about equally long, broken at phrases if possible."""
    pieces = [part for piece in _pieces(text) for part in _within(piece, length_of, width)]
    lengths = [length_of(piece) for piece in pieces]
    spaces = [length_of(" ") if piece.endswith(" ") else 0.0 for piece in pieces]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # lines so far, their ugliness, where the last one starts
    for end in range(1, len(pieces) + 1):
        ways = []
        length = -spaces[end - 1]
        for start in range(end - 1, -1, -1):
            length += lengths[start]
            if length > width and start < end - 1:
                break
            lines, ugliness, _ = best[start]
            broken = _RUN_BROKEN if start and _inside_run(pieces[start - 1], pieces[start]) else 0.0
            ways.append((lines + 1, ugliness + (1 - length / width) ** 2 + broken, start))
        best.append(min(ways))
    lines_back = []
    end = len(pieces)
    while end:
        start = best[end][2]
        lines_back.append("".join(pieces[start:end]).strip())
        end = start
    return lines_back[::-1]


def _inside_run(before: str, after: str) -> bool:
    return before[-1].isalnum() and after[0].isalnum()


def _within(piece: str, length_of: Callable[[str], float], width: float) -> list[str]:
    """The piece, in parts if it alone is wider than the paper."""
    parts = []
    while len(piece) > 1 and length_of(piece.rstrip()) > width:
        fits = max(n for n in range(1, len(piece)) if n == 1 or length_of(piece[:n]) <= width)
        parts.append(piece[:fits])
        piece = piece[fits:]
    return [*parts, piece]


def _pieces(text: str) -> list[str]:
    """What may stand at the start of a line: a word with the space after it, or a Chinese character with its marks."""
    pieces: list[str] = []
    for char in text:
        glued = bool(pieces) and (
            char in _NEVER_FIRST
            or pieces[-1][-1] in _NEVER_LAST
            or char == " "
            or (char.isascii() and pieces[-1][-1].isascii() and pieces[-1][-1] != " ")
        )
        if glued:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
