"""What can go wrong between a journal and a consumer of it: two classes, for there are two things to do about it.

| class | what it is | what is done |
|---|---|---|
| `TryAgain` | the line, or whoever is at its end, is away or speaks garbage | again after a pause, for ever |
| `Refused` | the other side will say the same until a person acts | set aside, said in a sentence, tried seldom |

Anything else is not caught here: a store that fails or a fault of ours ends the process, and a supervisor starts it.
"""


class TryAgain(Exception):
    """Nothing is wrong with what was sent. The text says what happened."""


class Refused(Exception):
    """Sent again it would be refused again. The text says what a person has to do; nobody else waits for it."""
