"""The keyed hash of an ID number: the same on every machine of a hall, and nothing for who has no key."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend

from edge_hub.client.person import NoNumber, person_hash
from edge_hub.client.wire import LoginFault


class Ring(KeyringBackend):
    """A keyring in memory; empty unless told."""

    priority = 1.0

    def __init__(self, key: str | None) -> None:
        self.key = key

    def get_password(self, service: str, username: str) -> str | None:
        return self.key if (service, username) == ("hall", "person-key") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def before() -> Iterator[None]:
    used = keyring.get_keyring()
    yield
    keyring.set_keyring(used)


def number(first: str) -> str:
    """The number of nobody, with the check digit that makes it whole."""
    for last in "0123456789X":
        try:
            keyring.set_keyring(Ring("any"))
            person_hash(first + last)
        except NoNumber:
            continue
        return first + last
    raise AssertionError(first)


def test_a_number_gives_the_same_hash_however_it_is_typed_and_another_under_another_key(before: None) -> None:
    one = number("53080219900101001")
    keyring.set_keyring(Ring("of this hall"))
    known = person_hash(one)
    assert len(known) == 64 and person_hash(f" {one[:6]} {one[6:]}\n".lower()) == known and one not in known
    assert person_hash(number("53080219900101002")) != known
    keyring.set_keyring(Ring("of another hall"))
    assert person_hash(one) != known


def test_exactly_one_last_digit_fits_and_the_fault_does_not_repeat_what_was_typed(before: None) -> None:
    keyring.set_keyring(Ring("of this hall"))
    right, first = number("53080219900101001"), "53080219900101001"
    for last in set("0123456789X") - {right[-1]}:
        with pytest.raises(NoNumber, match="typing error") as wrong:
            person_hash(first + last)
        assert first not in str(wrong.value)


@pytest.mark.parametrize("typed", ["", "1234", "5308021990010100１1", "53080219900101001Y", "5308021990010100111"])
def test_what_is_no_number_is_refused(before: None, typed: str) -> None:
    keyring.set_keyring(Ring("of this hall"))
    with pytest.raises(NoNumber, match="18 digits"):
        person_hash(typed)


def test_without_the_key_there_is_no_hash(before: None) -> None:
    one = number("53080219900101001")
    keyring.set_keyring(Ring(None))
    with pytest.raises(LoginFault, match="person-key"):
        person_hash(one)
