"""A short measurement of a real hub: all figures are there, and nothing was lost or doubled."""

from pathlib import Path

from edge_hub.tools import bench
from edge_hub.tools.bench_hub import Extent, HubBench
from edge_hub.tools.bench_load import Load
from edge_hub.tools.bench_report import wrongs
from edge_hub.tools.bench_rig import ECHO_HALL, Rig
from edge_hub.tools.bench_site import write_site
from edge_hub.tools.children import Children

SHORT = Extent(raw_s=0.1, loop_s=0.3, steady_s=0.6, crowd_commands=400, million=False, clients=(1, 8), steady_per_s=60)


def test_a_short_measurement_finds_all_figures_and_nothing_wrong(tmp_path: Path) -> None:
    said: list[str] = []
    site = write_site(tmp_path / "site", machines=32, windows=32)
    with Children() as children:
        rig = Rig(children, tmp_path)
        echo = Load(rig.port, ECHO_HALL, [f"echo-{name}" for name in site.machines])
        hub = HubBench(rig, SHORT, site, tmp_path / "site", tmp_path / "data", echo, said.append)
        found = hub.measure()
        echo.close()
    for row in found["loops"].values():
        assert all(row[name]["per_s"] > 0 and row[name]["p50_ms"] > 0 for name in ("echo", "take", "call"))
    assert found["steady"]["take"]["p50_ms"] > 0
    assert found["crowd"]["commands"] >= 400
    assert found["checked"]["attempts"] > 400
    assert found["checked"]["unknown"] == 0
    assert wrongs(found) == 0
    assert 20 < found["rss_mb"] < 200
    assert said


def test_the_raw_figures_of_the_machine_are_found(tmp_path: Path) -> None:
    raw = bench._raw(tmp_path, SHORT, lambda _what: None)
    assert raw["commits_100_per_s"] > raw["commits_per_s"] > 0
    assert raw["fsyncs_per_s"] > 0
    assert bench.machine()["cores"] > 0
