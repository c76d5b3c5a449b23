"""Which blobs a record names: a copy that has the record must have these too, and has them first.

Whoever adds an event that names a blob adds its row here.
"""

from collections.abc import Callable, Iterable
from typing import Any

from configs.bundle import BundleFault, unpack
from edge_hub.contract.base import Lasting
from edge_hub.contract.blob import is_name
from edge_hub.contract.configuration import ConfigurationKept

from .configured import Configured


def _photos(content: str) -> Iterable[str]:
    """What cannot be read any more names nothing: such a configuration is never applied."""
    try:
        return unpack(content).photos.values()
    except BundleFault:
        return ()


NAMING: dict[type[Lasting], Callable[[Any], Iterable[str]]] = {ConfigurationKept: lambda event: _photos(event.content)}


def named_by(event: Lasting) -> frozenset[str]:
    """The blobs that an event names."""
    names = NAMING.get(type(event))
    return frozenset(filter(is_name, names(event))) if names else frozenset()


def named_in(configured: Configured) -> frozenset[str]:
    """The blobs that what is known of a hall names."""
    return frozenset(name for one in configured.kept.values() for name in _photos(one.content) if is_name(name))
