"""Which photos a screen draws: those it has, never one that it would have to fetch from an address in a snapshot."""

SHOWN = ("data:image/", "file:///")


def photo_url(photo: str | None) -> str:
    """The address for QML, or empty: then the first character of the name stands there."""
    return photo if photo and photo.startswith(SHOWN) else ""
