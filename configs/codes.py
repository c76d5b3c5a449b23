"""Check digits of the codes that a hall's configuration carries.

Sources: GB 32100 (统一社会信用代码), GB/T 2260 (行政区划代码), GB/T 39046-2020 A.2 (行使层级). The 31 characters of an
实施编码 as used in the field: credit code 18 + level 1 + basic code 12.
"""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""No I, O, S, V, Z: they are too like 1, 0, 5, U, 2."""
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
USCC_LENGTH = 18
CODE_LENGTH = 31

_IN_REGION = {1: 5, 2: 3, 3: 7, 4: 6, 5: 4, 6: 5, 7: 1, 8: 2}
PROVINCES = frozenset(f"{region}{n}" for region, last in _IN_REGION.items() for n in range(1, last + 1)) | {"50"}
"""The first two digits of a division code (GB/T 2260)."""
NATIONAL = "100000"
"""Stands where a division would, in the codes of central bodies."""


def uscc_check(first17: str) -> str:
    """The 18th character that belongs to the first 17 of a credit code; they must be of its alphabet."""
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(first17, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def uscc_wrong(code: str) -> str | None:
    """What is wrong with a unified social credit code, as a sentence, or None."""
    if len(code) != USCC_LENGTH:
        return f"a credit code has {USCC_LENGTH} characters, this has {len(code)}"
    strange = next((char for char in code if char not in USCC_ALPHABET), None)
    if strange is not None:
        return f"{strange!r} does not occur in a credit code (digits and capital letters without I, O, S, V, Z)"
    if (right := uscc_check(code[:17])) != code[17]:
        return f"the check character of the credit code {code} must be {right} (or another character of it is wrong)"
    return division_wrong(code[2:8]) if code[2:8] != NATIONAL else None


def division_wrong(code: str) -> str | None:
    """What is wrong with a division code (行政区划代码, 6 digits), as a sentence, or None."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return f"a division code has 6 digits, {code!r} has not"
    if code[:2] not in PROVINCES:
        return f"no province has the division code {code[:2]}, as in {code}"
    return None


def item_code_wrong(code: str) -> str | None:
    """What is wrong with an 实施编码, as a sentence, or None."""
    if len(code) != CODE_LENGTH:
        return f"an item code has {CODE_LENGTH} characters (credit code 18, level 1, basic code 12), not {len(code)}"
    if wrong := uscc_wrong(code[:USCC_LENGTH]):
        return wrong
    if code[USCC_LENGTH] not in "1234567":
        return f"the level (19th character) is 1 to 7 (GB/T 39046 A.2), not {code[USCC_LENGTH]}"
    basic = code[USCC_LENGTH + 1 :]
    if not (basic.isascii() and basic.isalnum() and basic == basic.upper()):
        return f"the basic code (last 12 characters) has digits and capital letters only, not {basic}"
    return None
