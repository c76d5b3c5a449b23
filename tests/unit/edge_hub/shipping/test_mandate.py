"""Two voices of three: never two machines at once, whatever is cut off, delayed or started again."""

import random
from dataclasses import dataclass, field

import pytest

from edge_hub.shipping.mandate import MARGIN_S, RENEW_S, TTL_S, Ballot, Given, Mandate
from edge_hub.shipping.parcel import Vote


def vote(machine: str, epoch: int = 1, seq: int = 100, needs: int = 0, *, by_person: bool = False) -> Vote:
    return Vote(machine=machine, epoch=epoch, seq=seq, needs=needs, by_person=by_person)


def settled() -> Ballot:
    """A witness that gave its voice to a at 100 s."""
    ballot = Ballot(Given(), 0.0)
    assert ballot.vote(vote("a"), 100.0).granted
    return ballot


def test_the_voice_is_given_to_another_only_when_it_has_run_out() -> None:
    ballot = settled()
    assert ballot.vote(vote("a"), 105.0).granted, "renewed"
    for now_s in (105.0, 114.9):
        voted = ballot.vote(vote("b"), now_s)
        assert not voted.granted and voted.why == "another machine has it"
    assert ballot.vote(vote("b"), 115.0).granted
    assert not ballot.vote(vote("a"), 116.0).granted


def test_a_witness_that_has_just_started_may_have_given_it_a_moment_ago() -> None:
    ballot = Ballot(Given("a", 1, 0), 50.0)
    assert not ballot.vote(vote("b"), 59.9).granted and ballot.vote(vote("a"), 59.9).granted
    fresh = Ballot(Given(), 50.0)
    assert not fresh.vote(vote("b"), 59.9).granted and fresh.vote(vote("b"), 60.0).granted


def test_a_lower_epoch_never_gets_it_not_even_by_a_person() -> None:
    ballot = settled()
    assert ballot.vote(vote("b", epoch=2), 120.0).granted
    for asked in (vote("a"), vote("a", by_person=True), vote("b", epoch=1)):
        voted = ballot.vote(asked, 500.0)
        assert not voted.granted and voted.epoch == 2 and "epoch" in voted.why


def test_a_machine_that_lacks_what_was_acknowledged_alone_does_not_get_it_but_by_a_person() -> None:
    ballot = settled()
    assert ballot.vote(vote("a", seq=140, needs=140), 102.0).granted
    assert "140" in ballot.vote(vote("b", seq=139), 200.0).why
    assert Ballot(ballot.given, 0.0).vote(vote("b", seq=139), 200.0).granted is False, "nor after a restart"
    assert ballot.vote(vote("b", seq=140), 200.0).granted
    other = Ballot(Given("a", 1, 140), 0.0)
    assert other.vote(vote("b", epoch=2, seq=10, by_person=True), 10.0).granted


def test_a_persons_wish_stops_the_old_machine_at_once_and_waits_until_its_voice_has_run_out() -> None:
    ballot = settled()
    wish = vote("b", epoch=2, seq=10, by_person=True)
    for now_s in (101.0, 109.9):
        voted = ballot.vote(wish, now_s)
        assert not voted.granted and voted.why == "another machine has it"
        refused = ballot.vote(vote("a"), now_s)
        assert not refused.granted and refused.epoch == 2, "renewed no more, and told why"
    again = Ballot(ballot.given, 105.0)
    assert not again.vote(vote("a"), 106.0).granted and not again.vote(wish, 114.9).granted, "nor after a restart"
    assert ballot.vote(wish, 110.0).granted and again.vote(wish, 115.0).granted


def test_who_serves_stops_before_the_last_voice_has_run_out() -> None:
    mandate = Mandate()
    assert not mandate.holds(0.0)
    mandate.heard(100.0)
    mandate.heard(90.0)  # an answer that was late
    assert mandate.holds(100.0 + TTL_S - MARGIN_S - 0.01) and not mandate.holds(100.0 + TTL_S - MARGIN_S)


@dataclass
class Machine:
    """Of a small world: asks now and then, serves while it holds, and stops for good when it held no more."""

    name: str
    rate: float
    """How fast its clock runs."""
    mandate: Mandate = field(default_factory=Mandate)
    serving: bool = False
    wished: bool = False
    """A person wants it to serve: it follows no more and asks for the voice."""
    epoch: int = 1
    voted_s: float = 0.0
    """When it last gave its voice to the other, as a standby."""

    def clock(self, now_s: float) -> float:
        return now_s * self.rate


@pytest.mark.parametrize("seed", range(40))
def test_two_never_serve_at_once_in_any_weather(seed: int) -> None:
    lot = random.Random(seed)
    hub, standby = Machine("a", lot.uniform(0.95, 1.05)), Machine("b", lot.uniform(0.95, 1.05))
    witness_rate = lot.uniform(0.95, 1.05)
    ballot = Ballot(Given(), 0.0)
    hub.serving, changes, by_person, now_s = True, 0, 0, 20.0
    hub.mandate.heard(hub.clock(now_s))
    standby.voted_s = standby.clock(now_s)
    cut = {"hub-witness": 0.0, "standby-witness": 0.0, "hub-standby": 0.0, "witness": 0.0}
    while now_s < 2000.0:
        now_s += lot.uniform(0.1, 1.0)
        for line in cut:
            if now_s > cut[line] and lot.random() < 0.01:
                cut[line] = now_s + lot.uniform(1, 60)
        if lot.random() < 0.003:
            ballot = Ballot(ballot.given, now_s * witness_rate)
        serves, other = (hub, standby) if hub.serving else (standby, hub)
        if serves.serving and not serves.mandate.holds(serves.clock(now_s)):
            serves.serving = False
        late_s = lot.uniform(0, 3)
        if not other.serving and lot.random() < 0.01:
            other.wished = True
        for one, line in ((hub, "hub-witness"), (standby, "standby-witness")):
            free = one.clock(now_s) - one.voted_s >= TTL_S
            may_ask = one.serving or one.wished or free
            if now_s > max(cut[line], cut["witness"]) and may_ask and lot.random() < 1 / RENEW_S:
                asked = vote(one.name, one.epoch + one.wished, by_person=one.wished)
                voted = ballot.vote(asked, (now_s + late_s / 2) * witness_rate)
                if voted.granted:
                    one.mandate.heard(one.clock(now_s))
                    if not one.serving and free:
                        changes, by_person = changes + 1, by_person + one.wished
                        one.epoch = max(hub.epoch, standby.epoch) + 1
                        one.serving, one.wished = True, False
                        ballot.vote(vote(one.name, one.epoch), (now_s + late_s) * witness_rate)
                elif voted.epoch > asked.epoch:
                    one.serving, one.wished = False, False
        if serves.serving and not other.serving and not other.wished and now_s > cut["hub-standby"]:
            serves.mandate.heard(serves.clock(now_s))
            other.voted_s, other.epoch = other.clock(now_s), serves.epoch
        holding = [one.name for one in (hub, standby) if one.serving and one.mandate.holds(one.clock(now_s))]
        assert len(holding) <= 1, f"both at {now_s}"
    assert changes > by_person > 1, "too little happened"
