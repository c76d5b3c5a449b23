"""The measurement of the terminals, in the hall of Pu'er: real hub, real screens, a virtual printer."""

from pathlib import Path

from edge_hub.tools import bench, bench_terminals
from edge_hub.tools.bench_rig import Rig
from edge_hub.tools.children import Children

RSS_MB_MAX = 140


def test_every_kind_holds_what_is_promised_at_rest_after_serving_people(tmp_path: Path) -> None:
    with Children() as children:
        found = bench_terminals.measure(Rig(children, tmp_path), bench.PUER, tmp_path, starts=1, visits=2)
    assert set(found) == {"ticket machine", "call board", "call pad", "rating pad", "window screen"}
    for kind, row in found.items():
        assert 0 < row["uss_mb"] <= row["pss_mb"] <= row["rss_mb"] <= RSS_MB_MAX, (kind, row)
        assert row["first_frame_ms"] > 0
    machine = found["ticket machine"]
    assert machine["visits"] == 2 and machine["peak_mb"] >= machine["rss_mb"]
    assert children.noise.lines == []
