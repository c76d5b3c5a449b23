"""The import table of the house, checked on the whole product. A message says where the code should go."""

from typing import Any

import pytest

OURS = ("configs", "drivers", "edge_hub", "kiosk", "window_terminal", "cloud_sync", "tests")


def faults_of(source: Any, house: Any) -> list[str]:
    mine = house.room(source.module)
    found = []
    for one in source.imports:
        if one.name.partition(".")[0] in OURS and not house.may_import(source.module, one.name):
            rule = house.rooms[mine]
            found.append(
                f"{source.path}:{one.line} imports {one.name}, but {mine} may import only "
                f"{', '.join(rule['may']) or 'nothing of ours'}. {rule['help']}"
            )
    return found


def test_every_room_imports_only_what_the_table_allows(product: Any, house: Any, holds: Any) -> None:
    holds([fault for source in product for fault in faults_of(source, house)])


def test_every_module_of_the_product_has_a_room(product: Any, house: Any, holds: Any) -> None:
    holds(
        [
            f"{s.path} belongs to no room of tests/architecture/house.toml: add a row."
            for s in product
            if not house.room(s.module)
        ]
    )


def test_the_table_names_only_rooms_that_exist_in_it(house: Any) -> None:
    named = {name for rule in house.rooms.values() for name in rule["may"] if "*" not in name}
    assert named <= set(house.rooms)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("edge_hub/contract/x.py", "import edge_hub.store"),
        ("edge_hub/domain/x.py", "from ..store import rows"),
        ("edge_hub/domain/x.py", "from .. import hub"),
        ("edge_hub/domain/x.py", "def f():\n    from edge_hub.store.rows import read"),
        ("edge_hub/domain/x.py", "if TYPE_CHECKING:\n    import drivers.port"),
        ("edge_hub/domain/x.py", "importlib.import_module('edge_hub.store')"),
        ("edge_hub/cli.py", "import edge_hub.contract"),
        ("edge_hub/hub.py", "from edge_hub.tools import demo"),
        ("edge_hub/tools/demo.py", "from edge_hub.hub import main"),
        ("edge_hub/console/pages.py", "from edge_hub.store.writer import Writer"),
        ("edge_hub/x.py", "from . import tools"),
        ("drivers/twins/printer.py", "from drivers.escpos import encode"),
        ("drivers/port.py", "from drivers.twins import printer"),
        ("kiosk/ui/shell.py", "from kiosk.ticket_machine import slip"),
        ("kiosk/__init__.py", "from .ui import shell\nfrom edge_hub import hub"),
        ("window_terminal/call_pad/x.py", "from kiosk.call_board import rows"),
        ("cloud_sync/relay/x.py", "from edge_hub.store import writer"),
        ("configs/loader.py", "from tests.fakes import hall"),
    ],
)
def test_a_forbidden_import_is_found_however_it_is_written(path: str, text: str, house: Any, parsed: Any) -> None:
    assert faults_of(parsed(path, text), house)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("edge_hub/contract/x.py", "from .base import Id\nimport pydantic"),
        ("edge_hub/domain/__init__.py", "from .routing import route"),
        ("edge_hub/hub.py", "from edge_hub.store import rows"),
        ("edge_hub/console/pages.py", "from edge_hub.store.reader import days"),
        ("cloud_sync/relay/x.py", "from edge_hub.store.journal_reader import read"),
        ("window_terminal/call_pad/x.py", "from kiosk.ui.shell import run"),
    ],
)
def test_an_allowed_import_passes(path: str, text: str, house: Any, parsed: Any) -> None:
    assert not faults_of(parsed(path, text), house)


def test_a_message_says_where_the_code_should_go(house: Any, parsed: Any) -> None:
    (fault,) = faults_of(parsed("edge_hub/domain/x.py", "\nfrom edge_hub.store import rows"), house)
    assert fault.startswith("edge_hub/domain/x.py:2 imports edge_hub.store.rows, but edge_hub.domain may import only")
    assert "Storing belongs in edge_hub/store" in fault


def test_the_hub_package_itself_imports_nothing(product: Any) -> None:
    """Terminals import edge_hub.contract; whatever edge_hub/__init__.py imported, every one of them would load."""
    (package,) = (source for source in product if source.path == "edge_hub/__init__.py")
    assert package.imports == ()
