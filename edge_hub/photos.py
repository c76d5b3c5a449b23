"""The photos of clerks on their way from the configuration to the blobs of the hub, where terminals find them."""

import logging
from collections.abc import Mapping

from configs.site import Site
from edge_hub.contract.blob import BLOB_NO_WORDS, name_of

from .store.blobs import Blobs

log = logging.getLogger(__name__)


def kept_photos(site: Site, blobs: Blobs) -> Mapping[str, str]:
    """Keep every photo that a clerk has; the blob of each, by the clerk's id. A photo that cannot be kept is told and
    left out: the initials stand in its place, and the hall opens."""
    kept: dict[str, str] = {}
    for clerk in site.clerks:
        if clerk.photo is None or clerk.photo not in site.photos:
            continue
        path = site.photos[clerk.photo]
        try:
            data = path.read_bytes()
            name = name_of(data)
            no = None if blobs.has(name) else blobs.keep(name, len(data), [data])
        except OSError as fault:
            log.warning("The photo %s is not shown: %s.", path, fault.strerror or fault)
            continue
        if no:
            log.warning("The photo %s is not shown. %s", path, BLOB_NO_WORDS[no].en)
        else:
            kept[clerk.id] = name
    return kept
