"""Expected wait from the configured minutes of an item: people ahead x minutes / windows open, as a range."""

from math import ceil, floor

LOW, HIGH = 0.7, 1.4
"""A service is seldom shorter than 0.7 or longer than 1.4 of its usual time on average over a line."""


def wait_range_min(ahead: int, service_min: float, windows_open: int) -> tuple[int, int] | None:
    """Minutes from and to; None when no window is open, since then nothing honest can be said."""
    if windows_open == 0:
        return None
    usual = ahead * service_min / windows_open
    low, high = floor(usual * LOW), ceil(usual * HIGH)
    return (low, max(high, low + 2))
