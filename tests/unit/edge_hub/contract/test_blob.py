"""Names of blobs, and what is said when one is not kept or given."""

import pytest

from edge_hub.contract.blob import BLOB_NO_WORDS, BlobNo, is_name, name_of, path_of


def test_a_blob_is_named_by_its_sha_256() -> None:
    assert name_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert is_name(name_of(b"")) and path_of(name_of(b"")).startswith("/blobs/e3b0c442")


@pytest.mark.parametrize(
    "text", ["", "abc", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "１" * 64]
)
def test_nothing_else_is_a_name(text: str) -> None:
    assert not is_name(text)


def test_every_no_has_a_sentence_in_both_languages() -> None:
    assert set(BLOB_NO_WORDS) == set(BlobNo) and all(one.zh and one.en for one in BLOB_NO_WORDS.values())
