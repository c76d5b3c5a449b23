"""Who reigns? Asked of the other machine before a hub serves, so that one that was replaced does not serve again."""

import ssl
from dataclasses import dataclass

from edge_hub.shipping.parcel import Refusal, Standing, Welcome

from .line import LineFault, dial

DIAL_S, ANSWER_S = 3.0, 5.0


@dataclass(frozen=True, slots=True)
class Reigning:
    """The other machine serves as the hub, in that epoch, which began with that record there."""

    epoch: int
    began: int
    fork: bool
    """Whether this machine has records that the other does not have."""


def who_reigns(peer: tuple[str, int], standing: Standing, context: ssl.SSLContext | None) -> Reigning | None:
    """The other hub, if it is there and serves. A machine that does not answer does not reign."""
    try:
        line = dial(peer, context, DIAL_S)
    except LineFault:
        return None
    try:
        line.say(standing, ANSWER_S)
        answer = line.hear(ANSWER_S)
    except LineFault:
        return None
    finally:
        line.close()
    if isinstance(answer, Welcome):
        return Reigning(answer.epoch, 0, False)
    return Reigning(answer.epoch, answer.began, answer.why == "fork") if isinstance(answer, Refusal) else None
