"""A card reader that types, told from a person who types."""

from window_terminal.call_pad.wedge import CARD_MAX, GAP_S, Burst


def typed(keys: str, gap_s: float, burst: Burst | None = None, start_s: float = 10.0) -> tuple[str | None, Burst]:
    """What Enter makes of these keys, each so long after the one before."""
    burst, now_s = burst or Burst(), start_s
    for key in keys:
        now_s += gap_s
        burst = burst.key(key, now_s)
    return burst.card(now_s + gap_s), burst


def test_a_burst_that_ends_with_enter_is_a_card_in_capitals() -> None:
    assert typed("0004711815", 0.005)[0] == "0004711815"
    assert typed("04a1b2c3d4", 0.03)[0] == "04A1B2C3D4"


def test_what_hands_type_is_no_card_however_long() -> None:
    assert typed("000471181512", GAP_S + 0.02)[0] is None


def test_a_burst_without_enter_and_one_that_is_too_short_or_too_long_are_no_cards() -> None:
    _, burst = typed("0004711815", 0.005)
    assert burst.card(12.0) is None
    assert typed("1234567", 0.005)[0] is None
    assert typed("1" * CARD_MAX, 0.005)[0] == "1" * CARD_MAX
    assert typed("1" * (CARD_MAX + 9), 0.005)[0] is None


def test_what_was_typed_by_hand_before_a_card_is_no_part_of_it() -> None:
    _, burst = typed("101", 0.2)
    assert typed("0004711815", 0.005, burst, start_s=20.0)[0] == "0004711815"


def test_the_number_of_a_card_is_in_no_text_of_it() -> None:
    assert "4711" not in repr(typed("0004711815", 0.005)[1])
