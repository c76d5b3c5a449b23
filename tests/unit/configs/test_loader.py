"""Files of every kind of trouble: what is read, and the one sentence where nothing can be read."""

import os
from pathlib import Path

import pytest

from configs.loader import FILE_BYTES_MAX, parse, read

LAUGHS = b"a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join([b"*%c" % (97 + n)] * 10)) for n in range(8)
)

UNREADABLE = {
    b"": "x.yaml:1: is empty",
    b"  \n\n": "x.yaml:1: is empty",
    b"# only a remark\n": "x.yaml:1: is empty",
    b"---\n": "x.yaml:1: is empty",
    b"null\n": "x.yaml:1: is empty",
    b"a:\n\tb: 1\n": "x.yaml:2: a tab in the indentation: YAML indents with spaces only",
    b"a: b: c\n": 'x.yaml:1: is not YAML: a ": " where none can be: wrong indentation, or a value that needs quotes',
    b"a: 1\nb\nc: 2\n": "x.yaml:3: is not YAML: a key without its colon, or a line that does not belong here",
    b"a:\n   b: 1\n  c: 2\n": "x.yaml:3: is not YAML: the indentation does not fit the lines above",
    b"a: [1, 2\nb: 3\n": "x.yaml:2: is not YAML: a comma or the closing bracket is missing",
    b"a: - b\n": 'x.yaml:1: is not YAML: a list item ("- ") where none can be',
    b'a: "x\nb: 3\n': "x.yaml:1: a quote is opened here and not closed on the same line",
    b"a: 'x\nb: y'\n": "x.yaml:1: a quote is opened here and not closed on the same line",
    b'a: "\\q"\n': "x.yaml:1: is not YAML: a backslash in double quotes: write it twice, or quote with '",
    b"a: @x\n": "x.yaml:1: is not YAML: a value that begins with this character needs quotes",
    b"a: * x\n": "x.yaml:1: is not YAML: a value that begins with & * ! or % needs quotes",
    b"a: *x\n": "x.yaml:1: *x stands for nothing: no &x comes before it",
    b"a: &x [*x]\n": "x.yaml:1: *x stands inside what it stands for",
    b"a: 1\n[b]: 2\n": "x.yaml:2: a list or a mapping cannot be a key",
    b"a: !!python/name:os.system x\n": (
        'x.yaml:1: the tag "tag:yaml.org,2002:python/name:os.system": tags are not used here'
    ),
    b"a: 1\n---\nb: 2\n": "x.yaml:2: a second document begins with ---: one file, one document",
    b"[" * 5000: "x.yaml:1: is nested more than 24 levels deep",
    LAUGHS: "x.yaml:1: holds more than 100000 values once its aliases are followed",
    b"- 1\n" * 100_001: "x.yaml:100000: holds more than 100000 values",
    b"#" * (FILE_BYTES_MAX + 1): "x.yaml: is larger than 2 MB",
    "a: 普洱".encode("utf-16"): "x.yaml:1: is saved as UTF-16: save it as UTF-8",
    "a: 1\nb: 普洱".encode("gbk"): "x.yaml:2: is not UTF-8 (perhaps saved as GBK or ANSI): save it as UTF-8",
    b"a: 1\n\xef\xbb\xbfb: 1\n": "x.yaml:2: holds a byte order mark (U+FEFF) inside the text: take it out",
    b"a: 1\r\nb: \x00\r\n": "x.yaml:2: holds the control character U+0000: take it out",
}


@pytest.mark.parametrize(("data", "told"), UNREADABLE.items(), ids=lambda value: str(value)[:40])
def test_what_cannot_be_read_is_one_sentence_with_its_line(data: bytes, told: str) -> None:
    document, faults = parse(data, "x.yaml")
    assert document is None
    assert [str(fault) for fault in faults] == [told]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("09:00", "09:00"),
        ("12:30:45", "12:30:45"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("2026-10-01", "2026-10-01"),
        ("007", 7),
        ("-3", -3),
        ("0x1F", 31),
        ("0o17", 15),
        ("1_000", "1_000"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ('"true"', "true"),
        ("'007'", "007"),
        ("[a, 1]", ("a", 1)),
        ("{b: 1}", {"b": 1}),
        ("{<<: 1}", {"<<": 1}),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    document, faults = parse(f"a: {written}\n".encode(), "x.yaml")
    assert document is not None
    assert (document.data, faults) == ({"a": value}, ())
    assert type(document.data["a"]) is type(value)


def test_a_byte_order_mark_at_the_beginning_is_taken_as_windows_means_it() -> None:
    document, faults = parse(b"\xef\xbb\xbfa: 1\r\n", "x.yaml")
    assert document is not None
    assert (document.data, faults) == ({"a": 1}, ())


def test_a_key_given_twice_is_told_and_the_first_one_holds() -> None:
    document, faults = parse(b"a:\n  - b: 1\n    c: 2\n    b: 3\n", "x.yaml")
    assert document is not None
    assert document.data == {"a": ({"b": 1, "c": 2},)}
    assert [str(fault) for fault in faults] == ["x.yaml:4: a[0].b: this key was given already on line 2"]


def test_aliases_are_followed_and_keep_the_lines_of_what_they_stand_for() -> None:
    document, _ = parse(b"a: &x\n  b: 1\nc: *x\n", "x.yaml")
    assert document is not None
    assert document.data == {"a": {"b": 1}, "c": {"b": 1}}
    assert (document.line(("c",)), document.line(("c", "b"))) == (3, 2)


def test_a_way_that_leads_nowhere_has_the_line_of_what_is_above_it() -> None:
    document, _ = parse(b"a:\n  - b: 1\n", "x.yaml")
    assert document is not None
    assert document.line(("a", 0, "missing", 7)) == 2
    assert str(document.fault(("a", 0, "strange key\n"), "is odd")) == 'x.yaml:2: a[0]."strange key\\n": is odd'


def test_a_file_that_is_missing_or_no_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    told = [str(read(tmp_path / name, name)[1][0]) for name in ("none.yaml", "folder.yaml", "pipe.yaml", "loop.yaml")]
    assert told == [
        "none.yaml: is missing",
        "folder.yaml: is not a file",
        "pipe.yaml: is not a file",
        "loop.yaml: is missing",
    ]
