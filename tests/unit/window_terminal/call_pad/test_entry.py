"""Typing a staff number and a PIN."""

from window_terminal.call_pad.entry import NUMBER_MAX, PIN_MAX, Entry


def typed(entry: Entry, keys: str) -> Entry:
    for key in keys:
        entry = entry.key(key)
    return entry


def test_digits_go_into_the_field_that_is_chosen() -> None:
    entry = typed(typed(Entry(), "1011").to("pin"), "246810")
    assert (entry.number, entry.pin, entry.complete) == ("1011", "246810", True)


def test_a_short_pin_is_not_complete() -> None:
    assert not typed(typed(Entry(), "1011").to("pin"), "24681").complete


def test_back_takes_the_last_digit_and_then_goes_to_the_number() -> None:
    entry = typed(typed(Entry(), "1011").to("pin"), "2")
    assert entry.key("back").pin == ""
    assert entry.key("back").key("back").into == "number"
    assert entry.key("back").key("back").key("back").number == "101"


def test_clear_empties_only_the_field() -> None:
    entry = typed(typed(Entry(), "1011").to("pin"), "246810").key("clear")
    assert (entry.number, entry.pin) == ("1011", "")


def test_odd_keys_and_too_many_digits_change_nothing() -> None:
    assert typed(Entry(), "1a2").number == "12"
    assert Entry().key("٣") == Entry() and Entry().key("12") == Entry()
    assert len(typed(Entry(), "1" * 40).number) == NUMBER_MAX
    assert len(typed(Entry().to("pin"), "1" * 40).pin) == PIN_MAX


def test_a_refusal_keeps_the_number_and_forgets_the_pin() -> None:
    entry = typed(typed(Entry(), "1011").to("pin"), "246810").without_pin()
    assert (entry.number, entry.pin, entry.into) == ("1011", "", "pin")


def test_a_pin_never_shows_in_a_log_line() -> None:
    assert "246810" not in repr(typed(Entry().to("pin"), "246810"))
