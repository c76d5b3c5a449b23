"""Drivers of others: found by entry point, and told in a sentence where they cannot be used."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from drivers.connection import parse_connection
from drivers.installed import installed_drivers, table
from drivers.registry import DRIVERS

SPEC = """
from pydantic import BaseModel
from drivers.registry import DriverSpec

class Options(BaseModel):
    pass

SPEC = DriverSpec("{name}", "for tests", Options, lambda options: None)
"""
SOURCES = {
    "sound_one": SPEC.format(name="sound_one"),
    "sound_two": SPEC.format(name="sound_one"),
    "misnamed": SPEC.format(name="other"),
    "no_spec": "SPEC = 5\n",
    "raises": "raise RuntimeError('no port')\n",
    "torn": "def (:\n",
}


@pytest.fixture(autouse=True)
def modules(tmp_path: Path) -> Iterator[None]:
    for name, source in SOURCES.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    yield
    sys.path.remove(str(tmp_path))
    for name in SOURCES:
        sys.modules.pop(name, None)


def point(name, module=None):
    return EntryPoint(name, f"{module or name}:SPEC", "hall.drivers")


def test_a_sound_driver_is_found_beside_ours():
    found = installed_drivers([*entry_points(group="hall.drivers"), point("sound_one")])
    assert found.refused == ()
    assert found.drivers.keys() == {*DRIVERS, "sound_one"}


def test_ours_are_there_without_any_entry_point():
    assert installed_drivers([]).drivers == DRIVERS


@pytest.mark.parametrize(
    ("name", "module", "said"),
    [
        ("no_spec", None, "is no DriverSpec but int"),
        ("misnamed", None, 'calls itself "other": both names must be the same'),
        ("raises", None, "cannot be loaded: RuntimeError: no port"),
        ("torn", None, "cannot be loaded: SyntaxError: "),
        ("absent", None, "cannot be loaded: ModuleNotFoundError: No module named 'absent'"),
        ("escpos", "sound_one", "is not used: the name is taken by the hall itself"),
    ],
)
def test_a_driver_that_cannot_be_used_is_one_sentence_and_costs_no_other(name, module, said):
    found = installed_drivers([point(name, module), point("sound_one")])
    assert found.drivers.keys() == {*DRIVERS, "sound_one"}
    [sentence] = found.refused
    assert f'the driver "{name}" of an unknown package ({module or name}:SPEC) {said}' in sentence
    assert "\n" not in sentence


def test_of_two_with_one_name_one_is_used_and_the_other_told():
    found = installed_drivers([point("sound_one"), point("sound_one", "sound_two")])
    assert "sound_one" in found.drivers
    [sentence] = found.refused
    assert sentence.endswith("is not used: the name is taken by another package")


def test_the_table_has_every_driver_with_its_wires_and_each_option_with_its_default():
    lines = table(DRIVERS).splitlines()
    assert len(lines) == 2 + len(DRIVERS)
    for line, spec in zip(lines[2:], DRIVERS.values(), strict=True):
        assert line.startswith(f"| `{spec.name}` | {spec.summary} | {', '.join(spec.wires)} | ")
        assert all(f"`{option}=" in line for option in spec.options.model_fields)


SHOWN = {
    "serial": "serial:///dev/ttyS0",
    "tcp": "tcp://10.0.0.5:9100",
    "file": "file:///dev/usb/lp0",
    "hid": "hid://0c2e:0b61",
    "usb": "usb://04b8:0202",
    "loop": "loop://name",
    "run": "run://host",
}


def test_every_wire_in_the_table_is_one_that_a_connection_can_name():
    for spec in DRIVERS.values():
        for wire in spec.wires:
            assert type(parse_connection(SHOWN[wire])).__name__.lower() == wire
