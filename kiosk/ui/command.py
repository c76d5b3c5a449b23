"""How a command runs a terminal: until it is closed, or with the faults of its bootstrap file and exit code 2."""

import sys
from typing import NoReturn

from configs.bootstrap import Bootstrap, load_bootstrap
from configs.faults import ConfigError
from drivers.connection import BadConnection
from kiosk.ui.options import Options
from kiosk.ui.shell import Terminal, client_of, run_screen

WRONG_BOOTSTRAP = 2


def run(spec: Terminal, options: Options) -> NoReturn:
    """Run the terminal and end the process with its exit code. A wrong bootstrap file is told fault by fault."""
    try:
        boot = _read(options)
        code = run_screen(spec, options, boot, client_of(spec, options, boot))
    except ConfigError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        code = WRONG_BOOTSTRAP
    except BadConnection as fault:
        print(f"{options.bootstrap}: {fault}", file=sys.stderr)
        code = WRONG_BOOTSTRAP
    sys.exit(code)


def _read(options: Options) -> Bootstrap:
    """The bootstrap file. The drivers are loaded, to check their options, only where a device hangs on the terminal."""
    boot = load_bootstrap(options.bootstrap)
    if boot.own:
        from drivers.registry import DRIVERS

        boot = load_bootstrap(options.bootstrap, {driver.name: driver.options for driver in DRIVERS.values()})
    return boot
