"""Drivers are found by entry point; a broken one of somebody else is a sentence."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from configs.drivers import installed_options

SOURCES = {
    "good_driver": """
from pydantic import BaseModel

class Options(BaseModel):
    width: int = 80

class driver:
    options = Options
""",
    "no_options": "class driver:\n    pass\n",
    "odd_options": "class driver:\n    options = {'width': 80}\n",
    "broken_driver": "raise RuntimeError('no port')\n",
    "torn_driver": "def (:\n",
}


@pytest.fixture
def modules(tmp_path: Path) -> Iterator[list[EntryPoint]]:
    for name, source in SOURCES.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    points = [EntryPoint(name, f"{name}:driver", "hall.drivers") for name in (*SOURCES, "absent")]
    yield points
    sys.path.remove(str(tmp_path))
    for name in SOURCES:
        sys.modules.pop(name, None)


def test_good_drivers_are_found_and_broken_ones_are_told(modules: list[EntryPoint]) -> None:
    options, broken = installed_options(modules)
    assert list(options) == ["good_driver"]
    assert options["good_driver"].model_fields["width"].default == 80
    assert [sentence.partition(" (")[0] for sentence in broken] == [
        'the driver "absent"',
        'the driver "broken_driver"',
        'the driver "no_options"',
        'the driver "odd_options"',
        'the driver "torn_driver"',
    ]
    assert broken[0].endswith("cannot be loaded: ModuleNotFoundError: No module named 'absent'")
    assert broken[1].endswith("cannot be loaded: RuntimeError: no port")
    assert broken[3].endswith("has no model of its options")
    assert all("\n" not in sentence for sentence in broken)


def test_a_name_that_is_taken_stays_with_the_hall_and_is_told(modules: list[EntryPoint]) -> None:
    good = EntryPoint("escpos", "good_driver:driver", "hall.drivers")
    ours = EntryPoint("escpos", "drivers.registry:ESCPOS", "hall.drivers")
    options, broken = installed_options([good, ours])
    assert "width_mm" in options["escpos"].model_fields
    assert broken == ('the driver "escpos" (good_driver:driver) is not used: its name is taken',)
