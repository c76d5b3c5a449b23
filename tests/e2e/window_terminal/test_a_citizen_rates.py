"""A citizen at the rating pad, by real touches."""

from typing import Any

from fakes.counter import at, everything, now, to_rate
from fakes.counter_hall import CounterHall

from edge_hub.contract.queue import Finish
from edge_hub.contract.rating import Level

ASKED = now(seq=2, to_rate=to_rate())


def test_from_the_finish_to_the_thanks_by_the_hubs_rules(open_terminal: Any) -> None:
    hall = CounterHall()
    bridge = hall.bridge("rate-w1", "w1")
    pad = open_terminal("rating_pad", bridge=bridge)
    hall.take("card")
    hall.open("w1")
    hall.serve("w1")
    bridge.hear()
    pad.look()
    assert pad.vm.screen == "quiet" and pad.vm.quietTitle == "正在为您办理"
    hall.at_window("w1", Finish(window="w1"))
    hall.publish()
    pad.look()
    pad.touch("face_FAIR")
    pad.screen.until(lambda: pad.vm.screen == "tags", what="the tags")
    pad.look()
    pad.touch("tag_309", "tag_314", "submit")
    assert pad.vm.screen == "thanks"
    (service,) = hall.hall.services.values()
    pad.screen.until(lambda: hall.hall.services[service.id].tags is not None, what="the tags at the hub")
    kept = hall.hall.services[service.id]
    assert (kept.level, kept.tags) == (Level.FAIR, ("309", "314"))
    assert bridge.refused == []


def test_good_and_bad_take_the_same_touches(open_terminal: Any) -> None:
    pad = open_terminal("rating_pad")
    for seq, level in enumerate(Level):
        asked = now(seq=seq + 2, to_rate=to_rate(f"s-{seq}"))
        pad.push(*everything(), asked)
        pad.touch(f"face_{level}")
        pad.bridge.accept()
        pad.look()
        assert pad.vm.screen == "tags" and pad.vm.level == str(level)
        pad.touch("skip")
        assert pad.vm.screen == "thanks"


def test_all_faces_are_of_one_size_and_none_is_chosen(open_terminal: Any) -> None:
    pad = open_terminal("rating_pad")
    pad.push(*everything(), ASKED)
    faces = [pad.screen.find(f"face_{level}") for level in Level]
    assert len({(face.width(), face.height(), face.y()) for face in faces}) == 1
    assert min(faces[0].width(), faces[0].height()) >= 200
    assert not any(face.property("chosen") for face in faces)


def test_a_citizens_english_is_gone_with_the_citizen(open_terminal: Any) -> None:
    pad = open_terminal("rating_pad")
    pad.push(*everything(), now(at=at("D012")))
    pad.touch("lang")
    assert pad.vm.quietTitle == "Being served"
    pad.push(ASKED)
    assert "How was the service?" in pad.screen.all_text()
    pad.touch("face_GOOD")
    pad.bridge.accept()
    pad.look()
    assert "Satisfied" in pad.screen.all_text() and "Skip" in pad.screen.all_text()
    pad.touch("skip")
    pad.bridge.now_ms += 6_000
    pad.vm.tick()
    pad.look()
    assert pad.vm.screen == "quiet" and pad.vm.lang == "zh"
    assert "欢迎" in pad.screen.all_text()


def test_the_countdown_is_on_the_screen_and_runs_out(open_terminal: Any) -> None:
    pad = open_terminal("rating_pad")
    pad.push(*everything(), ASKED)
    pad.bridge.now_ms += 42_000
    pad.vm.tick()
    pad.look()
    assert "18" in pad.screen.all_text().split()
    pad.bridge.now_ms += 18_000
    pad.vm.tick()
    assert pad.vm.screen == "quiet"
