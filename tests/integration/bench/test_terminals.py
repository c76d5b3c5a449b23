"""How the measurement starts terminals: every kind as a process of its own, and each says what it cost."""

from pathlib import Path

from edge_hub.tools import bench_terminals
from edge_hub.tools.bench_rig import Rig
from edge_hub.tools.bench_site import write_site
from edge_hub.tools.children import Children


def test_every_kind_of_terminal_says_when_its_first_frame_was_there_and_what_it_holds(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", machines=1, windows=1)
    with Children() as children:
        rig = Rig(children, tmp_path)
        found = bench_terminals.measure(rig, site, tmp_path, starts=1)
    assert set(found) == {"ticket machine", "call board", "call pad", "rating pad", "window screen"}
    for kind, row in found.items():
        assert 50 < row["first_frame_ms"] < 20_000 and 30 < row["rss_mb"] < 300, (kind, row)
    assert children.noise.lines == []
