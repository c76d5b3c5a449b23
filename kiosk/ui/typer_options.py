"""The common options of every terminal, as Typer declares them. Imported by the commands only, not by the screens.

@kiosk.command("call-board")
def call_board(
    bootstrap: BootstrapFile, layout: Layout = None, windowed: Windowed = None, autopilot: Autopilot = None,
    lang: Lang = "zh", report: Report = False, state: State = None,
) -> None:
    raise typer.Exit(run_terminal(SPEC, options_of(bootstrap, layout, windowed, autopilot, lang, report, state)))
"""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.ui.options import Geometry, Options

LAYOUTS = ("portrait", "landscape", "bar")
LANGS = ("zh", "en")


def _one_of(choices: tuple[str, ...], text: str | None) -> str | None:
    if text is not None and text not in choices:
        raise typer.BadParameter(f"“{text}” is not one of {', '.join(choices)}")
    return text


def _geometry(text: str | None) -> str | None:
    try:
        return text if text is None else (Geometry.parse(text), text)[1]
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault


def _dash(text: str | None) -> str | None:
    if text not in (None, "-"):
        raise typer.BadParameter("orders come on stdin: write --autopilot -")
    return text


BootstrapFile = Annotated[
    Path,
    typer.Option(
        "--bootstrap", metavar="FILE", exists=True, dir_okay=False, readable=True, help="The bootstrap file (YAML)."
    ),
]
Layout = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="|".join(LAYOUTS),
        callback=lambda text: _one_of(LAYOUTS, text),
        help="How the screen is laid out.",
        show_default="what the shape of the screen says",
    ),
]
Windowed = Annotated[
    str | None,
    typer.Option("--windowed", metavar="WxH+X+Y", callback=_geometry, help="A window instead of the whole screen."),
]
Autopilot = Annotated[
    str | None,
    typer.Option(
        "--autopilot", metavar="-", callback=_dash, help="Take orders from stdin and report on stdout, as JSON lines."
    ),
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang", metavar="|".join(LANGS), callback=lambda text: _one_of(LANGS, text), help="The language at the start."
    ),
]
Report = Annotated[bool, typer.Option("--report", help="Print one JSON line when the first frame was shown.")]
State = Annotated[
    Path | None,
    typer.Option(
        "--state", metavar="DIR", file_okay=False, help="Folder of what the device must not forget.",
        show_default="XDG_STATE_HOME/hall",
    ),
]


def options_of(
    bootstrap: Path,
    layout: str | None = None,
    windowed: str | None = None,
    autopilot: str | None = None,
    lang: str = "zh",
    report: bool = False,
    state: Path | None = None,
) -> Options:
    """What the shell takes, from what Typer has checked."""
    where = None if windowed is None else Geometry.parse(windowed)
    return Options(bootstrap, layout, where, autopilot is not None, lang, report, state)
