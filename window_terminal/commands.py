"""`hall pad` and `hall screen`: the screens of the counter."""

import typer

from kiosk.ui.command import become
from kiosk.ui.typer_options import Autopilot, BootstrapFile, Lang, Layout, Report, State, Windowed, options_of

pad = typer.Typer(help="Run a pad of a window: call pad, rating pad.")
screen = typer.Typer(help="Run the screen above a window.")

CALL = """Run the call pad of a window: the clerk signs in, calls, serves.

\b
Examples:
  hall pad call --bootstrap /etc/hall/call-w01.yaml
  hall pad call --bootstrap call-w01.yaml --windowed 1280x800+0+0
"""

RATING = """Run the rating pad of a window: the citizen rates the service.

\b
Examples:
  hall pad rating --bootstrap /etc/hall/rate-w01.yaml
  hall pad rating --bootstrap rate-w01.yaml --windowed 1280x800+0+0
"""

WINDOW = """Run the screen above a window: the number served now, the items handled here, who waits.

\b
Examples:
  hall screen window --bootstrap /etc/hall/screen-w01.yaml
  hall screen window --bootstrap screen-w01.yaml --layout bar --windowed 1920x360+0+0
"""


@pad.command("call", help=CALL)
def call_pad(
    bootstrap: BootstrapFile,
    layout: Layout = None,
    windowed: Windowed = None,
    autopilot: Autopilot = None,
    lang: Lang = "zh",
    report: Report = False,
    state: State = None,
) -> None:
    become("window_terminal.call_pad", options_of(bootstrap, layout, windowed, autopilot, lang, report, state))


@pad.command("rating", help=RATING)
def rating_pad(
    bootstrap: BootstrapFile,
    layout: Layout = None,
    windowed: Windowed = None,
    autopilot: Autopilot = None,
    lang: Lang = "zh",
    report: Report = False,
    state: State = None,
) -> None:
    become("window_terminal.rating_pad", options_of(bootstrap, layout, windowed, autopilot, lang, report, state))


@screen.callback()
def screens() -> None:
    """Run the screen above a window."""


@screen.command("window", help=WINDOW)
def window_screen(
    bootstrap: BootstrapFile,
    layout: Layout = None,
    windowed: Windowed = None,
    autopilot: Autopilot = None,
    lang: Lang = "zh",
    report: Report = False,
    state: State = None,
) -> None:
    become("window_terminal.window_screen", options_of(bootstrap, layout, windowed, autopilot, lang, report, state))
