"""A display is used when there is one, and only then."""

import pytest

from edge_hub.tools.display import USUAL, display_size, parse_size


def test_without_a_display_there_is_no_size() -> None:
    assert display_size({}) is None
    assert display_size({"DISPLAY": ""}) is None


def test_a_display_that_cannot_be_asked_has_the_usual_size() -> None:
    assert display_size({"DISPLAY": ":987"}) == USUAL
    assert display_size({"WAYLAND_DISPLAY": "wayland-0"}) is not None


@pytest.mark.parametrize("text", ["1920", "1920×1080", "1920x1080x2", "x", "-1x5"])
def test_what_is_no_size_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="for example 1920x1080"):
        parse_size(text)


def test_a_size_is_read() -> None:
    assert parse_size(" 2560x1440 ") == (2560, 1440)
