"""Who somebody is, without saying it: the keyed hash of an ID number, made on the machine where the number was read.

The number itself goes nowhere: not into a command, a record or a log. All machines of a hall have the same key, so that
a card that books at the desk is known at the ticket machine; nobody without the key can search the few possible numbers
for the one behind a hash.
"""

import hmac
import re

from .login import secret

KEY = "person-key"
"""The secret's name in the keyring."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


class NoNumber(ValueError):
    """What was read is no number of a resident identity card. The text says why, and not what was read."""


def person_hash(id_number: str) -> str:
    """64 hex digits for the number of a resident identity card. Raises NoNumber, or LoginFault without the key."""
    number = re.sub(r"\s", "", id_number).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise NoNumber("a number has 18 digits; the last may be X")
    if CHECKS[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11] != number[-1]:
        raise NoNumber("the last digit does not fit the others: look for a typing error")
    return hmac.digest(secret(KEY).encode(), number.encode(), "sha256").hex()
