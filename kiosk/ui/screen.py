"""The process of a terminal: `python -m kiosk.ui.screen PACKAGE OPTIONS`, until it is closed.

The modules below are imported before any module of ours imports PySide6: once PySide6 is there it reads the source of
every further module (to see whether it uses Qt's features), which costs a terminal 80 ms and 7 MB at its start.
"""

import importlib
import sys
from typing import TYPE_CHECKING

import edge_hub.client.answers
import edge_hub.client.link
import edge_hub.contract.codec
import edge_hub.contract.hall
import edge_hub.contract.window  # noqa: F401
from configs.bootstrap import Bootstrap, load_bootstrap
from configs.faults import ConfigError
from drivers.connection import BadConnection
from kiosk.ui.options import Options

if TYPE_CHECKING:
    from kiosk.ui.shell import Terminal

WRONG_BOOTSTRAP = 2


def main(package: str, told: str) -> int:
    """Run the `TERMINAL` of that package; its exit code. A wrong bootstrap file is told fault by fault."""
    options = Options.from_json(told)
    try:
        return _run(package, options, _bootstrap(options))
    except ConfigError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
    except BadConnection as fault:
        print(f"{options.bootstrap}: {fault}", file=sys.stderr)
    return WRONG_BOOTSTRAP


def _run(package: str, options: Options, boot: Bootstrap) -> int:
    spec: Terminal = importlib.import_module(f"{package}.terminal").TERMINAL
    from kiosk.ui.shell import client_of, run_screen

    return run_screen(spec, options, boot, client_of(spec, options, boot))


def _bootstrap(options: Options) -> Bootstrap:
    """The bootstrap file. The drivers are loaded, to check their options, only where a device hangs on the terminal."""
    boot = load_bootstrap(options.bootstrap)
    if boot.own:
        from drivers.installed import installed_drivers

        known = installed_drivers().drivers
        boot = load_bootstrap(options.bootstrap, {name: spec.options for name, spec in known.items()})
    return boot


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
