"""A number in letters that are three lines high, for whoever reads it from a terminal to somebody.

A glyph is five rows of three dots, each row an octal digit; two rows share a line of the terminal.
"""

GLYPHS = {
    "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711", "5": "74717", "6": "74757", "7": "71111",
    "8": "75757", "9": "75717", "A": "25755", "B": "65656", "C": "34443", "D": "65556", "E": "74647", "F": "74644",
    "G": "34553", "H": "55755", "I": "72227", "J": "11152", "K": "55655", "L": "44447", "M": "57755", "N": "75555",
    "O": "75557", "P": "65644", "Q": "25573", "R": "65655", "S": "34216", "T": "72222", "U": "55557", "V": "55552",
    "W": "55775", "X": "55255", "Y": "55222", "Z": "71247", " ": "00000",
}  # fmt: skip
DOTS = " ▄▀█"
"""By (upper dot, lower dot)."""


def large(text: str) -> list[str]:
    """Three lines; a sign that has no glyph is left blank."""
    glyphs = [[int(row) for row in GLYPHS.get(sign, GLYPHS[" "])] + [0] for sign in text]
    return [" ".join(_line(glyph[at], glyph[at + 1]) for glyph in glyphs).rstrip() for at in (0, 2, 4)]


def _line(upper: int, lower: int) -> str:
    return "".join(DOTS[2 * (upper >> dot & 1) + (lower >> dot & 1)] for dot in (2, 1, 0))
