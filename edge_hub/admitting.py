"""What `hall device` shows: who is let in, who is not any more, and who asks."""

from collections.abc import Iterator

from edge_hub.contract.admission import DeviceList
from edge_hub.contract.clock import at_hall


def table(listed: DeviceList) -> Iterator[str]:
    """One line for each device."""
    for one in listed.admitted:
        when = f"{at_hall(one.at_ms):%Y-%m-%d %H:%M}"
        if one.revoked:
            state = f"revoked {when} by {one.by}: {one.cause}{f', {one.why}' if one.why else ''}"
        else:
            state = f"approved {when} by {one.by}: {one.proof} {one.fingerprint}"
        yield f"{one.device:<24} {state}"
    for asking in listed.asking:
        until = f"{at_hall(asking.until_ms):%H:%M:%S}"
        yield f"{asking.device:<24} asks from {asking.host} until {until}: {asking.proof} {asking.fingerprint}"
    if not listed.admitted and not listed.asking:
        yield "Nobody has decided about a device yet; those of hall broker config come in by their passwords."
