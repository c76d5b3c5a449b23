"""From the bootstrap file's words to a printer that runs."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from drivers.connection import BadConnection, parse_connection
from drivers.escpos import EscposConversation, EscposOptions
from drivers.port import Port

from .printing import SlipPrinter

DRIVER = "escpos"
"""The one that prints slips. The table of all drivers is not asked: a machine that starts would import every one."""


def printer_of(driver: str, connection: str, options: Mapping[str, Any]) -> SlipPrinter:
    """The printer, its port already dialling. Raises BadConnection with a sentence for whatever cannot be used."""
    if driver != DRIVER:
        raise BadConnection(f"slips are printed by the driver {DRIVER}, not by {driver!r}")
    try:
        chosen = EscposOptions.model_validate(dict(options))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadConnection(f"option {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    wire = parse_connection(connection)
    settled = chosen.on(wire)
    return SlipPrinter(settled, lambda on_fact: Port(wire, EscposConversation(settled), on_fact))
