"""What every test shares: nothing of ours is patched, Qt draws offscreen by software, and noise fails.

Noise is a Python warning (pyproject.toml makes it an error), a log record of level WARNING or above, or anything that
Qt or QML says above debug, from the set-up of a test's first fixture to the end of its last one. A test that means to
provoke it says so with `expects_warning`, and fails as well if it does not come. pytest-qt's own capture is off: it
puts its handler over ours, and takes it away before the screens are torn down.

What the tests of the catalogue of faults did is written to `build/faults.json`, or to where `--faults` says
(tests/faults/README.md).
"""

import os
import signal
from collections.abc import Iterator

import pytest
from fakes.fault_table import FaultTable, Handed, commit_of, mark_by_name, numbers_of
from fakes.quiet import Expect, Noise

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QSG_RENDER_LOOP"] = "basic"
signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell ignores Ctrl-C for what it starts in the background, and children inherit that: ours are to hear it."""

NOISE = pytest.StashKey[Noise]()
FAULTS = pytest.StashKey[FaultTable]()
HANDED = pytest.StashKey[Handed]()
ENDED = pytest.StashKey[tuple[str, str]]()
"""How a test ended, and why it was skipped."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    item.stash[NOISE] = Noise()
    item.stash[NOISE].start()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    try:
        yield
    finally:
        item.stash[NOISE].stop()
    faults = item.stash[NOISE].faults()
    if faults:
        pytest.fail("\n".join(["Not as quiet as declared (see `expects_warning`):", *faults]), pytrace=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", default="build/faults.json", metavar="FILE", help="where to write what was done")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FAULTS] = FaultTable(commit_of())


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark_by_name(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: pytest.TestReport = yield
    so_far = item.stash.get(ENDED, ("passed", ""))
    if report.outcome != "passed" and so_far[0] == "passed":
        told = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
        so_far = (report.outcome, told)
    item.stash[ENDED] = so_far
    if report.when == "teardown" and (numbers := numbers_of(item)):
        item.config.stash[FAULTS].add(numbers, so_far[0], item.stash.get(HANDED, Handed()), so_far[1], item.nodeid)
    return report  # type: ignore[return-value]


def pytest_sessionfinish(session: pytest.Session) -> None:
    session.config.stash[FAULTS].write(session.config.rootpath / session.config.getoption("--faults"))


@pytest.fixture
def hand_in(request: pytest.FixtureRequest) -> Handed:
    """Hands in what a test of the catalogue of faults did: `hand_in(verdict, runs=50, seed=3)`."""
    handed: Handed = request.node.stash.setdefault(HANDED, Handed())
    return handed


@pytest.fixture
def expects_warning(request: pytest.FixtureRequest) -> Expect:
    """Declares a warning that the test provokes, by a part of its text: `expects_warning("set aside", times=1)`."""
    noise: Noise = request.node.stash[NOISE]
    return noise.expect


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """Qt Quick needs no widgets."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication
