"""A virtual ESC/POS receipt printer: bytes in, status replies and rendered slips out."""

from drivers.twins.printer.glyphs import FontMissing
from drivers.twins.printer.interpreter import EscposInterpreter
from drivers.twins.printer.line import Weather
from drivers.twins.printer.mechanism import Mechanism, Paper
from drivers.twins.printer.outputs import Ending, Output, Reply, Slip
from drivers.twins.printer.server import VirtualPrinter, serve_pty, serve_tcp
from drivers.twins.printer.tray import PrintedSlip

__all__ = [
    "Ending", "EscposInterpreter", "FontMissing", "Mechanism", "Output", "Paper", "PrintedSlip", "Reply", "Slip",
    "VirtualPrinter", "Weather", "serve_pty", "serve_tcp",
]  # fmt: skip
