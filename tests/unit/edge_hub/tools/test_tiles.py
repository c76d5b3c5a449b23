"""All terminals fit on one screen, in their own shapes, and none covers another."""

from itertools import combinations

import pytest

from edge_hub.tools.tiles import FRAME_PX, Tile, tiling


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (2560, 1440), (1366, 768), (3840, 2160), (1280, 1024)])
@pytest.mark.parametrize("machines", [("portrait", "portrait"), ("portrait", "landscape"), ("landscape", "landscape")])
def test_no_terminal_covers_another_or_leaves_the_screen(width: int, height: int, machines: tuple[str, str]) -> None:
    tiles = tiling(width, height, machines, 4)
    every = [*tiles.machines, tiles.board]
    every += [tile for seat in tiles.seats for tile in (seat.screen, seat.call_pad, seat.rating_pad)]
    assert len(every) == 15
    for one in every:
        assert one.x >= 0 and one.y >= 0
        assert one.x + one.width <= width and one.y + one.height + FRAME_PX <= height
        assert one.width >= 180 and one.height >= 60
    for a, b in combinations(every, 2):
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, f"{a} covers {b}"


def test_the_shapes_are_those_that_the_terminals_are_drawn_for() -> None:
    tiles = tiling(1920, 1080, ("portrait", "landscape"), 4)
    assert tiles.machines[0].height / tiles.machines[0].width == pytest.approx(16 / 9, rel=0.02)
    assert tiles.machines[1].width / tiles.machines[1].height == pytest.approx(16 / 9, rel=0.02)
    assert tiles.board.width / tiles.board.height == pytest.approx(16 / 9, rel=0.02)
    for seat in tiles.seats:
        assert seat.screen.width / seat.screen.height == pytest.approx(16 / 3, rel=0.02)
        assert seat.call_pad.width / seat.call_pad.height == pytest.approx(1.6, rel=0.02)


def test_a_tile_says_itself_as_the_terminals_read_it() -> None:
    assert str(Tile(5, 6, 307, 546)) == "307x546+5+6"
