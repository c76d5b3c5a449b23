"""A hub without a broker: the real loop over a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.loop_rig import Rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    one = Rig(tmp_path)
    yield one
    one.close()
