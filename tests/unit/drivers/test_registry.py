"""The table of drivers, and the doors it opens."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from pydantic import ValidationError

from drivers.connection import parse_connection
from drivers.registry import DRIVERS


def test_every_driver_of_the_table_is_an_entry_point_and_the_other_way_round():
    ours = {point.name: point.load() for point in entry_points(group="hall.drivers") if "drivers." in point.value}
    assert ours == DRIVERS


@pytest.mark.parametrize("spec", DRIVERS.values(), ids=lambda spec: spec.name)
def test_every_driver_has_options_with_defaults_that_are_all_described_and_makes_a_conversation(spec):
    conversation = spec.make(spec.options())
    assert conversation.due is None
    assert spec.summary
    assert [name for name, option in spec.options.model_fields.items() if not option.description] == []


@pytest.mark.parametrize("wrong", [{"width_mm": 76}, {"status": "no"}, {"feed_lines": 99}, {"papper": 80}])
def test_wrong_printer_options_are_refused(wrong):
    with pytest.raises(ValidationError):
        DRIVERS["escpos"].options(**wrong)


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("tcp://10.0.0.5:9100", "raster"),
        ("file:///dev/usb/lp0", "raster"),
        ("serial:///dev/ttyUSB0?baud=115200", "text"),
        ("serial:///dev/ttyUSB0?baud=921600", "raster"),
    ],
)
def test_a_slow_serial_line_gets_text_and_every_other_a_picture(url, mode):
    options = DRIVERS["escpos"].options()
    assert options.on(parse_connection(url)).mode == mode


def test_a_mode_that_was_chosen_stays():
    options = DRIVERS["escpos"].options(mode="text")
    assert options.on(parse_connection("tcp://10.0.0.5:9100")).mode == "text"


def test_reading_options_loads_no_imaging_printing_or_serial_library():
    script = "import sys, drivers.registry, drivers.port; print({'escpos', 'PIL', 'serial'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_the_hub_and_the_table_of_drivers_load_no_opencv():
    script = "import sys, edge_hub.hub, edge_hub.cli, drivers.installed; print({'cv2', 'numpy'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
