"""How a command of the hub ends when it cannot do what was asked: one sentence and exit code 2."""

import sys
from typing import NoReturn


def refuse(sentence: str) -> NoReturn:
    """End a command with a sentence."""
    print(f"hall: {sentence}", file=sys.stderr)
    sys.exit(2)
