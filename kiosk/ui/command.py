"""How a command runs a terminal: until it is closed, or with the faults of its bootstrap file and exit code 2."""

import sys
from typing import NoReturn

from configs.bootstrap import load_bootstrap
from configs.faults import ConfigError
from drivers.connection import BadConnection
from drivers.registry import DRIVERS
from kiosk.ui.options import Options
from kiosk.ui.shell import Terminal, run_terminal

WRONG_BOOTSTRAP = 2


def run(spec: Terminal, options: Options) -> NoReturn:
    """Run the terminal and end the process with its exit code. A wrong bootstrap file is told fault by fault."""
    try:
        load_bootstrap(options.bootstrap, {driver.name: driver.options for driver in DRIVERS.values()})
        code = run_terminal(spec, options)
    except ConfigError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        code = WRONG_BOOTSTRAP
    except BadConnection as fault:
        print(f"{options.bootstrap}: {fault}", file=sys.stderr)
        code = WRONG_BOOTSTRAP
    sys.exit(code)
