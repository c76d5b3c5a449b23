"""A device that the configuration describes wrongly is down with a sentence, and opens no wire."""

from pathlib import Path
from threading import Event

import pytest

from configs.devices import WIRED
from drivers.connection import BadConnection
from drivers.conversation import Fact
from drivers.registry import DRIVERS
from drivers.signs import ShowText
from drivers.standing import Standing
from edge_hub.contract.wired import Wired
from edge_hub.device_host.owned import KIND_OF, Owned, set_up

LED = Wired(id="led-1", kind="led", driver="led_onbon", connection="tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"driver": "led_of_nobody"}, "the driver led_of_nobody is not installed"),
        ({"driver": "escpos"}, "the driver escpos is for a printer, not for a led"),
        ({"options": {"widht": 3}}, "option widht"),
        ({"options": {"width": "96"}}, "option width"),
        ({"connection": "file:///tmp/x"}, "the driver led_onbon speaks on"),
        ({"connection": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_used_is_down_with_a_sentence_and_takes_no_job(
    changes: dict[str, object], said: str
) -> None:
    told: list[Fact] = []

    def on_fact(device: str, fact: Fact, standing: Standing) -> None:
        told.append(fact)

    owned = Owned(LED.model_copy(update=changes), DRIVERS, on_fact)
    assert owned.port is None and owned.standing.level == "DOWN" and owned.standing.known
    assert owned.standing.fault is not None and said in owned.standing.fault.why_en
    assert owned.ask(ShowText("1", "A001")) == owned.standing.fault
    owned.close()
    assert told == []


def test_the_options_of_json_are_those_of_yaml() -> None:
    spec, options = set_up(LED.model_copy(update={"options": {"width": 96, "reply_s": 1}}), DRIVERS)
    assert spec.name == "led_onbon" and (options.width, options.reply_s) == (96, 1.0)


def test_a_printer_knows_how_slips_are_sent_on_its_line() -> None:
    printer = Wired(id="p", kind="printer", driver="escpos", connection="serial:///dev/ttyS9?baud=9600")
    assert set_up(printer, DRIVERS)[1].mode == "text"


def test_the_driver_of_somebody_else_may_be_for_any_kind() -> None:
    with pytest.raises(BadConnection, match="not installed"):
        set_up(LED.model_copy(update={"driver": "acme"}), DRIVERS)
    spec, _ = set_up(LED.model_copy(update={"driver": "acme"}), {"acme": DRIVERS["led_onbon"]})
    assert spec.name == "led_onbon"


def test_what_our_drivers_are_for_are_kinds_of_the_configuration() -> None:
    assert set(KIND_OF.values()) <= set(WIRED) and set(KIND_OF) <= set(DRIVERS)

def test_a_watchdog_that_is_given_up_on_purpose_is_stopped_so_that_the_machine_goes_on(tmp_path: Path) -> None:
    dog, fed = tmp_path / "watchdog", Event()
    dog.touch()

    def on_fact(device: str, fact: Fact, standing: Standing) -> None:
        fed.set()

    owned = Owned(Wired(id="dog", kind="host", driver="watchdog", connection=f"file://{dog}"), DRIVERS, on_fact)
    assert fed.wait(5)
    owned.close()
    assert dog.read_bytes().endswith(b"V") and dog.read_bytes().startswith(b"\0")
