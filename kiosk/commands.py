"""`hall kiosk`: the screens of the public floor."""

import typer

from kiosk.ui.command import become
from kiosk.ui.typer_options import Autopilot, BootstrapFile, Lang, Layout, Report, State, Windowed, options_of

kiosk = typer.Typer(help="Run a screen of the public floor: ticket machine, call board.")

TICKET_MACHINE = """Run the ticket machine: citizens choose, take a number, and a slip is printed.

\b
Examples:
  hall kiosk ticket-machine --bootstrap /etc/hall/tm-1.yaml
      the whole screen, upright or wide as it stands
  hall kiosk ticket-machine --bootstrap tm-1.yaml --windowed 540x960+0+0
      in a window, for a look
  echo '{"do":"take","citizen":"c1","items":["social-card-apply"]}' |
      hall kiosk ticket-machine --bootstrap tm-1.yaml --autopilot -
      drives itself: JSON lines in, JSON lines out
"""

CALL_BOARD = """Run a call board: which number goes to which window, without a sound.

\b
Examples:
  hall kiosk call-board --bootstrap /etc/hall/board-1.yaml
  hall kiosk call-board --bootstrap board-1.yaml --windowed 960x540+0+0
"""


@kiosk.command("ticket-machine", help=TICKET_MACHINE)
def ticket_machine(
    bootstrap: BootstrapFile,
    layout: Layout = None,
    windowed: Windowed = None,
    autopilot: Autopilot = None,
    lang: Lang = "zh",
    report: Report = False,
    state: State = None,
) -> None:
    become("kiosk.ticket_machine", options_of(bootstrap, layout, windowed, autopilot, lang, report, state))


@kiosk.command("call-board", help=CALL_BOARD)
def call_board(
    bootstrap: BootstrapFile,
    layout: Layout = None,
    windowed: Windowed = None,
    autopilot: Autopilot = None,
    lang: Lang = "zh",
    report: Report = False,
    state: State = None,
) -> None:
    become("kiosk.call_board", options_of(bootstrap, layout, windowed, autopilot, lang, report, state))
