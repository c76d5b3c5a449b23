"""Check digits against codes of the real world and codes that are wrong in one place."""

import pytest

from configs.codes import PROVINCES, division_wrong, item_code_wrong, uscc_wrong


@pytest.mark.parametrize("code", ["91350100M000100Y43", "11370900004341048Y", "12441500196720244T"])
def test_true_credit_codes_are_right_and_every_other_check_character_is_wrong(code: str) -> None:
    assert uscc_wrong(code) is None
    for char in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        assert (uscc_wrong(code[:17] + char) is None) == (char == code[17])


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("91350100M000100Y4", "a credit code has 18 characters, this has 17"),
        (
            "91350100MO00100Y43",
            "'O' does not occur in a credit code (digits and capital letters without I, O, S, V, Z)",
        ),
        (
            "91350100M000100Y34",
            "the check character of the credit code 91350100M000100Y34 must be 0 (or another character of it is wrong)",
        ),
    ],
)
def test_wrong_credit_codes_say_what_is_wrong(code: str, wrong: str) -> None:
    assert uscc_wrong(code) == wrong


def test_the_item_code_of_the_field_is_right() -> None:
    assert item_code_wrong("12441500196720244T3442199806003") is None


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        (
            "12441500196720244T344219980600",
            "an item code has 31 characters (credit code 18, level 1, basic code 12), not 30",
        ),
        ("12441500196720244T0442199806003", "the level (19th character) is 1 to 7 (GB/T 39046 A.2), not 0"),
        (
            "12441500196720244T344219980600x",
            "the basic code (last 12 characters) has digits and capital letters only, not 44219980600x",
        ),
        (
            "12441500196720244T3四42199806003",
            "the basic code (last 12 characters) has digits and capital letters only, not 四42199806003",
        ),
    ],
)
def test_wrong_item_codes_say_what_is_wrong(code: str, wrong: str) -> None:
    assert item_code_wrong(code) == wrong


def test_divisions_are_six_digits_of_a_province_that_exists() -> None:
    assert len(PROVINCES) == 34
    for code in ("530800", "530802", "530829", "110000", "500000", "710000", "820000"):
        assert division_wrong(code) is None
    for code in ("5308", "53080O", "５３０８００", "160000", "550000", "990800"):
        assert division_wrong(code) is not None
