"""What every test shares: nothing of ours is patched, Qt draws offscreen by software, and noise fails.

Noise is a Python warning (pyproject.toml makes it an error), a log record of level WARNING or above, or anything that
Qt or QML says above debug, from the set-up of a test's first fixture to the end of its last one. A test that means to
provoke it says so with `expects_warning`, and fails as well if it does not come. pytest-qt's own capture is off: it
puts its handler over ours, and takes it away before the screens are torn down.
"""

import os
from collections.abc import Iterator

import pytest
from fakes.quiet import Expect, Noise

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QSG_RENDER_LOOP"] = "basic"

NOISE = pytest.StashKey[Noise]()


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
