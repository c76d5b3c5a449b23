"""A device that has known its hall starts without it, and believes the hub at once when it is there again."""

from collections.abc import Callable
from typing import Any

from fakes.broker import Broker, free_port
from fakes.hub import HALL, ScriptedHub
from fakes.puer_hall import catalogues, directory, lines

from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.hall import Catalogue, Directory, Lines

WATCH = (topics.directory(HALL), topics.catalogue(HALL, "+"), topics.lines(HALL))


def of(device: Any, kind: type) -> list[Any]:
    return [one for one in device.snapshots if isinstance(one, kind)]


def test_a_device_starts_without_the_hub_with_names_and_places_but_no_people(
    broker: Broker, hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    first = make_device(watch=WATCH)
    hub.tell(topics.directory(HALL), directory(seq=5))
    for one in catalogues(seq=5):
        hub.tell(topics.catalogue(HALL, one.department), one)
    hub.tell(topics.lines(HALL), lines(seq=5))
    first.until(lambda one: len(of(one, Catalogue)) == len(catalogues()) and bool(of(one, Lines)))
    first.client.stop()

    alone = make_device(watch=WATCH, brokers=[("127.0.0.1", free_port())])
    alone.until(lambda one: len(of(one, Catalogue)) == len(catalogues()))
    assert [one.name for one in of(alone, Directory)] == [directory().name]
    assert of(alone, Lines) == [] and alone.client.link is Link.NO_BROKER
    alone.client.stop()

    hub.tell(topics.directory(HALL), directory(seq=1).model_copy(update={"phone": "0879-99999"}))
    back = make_device(watch=WATCH)
    back.until(lambda one: len(of(one, Directory)) == 2)
    old, new = of(back, Directory)
    assert (old.epoch, old.seq) == (0, 0) < (new.epoch, new.seq) and new.phone == "0879-99999"
