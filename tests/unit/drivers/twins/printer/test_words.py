"""The words by which a person troubles the virtual printer."""

import pytest

from drivers.twins.printer import serve_tcp
from drivers.twins.printer.line import Weather
from drivers.twins.printer.mechanism import Mechanism, Paper
from drivers.twins.printer.words import NUMBERED, WORDS, obey


@pytest.fixture(scope="module")
def printer():
    with serve_tcp() as twin:
        yield twin


def test_every_word_is_obeyed_and_cure_undoes_them_all(printer):
    for word, changes in WORDS.items():
        assert obey(printer, f"{word}\n")
        for name, value in changes.items():
            assert getattr(printer.body if hasattr(printer.body, name) else printer.weather, name) == value
    for word, name in NUMBERED.items():
        assert obey(printer, f"{word} 500")
        if name != "roll_mm":
            assert getattr(printer.weather, name) == 500
    assert obey(printer, "paper-out")
    assert obey(printer, "tear")
    assert printer.body.paper is Paper.OUT
    assert obey(printer, "cure")
    assert (printer.body, printer.weather) == (Mechanism(), Weather())


def test_quit_ends():
    assert not obey(None, "quit")


@pytest.mark.parametrize("words", ["paper", "slow", "slow fast", "slow -1", "slow 0", "paper-out now", "slow ²"])
def test_words_that_are_not_known_are_refused_with_a_sentence(printer, words):
    with pytest.raises(ValueError, match=r"not understood|at least 1"):
        obey(printer, words)
