"""The access list says of every account what the topic table says, and nothing else."""

import itertools

import pytest
from fakes.small_hall import small_site
from paho.mqtt.client import topic_matches_sub

from configs.devices import Device, WiredDevice
from edge_hub.broker.acl import access_list
from edge_hub.contract import topics

SITE = small_site()
HALL = SITE.hall.id
DEVICES = [device.id for device in SITE.devices]


def rights_of(account: str) -> set[tuple[str, str]]:
    """(access, topic filter) of an account, read from the text as Mosquitto reads it."""
    rights, user = set(), ""
    for line in access_list(HALL, ("hub",), SITE.devices).splitlines():
        word, _, rest = line.partition(" ")
        if word == "user":
            user = rest
        elif word in ("topic", "pattern") and (word == "pattern" or user == account):
            access, _, topic = rest.partition(" ")
            rights.add((access, topic.replace("%u", account)))
    return rights


def may(account: str, access: str, topic: str) -> bool:
    return any(given == access and topic_matches_sub(mask, topic) for given, mask in rights_of(account))


def every_topic() -> list[tuple[topics.TopicRow, str, str, str]]:
    """Every topic of the hall, with its row, its device and its window."""
    windows = [window.id for window in SITE.windows]
    return [
        (row, device, window, row.pattern.format(hall=HALL, device=device, window=window, department="tax"))
        for row, device, window in itertools.product(topics.TABLE, DEVICES, windows)
    ]


@pytest.mark.parametrize("account", DEVICES)
def test_a_device_may_do_what_the_table_says_and_nothing_else(account: str) -> None:
    me = SITE.device(account)
    rights = rights_of(account)
    for row, device, window, topic in every_topic():
        mine = {
            topics.DEVICE: device == account, topics.EVERYONE: True, topics.OF_WINDOW: window == me.window,
            topics.STAFF: me.kind == "console", topics.HUB: False,
        }  # fmt: skip
        allowed = {access for access, mask in rights if topic_matches_sub(mask, topic)}
        said = {"write"} if mine[row.writes] else set()
        said |= {"read"} if any(mine[party] for party in row.reads) else set()
        assert allowed == said, topic


def test_the_hub_writes_and_reads_its_own_rows_for_all_devices() -> None:
    for row, _, _, topic in every_topic():
        assert may("hub", "write", topic) == (row.writes is topics.HUB)
        assert may("hub", "read", topic) == (topics.HUB in row.reads)


def test_nobody_has_a_whole_branch_or_anything_of_another_hall() -> None:
    for account in ("hub", *DEVICES):
        assert not any("#" in mask for _, mask in rights_of(account))
        assert not any(may(account, access, f"h/other/up/{account}/cmd") for access in ("read", "write"))
        assert not any(may(account, access, "$SYS/broker/clients/total") for access in ("read", "write"))


def test_an_account_that_is_nobodys_may_say_what_only_the_hub_hears_and_hear_nothing_of_the_hall() -> None:
    assert {mask for access, mask in rights_of("stranger") if access == "read"} == {
        f"h/{HALL}/down/stranger/reply", f"h/{HALL}/down/stranger/reprints",
        f"h/{HALL}/down/stranger/guided", f"h/{HALL}/down/stranger/wired", f"h/{HALL}/ask/stranger/step",
    }  # fmt: skip


def test_a_pattern_always_names_the_proved_account_and_never_the_name_that_a_client_gives_itself() -> None:
    text = access_list(HALL, ("hub",), SITE.devices)
    assert "%c" not in text
    assert all("%u" in line for line in text.splitlines() if line.startswith("pattern "))


def test_a_host_hears_the_windows_of_what_hangs_on_it_and_of_no_other() -> None:
    first, second, *_ = (window.id for window in SITE.windows)
    host = Device(id="host-a", kind="device_host")
    led = WiredDevice(
        id="led-1", kind="led", driver="led_line", connection="tcp://127.0.0.1:9", host="host-a", window=second
    )
    text = access_list(HALL, ("hub",), (*SITE.devices, host), (led, led.model_copy(update={"id": "led-2"})))
    mine = text.partition("user host-a\n")[2].partition("\nuser ")[0].splitlines()
    assert mine.count(f"topic read {topics.window_now(HALL, second)}") == 1
    assert not any(topics.window_now(HALL, first) in line or "+" in line.partition("/window/")[2] for line in mine)
