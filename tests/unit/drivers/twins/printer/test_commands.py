"""The grammar and the effects of the virtual printer are complete and say their names."""

from drivers.twins.printer.commands import EFFECTS, REALTIME, listing, spoken
from drivers.twins.printer.grammar import GRAMMAR


def test_every_command_of_the_grammar_has_an_effect_and_no_effect_is_without_a_command():
    assert set(GRAMMAR) == set(EFFECTS) | REALTIME
    assert not set(EFFECTS) & REALTIME


def test_the_listing_names_every_command():
    rows = listing().splitlines()
    assert len(rows) == len(GRAMMAR)
    assert "1B 40  ESC @    obeyed" in rows
    assert "1B 4C  ESC L    read to its end, reported as a fault" in rows
    assert "10 04  DLE EOT  answered at once, ahead of the print data" in rows
    assert "1B 55  ESC U    taken, without effect on the dots" in rows


def test_a_command_is_spoken_as_manuals_write_it():
    assert spoken(b"\x1ba", b"\x01") == "ESC a 1"
    assert spoken(b"\x1b@", b"") == "ESC @"
    assert spoken(b"\x1d(", b"k\x04\x001A2\x00\x00\x00") == "GS ( 107 4 0 49 65 50 0 0 …"
