"""The table of the twins, as a command line reads it; and that a twin shares nothing with a driver."""

import ast
import sys
from pathlib import Path

import pytest

import drivers.twins
from drivers.twins.kinds import KINDS, make
from drivers.twins.serving import PORT_WORDS
from drivers.twins.twin import Twin
from drivers.twins.weather import WORDS

ROOT = Path(drivers.twins.__file__).parent
STRANGERS_ALLOWED = {"PIL", "cv2", "numpy", "qrcode"}
"""Libraries that draw pictures; never a driver."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_starts_as_it_is_sold_and_its_words_are_its_own(kind):
    twin = make(kind)
    assert isinstance(twin, Twin)
    assert not set(twin.words) & {*WORDS, *PORT_WORDS, "quit"}
    assert twin.power_cycle(0.0) == twin.cure(0.0) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_a_megabyte_of_anything(kind):
    twin = make(kind)
    for at in range(16):
        twin.hear(bytes(range(256)) * 256, float(at))


def test_settings_reach_the_twin():
    assert make("lock_8a", ["channels=12", "reports=true", "closes_after_s=1.5"]).options.closes_after_s == 1.5


@pytest.mark.parametrize("setting", ["channels", "doors=3", "channels=x", "channels=8", "reports=yes"])
def test_settings_that_are_not_known_are_refused_with_a_sentence(setting):
    with pytest.raises(ValueError, match=r"not understood|wanted| is "):
        make("lock_8a", [setting])


def test_a_kind_that_is_not_there_is_refused_with_the_list():
    with pytest.raises(ValueError, match="lock_8a"):
        make("lock_9z")


def test_a_twin_imports_only_twins_the_standard_library_and_pictures():
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                assert (
                    name.startswith("drivers.twins") or top in STRANGERS_ALLOWED or top in sys.stdlib_module_names
                ), f"{path.name} imports {name}"
