"""Pads and emergency buttons on real wires, played by simulated devices: presses through every trouble of a wire."""

import pytest

from drivers.health import Down, Up
from drivers.keypad import KeypadConversation, KeypadOptions, KeyPressed, PadNotShown, PadShown, ShowOnPad
from drivers.port import Port, Timing, parse_connection
from drivers.signal_light import EmergencyPressed, LightConversation, LightOptions, LightStatus
from drivers.twins.kinds import make
from drivers.twins.serving import serve_pty, serve_tcp

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=0.5, stable_s=0.2)
OPTIONS = KeypadOptions(
    keys="1=rate_5 2=rate_4 3=rate_3 4=rate_2 5=rate_1", show=r"SHOW {text:gb18030}\r", repeat_s=0.0
)


@pytest.fixture(params=[serve_tcp, serve_pty], ids=["tcp", "pty"])
def pad(request):
    with request.param(make("keypad")) as server:
        yield server


@pytest.fixture
def port(pad, facts):
    port = Port(parse_connection(pad.connection), KeypadConversation(OPTIONS), facts, timing=QUICK)
    facts.wait(Up)
    yield port
    port.close()


def test_a_key_is_told_by_the_table_and_a_text_is_shown(port, pad, facts):
    pad.say("press 4")
    assert facts.wait(KeyPressed) == KeyPressed(1, "rate_2")
    assert port.ask(ShowOnPad("one", 1, "请评价")) is None
    assert facts.wait(PadShown).id == "one"
    pad.wait_for(lambda deeds: {"did": "shows", "text": "请评价"} in deeds)


def test_a_press_that_comes_slowly_is_read_whole(port, pad, facts):
    pad.say("slow 40")
    pad.say("press 5")
    assert facts.wait(KeyPressed) == KeyPressed(1, "rate_1")


def test_after_half_a_press_and_in_noise_the_next_press_is_read(port, pad, facts):
    pad.say("half")
    pad.say("press 1")
    pad.say("press 2")
    assert facts.wait(KeyPressed) == KeyPressed(1, "rate_4")
    pad.say("noise")
    for _ in range(20):
        pad.say("press 3")
    pad.say("clean")
    pad.say("press 5")
    facts.wait(KeyPressed, lambda fact: fact == KeyPressed(1, "rate_1"))


def test_a_cable_pulled_out_in_the_middle_of_a_press_loses_that_press_only(port, pad, facts):
    pad.say("slow 10")
    pad.say("press 1")
    pad.say("unplugged")
    pad.say("full-speed")
    pad.say("press 2")
    pad.say("plugged")
    if pad.connection.startswith("tcp"):
        facts.wait(Up)
    assert port.ask(ShowOnPad("one", 1, "请评价")) is None
    pad.wait_for(lambda deeds: {"did": "shows", "text": "请评价"} in deeds)
    pad.say("press 3")
    assert facts.wait(KeyPressed) == KeyPressed(1, "rate_3")


def test_a_pad_that_disappears_is_told_as_down_and_its_text_fails(port, pad, facts):
    pad.close()
    facts.wait(Down)
    assert port.ask(ShowOnPad("one", 1, "请评价")) is None
    assert facts.wait(PadNotShown).id == "one"


LIGHTS = {
    "lines": ("signal_light", LightOptions(pressed=r"ALARM {address:d}\r", press_s=0.0)),
    "modbus": ("relay", LightOptions(by="modbus", button="input:0", reply_s=0.1, tries=2, poll_s=0.05)),
}


@pytest.mark.parametrize("wire", [serve_tcp, serve_pty], ids=["tcp", "pty"])
@pytest.mark.parametrize("light", LIGHTS)
def test_an_emergency_button_is_heard_also_after_a_silence_and_a_pulled_cable(light, wire, facts):
    kind, options = LIGHTS[light]
    with wire(make(kind, ["press_s=0.3"] if kind == "relay" else [])) as server:
        port = Port(parse_connection(server.connection), LightConversation(options), facts, timing=QUICK)
        facts.wait(Up)
        server.say("press 1")
        facts.wait(EmergencyPressed)
        for trouble, cure in (("silent", "answering"), ("unplugged", "plugged")):
            server.say(trouble)
            if light == "modbus":
                facts.wait(LightStatus, lambda fact: fact.button == "unknown")
            server.say(cure)
            if light == "modbus":
                facts.wait(LightStatus, lambda fact: fact.button == "released")
            elif trouble == "unplugged" and wire is serve_tcp:
                facts.wait(Up)
            server.say("press 1")
            facts.wait(EmergencyPressed)
        port.close()
