"""Faults done on purpose to real parts: one file for each letter of the catalogue, its number in each test's name."""

from collections.abc import Iterator

import pytest
from fakes.door import Door


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A small hall's broker as it is set up for a real hall, running."""
    one = Door(tmp_path_factory.mktemp("door"))
    with one.broker:
        yield one
