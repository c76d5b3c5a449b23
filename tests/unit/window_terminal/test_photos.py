"""Which photos a screen draws."""

import pytest

from window_terminal.photos import photo_url


@pytest.mark.parametrize("photo", ["data:image/png;base64,iVBORw0KGgo=", "file:///var/lib/hall/photos/1011.jpg"])
def test_a_photo_that_is_here_is_drawn(photo: str) -> None:
    assert photo_url(photo) == photo


@pytest.mark.parametrize(
    "photo", [None, "", "1011.jpg", "http://elsewhere.example/1011.jpg", "qrc:/x.png", "data:text/html,x"]
)
def test_nothing_is_fetched_from_an_address_in_a_snapshot(photo: str | None) -> None:
    assert photo_url(photo) == ""
