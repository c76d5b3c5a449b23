"""Photographs that several tests look at: each is drawn once."""

from collections.abc import Callable
from functools import cache

import pytest

from drivers.documents.taking import one_core
from drivers.twins.camera.scenes import Scene, photograph


@pytest.fixture(scope="session")
def photo() -> Callable[..., Scene]:
    one_core()
    return cache(photograph)
