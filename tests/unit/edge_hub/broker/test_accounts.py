"""Secrets of 256 bits and the hashes that the broker keeps of them."""

import subprocess
from pathlib import Path

import pytest

from edge_hub.broker.accounts import entry, fits, new_secret, read, write


def test_no_two_secrets_are_alike_and_each_has_256_bits() -> None:
    made = {new_secret() for _ in range(1000)}
    assert len(made) == 1000 and all(len(secret) == 43 for secret in made)
    assert set("".join(made)) == ALPHABET, "all of it is printable and safe in a file's line"


ALPHABET = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_an_entry_fits_its_secret_and_no_other() -> None:
    secret = new_secret()
    one, again = entry(secret), entry(secret)
    assert fits(one, secret) and fits(again, secret) and one != again, "each has a salt of its own"
    assert not fits(one, new_secret()) and not fits(one, "") and secret not in one


def test_entries_are_mosquittos_own(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-c", "-b", str(file), "pad-1", "s3cret"], check=True, capture_output=True)
    written = read(file.read_text())["pad-1"]
    assert fits(written, "s3cret") and not fits(written, "s3cre7")
    assert [len(part) for part in written.split("$")] == [len(part) for part in entry("s3cret").split("$")]


@pytest.mark.parametrize("broken", ["", "$7$101$x", "$6$101$AAAA$AAAA", "$7$a$AAAA$AAAA", "$7$101$A$A", "plain"])
def test_what_is_no_entry_fits_nothing(broken: str) -> None:
    assert not fits(broken, "") and not fits(broken, "plain")


def test_a_password_file_is_read_as_it_was_written() -> None:
    accounts = {"hub": entry("a"), "call-w01": entry("b")}
    assert read(write(accounts)) == accounts
    assert read("# a comment\n\nno line\nold:$6$AA$AA\n:$7$1$AA$AA\n") == {}
