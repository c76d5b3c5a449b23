"""Whatever happens to bar, line and texts: soon after it is calm, the bar shows the latest text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.led_line import LineConversation, LineOptions
from drivers.signs import ShowFailed, Shown, ShowText

STEPS = ("ask", "power off", "power on", "pull", "plug", "wait 0.2", "wait 1", "wait 3", "wait 15")
CALM_S = 30


class ForgetfulBar:
    """Shows what it is sent while it has power, says so if it can, and forgets all with the power."""

    def __init__(self, *, answers: bool) -> None:
        self.shows = b""
        self.power = True
        self._answers = answers

    def take(self, data: bytes) -> list[bytes]:
        if not self.power:
            return []
        if data.startswith(b"\x02"):
            self.shows = data[1:-1]
        return [b"\x06"] if self._answers else []


def options(*, answers: bool) -> LineOptions:
    ours = {"template": r"\x02{text:utf-8}\x03", "poll_s": 2.0, "repeat_s": 10.0}
    return LineOptions(**ours, ack=r"\x06", ping=r"\x05") if answers else LineOptions(**ours)


@pytest.mark.parametrize("answers", [True, False])
def test_after_any_day_the_bar_shows_the_latest_text(wire, answers):
    @settings(max_examples=150)
    @given(st.lists(st.sampled_from(STEPS), max_size=40))
    def day(steps):
        bar = ForgetfulBar(answers=answers)
        line = wire(conversation=LineConversation(options(answers=answers)), device=bar)
        plugged, asked, latest = False, 0, b""

        for step in [*steps, "power on", "plug"]:
            plugged = plugged and line.conversation._phase != "closed"
            if step == "ask" and line.conversation.ready:
                asked, latest = asked + 1, f"{asked}".encode()
                line.ask(ShowText(latest.decode(), latest.decode()))
            elif step.startswith("power"):
                bar.power = step == "power on"
                bar.shows = bar.shows if bar.power else b""
            elif step == "pull" and plugged:
                plugged = False
                line.unplug()
            elif step == "plug" and not plugged:
                plugged = True
                line.open()
            elif step.startswith("wait"):
                line.run(float(step.split()[1]))
        calm(line)
        assert bar.shows == latest
        ends = [fact.id for fact in line.facts if isinstance(fact, Shown | ShowFailed)]
        assert ends == [f"{n}" for n in range(asked)]

    def calm(line):
        """As a port does: where the talk has hung up, dial again."""
        for _ in range(CALM_S):
            if line.conversation._phase == "closed":
                line.open()
            line.run(1)

    day()
