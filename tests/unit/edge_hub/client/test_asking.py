"""When a command is sent again, when it is given up, and which reply counts."""

from edge_hub.client.answers import SENTENCES, NoReply, Why
from edge_hub.client.asking import Ask, Asking
from edge_hub.contract.envelope import Reply
from edge_hub.contract.reasons import Reason


def ask(name: str = "a", at_s: float = 0.0, lasts_s: float = 10.0) -> Ask:
    return Ask(name, b"bytes", lambda reply: None, at_s + lasts_s, at_s)


def reply(name: str = "a", reason: Reason | None = None) -> Reply:
    return Reply(id=name, ok=reason is None, epoch=1, seq=1, reason=reason)


def sent_at(asking: Asking, until_s: int) -> list[float]:
    """The moments at which something is sent, looking every tenth of a second."""
    moments = []
    for tenth in range(until_s * 10 + 1):
        now_s = tenth / 10
        for one in asking.due(now_s):
            one.again(now_s)
            moments.append(now_s)
    return moments


def test_a_command_is_sent_at_once_then_after_one_two_and_four_seconds() -> None:
    asking = Asking()
    asking.add(ask())
    assert sent_at(asking, 12) == [0.0, 1.0, 3.0, 7.0]


def test_nothing_is_sent_when_the_time_is_up() -> None:
    asking = Asking()
    asking.add(ask(lasts_s=3.0))
    assert sent_at(asking, 5) == [0.0, 1.0]
    assert [one.id for one in asking.over(3.0)] == ["a"] and asking.over(9.0) == [] and len(asking) == 0


def test_the_first_reply_settles_and_every_other_is_ignored() -> None:
    asking = Asking()
    asking.add(ask("a"))
    asking.add(ask("b"))
    settled = asking.answered(reply("a"))
    assert settled is not None and settled.id == "a"
    assert asking.answered(reply("a")) is None and asking.answered(reply("foreign")) is None
    assert len(asking) == 1


def test_a_busy_hub_is_asked_again_and_its_no_is_kept_for_the_end() -> None:
    asking = Asking()
    asking.add(ask(lasts_s=2.0))
    assert asking.answered(reply(reason=Reason.BUSY)) is None
    assert sent_at(asking, 2) == [0.0, 1.0]
    over = asking.over(2.0)
    assert over[0].busy is not None and over[0].busy.reason is Reason.BUSY


def test_there_is_a_limit_to_what_is_open() -> None:
    asking = Asking(open_max=2)
    assert [asking.add(ask(name)) for name in "abc"] == [True, True, False]
    asking.answered(reply("a"))
    assert asking.add(ask("c"))


def test_when_the_hub_is_back_everything_open_is_asked_at_once() -> None:
    asking = Asking()
    asking.add(ask(lasts_s=60.0))
    sent_at(asking, 8)
    asking.hurry(8.1)
    assert [one.id for one in asking.due(8.1)] == ["a"]


def test_with_the_link_down_only_deadlines_are_waited_for() -> None:
    asking = Asking()
    assert asking.next_s(can_send=True) is None
    asking.add(ask(lasts_s=4.0))
    assert asking.next_s(can_send=True) == 0.0 and asking.next_s(can_send=False) == 4.0


def test_a_command_that_never_left_is_told_from_one_that_did() -> None:
    asking = Asking()
    first, second = ask("a"), ask("b")
    asking.add(first)
    asking.add(second)
    first.again(0.0)
    assert asking.unsent() == [second] and asking.all() == [first] and len(asking) == 0


def test_every_silence_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Why)
    for why in Why:
        words = NoReply("id", why).words
        assert words.zh and words.en and words.zh != words.en
