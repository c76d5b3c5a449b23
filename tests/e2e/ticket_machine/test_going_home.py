"""The screen goes home by itself, in time for nobody to be hurried and for the next person to find it clean."""

from fakes.puer_hall import directory

from .conftest import Stand

TIMEOUT_S = directory().rules.home_timeout_s


def test_a_screen_nobody_touches_warns_and_goes_home(machine: Stand) -> None:
    machine.touch("item_passport-issue")
    machine.wait(TIMEOUT_S - 17)
    assert not machine.screen.shows("stayBar")
    machine.wait(3)
    assert machine.screen.shows("stayBar")
    assert "还在使用吗" in machine.screen.text("stayBar")
    machine.wait(15)
    assert machine.is_at("home")
    assert not machine.screen.shows("stayBar")


def test_the_countdown_counts_down_to_one(machine: Stand) -> None:
    machine.touch("item_passport-issue")
    machine.wait(TIMEOUT_S - 16)
    seen = []
    while not machine.is_at("home"):
        seen.append(int(machine.vm.property("secondsLeft")))
        machine.wait(0.25)
    assert [second for second in dict.fromkeys(seen) if second] == list(range(15, 0, -1))


def test_more_time_is_there_for_the_asking(machine: Stand) -> None:
    machine.touch("item_passport-issue")
    machine.wait(TIMEOUT_S - 5)
    machine.touch("moreTime")
    assert machine.is_at("confirm") and not machine.screen.shows("stayBar")
    machine.wait(TIMEOUT_S - 20)
    assert machine.is_at("confirm")


def test_a_touch_anywhere_is_a_sign_of_life(machine: Stand) -> None:
    machine.touch("item_passport-issue")
    machine.wait(TIMEOUT_S - 5)
    machine.screen.touch_at(machine.screen.find("linkBanner"))  # not shown: just a place without a button
    machine.look()
    assert not machine.screen.shows("stayBar")


def test_language_size_and_choices_do_not_stay_for_the_next_person(machine: Stand) -> None:
    machine.touch("language", "elder", "item_passport-issue", "priority", "reason_military")
    assert machine.vm.property("priority")
    machine.wait(TIMEOUT_S + 1)
    assert machine.is_at("home")
    assert machine.vm.property("lang") == "zh" and not machine.vm.property("elder")
    assert not machine.vm.property("priority") and machine.vm.property("chosenCount") == 0


def test_a_home_screen_left_in_english_goes_back_to_chinese(machine: Stand) -> None:
    machine.touch("language")
    assert machine.is_at("home")
    machine.wait(TIMEOUT_S + 1)
    assert machine.vm.property("lang") == "zh"


def test_an_untouched_home_screen_never_warns(machine: Stand) -> None:
    machine.wait(3 * TIMEOUT_S)
    assert not machine.screen.shows("stayBar")


def test_the_number_stays_for_the_whole_time_and_is_named_in_the_warning(machine: Stand) -> None:
    machine.take()
    machine.wait(2 * TIMEOUT_S)
    assert machine.is_at("asking"), "the hub's answer is waited for, not the clock"
    machine.taken()
    machine.wait(TIMEOUT_S - 5)
    assert machine.screen.text("number") == "A018"
    assert "A018" in machine.screen.text("stayBar")
    machine.wait(6)
    assert machine.is_at("home")


def test_done_gives_the_screen_to_the_next_person(machine: Stand) -> None:
    machine.touch("language")
    machine.take()
    machine.taken()
    machine.touch("done")
    assert machine.is_at("home") and machine.vm.property("lang") == "zh"


def test_whoever_leaves_is_noticed_once(machine: Stand) -> None:
    left: list[bool] = []
    machine.vm.left.connect(lambda: left.append(machine.is_at("home")))
    machine.touch("language", "item_passport-issue")
    assert left == []
    machine.wait(TIMEOUT_S + 1)
    assert left == [True]
    machine.take()
    machine.taken()
    assert left == [True]
    machine.touch("done")
    assert left == [True, True]
