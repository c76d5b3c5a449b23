"""A whole configuration as one value: the texts of its files, and which photo is which blob.

Its digest names it, on the hub and in the journal. The packed form is what travels and what is kept: zlib over JSON,
in base64. Whatever text comes, `unpack` gives a bundle or raises BundleFault; it never unpacks more than
`BUNDLE_BYTES_MAX`.
"""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .drivers import NO_DRIVERS
from .photos import photos_in
from .site import Site, site_from
from .sources import Folder, Texts
from .subjects import SUBJECTS

BUNDLE_BYTES_MAX = 16 * 1024 * 1024


class BundleFault(Exception):
    """A text that is no packed bundle; says why."""


@dataclass(frozen=True)
class Bundle:
    """`files`: texts by name, such as `items/tax.yaml`. `photos`: the SHA-256 of each photo by the name of its file."""

    files: Mapping[str, str]
    photos: Mapping[str, str]

    @cached_property
    def plain(self) -> bytes:
        """The one way in which a bundle is written: what is hashed."""
        return json.dumps(
            {"files": self.files, "photos": self.photos}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.plain).hexdigest()

    def packed(self) -> str:
        return base64.b64encode(zlib.compress(self.plain, 9)).decode()

    def site(self, driver_options: Mapping[str, type[BaseModel]] = NO_DRIVERS) -> Site:
        """The site that it describes. Raises ConfigError with all faults."""
        return site_from(Texts(self.files), dict.fromkeys(self.photos), driver_options)

    def photos_of(self, site: Site) -> Mapping[str, str]:
        """The blob with the photo of a clerk, by the clerk's id."""
        return {one.id: blob for one in site.clerks if (blob := self.photos.get(one.photo or ""))}

    def write_to(self, directory: Path) -> list[Path]:
        """The files in a new folder, without the photos. Raises OSError, also where the folder is there already."""
        directory.mkdir(parents=True)
        written = []
        for name, text in self.files.items():
            path = directory / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
            written.append(path)
        return written


def bundle_of(directory: Path) -> Bundle:
    """The bundle of a folder that `load_site` has found sound. Raises OSError and UnicodeDecodeError."""
    source = Folder(directory)
    names = [f"{subject.name}.yaml" for subject in SUBJECTS if f"{subject.name}.yaml" in source.names()]
    for subject in SUBJECTS:
        if subject.key:
            names += [f"{subject.name}/{name}" for name in source.names(subject.name) if name.endswith(".yaml")]
    files = {name: (directory / name).read_bytes().decode() for name in names}
    found = photos_in(directory)
    named = {clerk.photo for clerk in site_from(Texts(files), dict.fromkeys(found)).clerks if clerk.photo}
    photos = {name: hashlib.sha256(found[name].read_bytes()).hexdigest() for name in sorted(named)}
    return Bundle(files, photos)


def unpack(packed: str) -> Bundle:
    """Raises BundleFault."""
    try:
        inflate = zlib.decompressobj()
        plain = inflate.decompress(base64.b64decode(packed, validate=True), BUNDLE_BYTES_MAX)
        if not inflate.eof or inflate.unused_data:
            raise BundleFault("it is cut off, or longer than any configuration")
        data = json.loads(plain)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as fault:
        raise BundleFault(f"it cannot be unpacked: {fault}") from None
    if not isinstance(data, dict) or set(data) != {"files", "photos"} or not all(map(_texts, data.values())):
        raise BundleFault("it holds something else than files and photos")
    if any(not _is_name(name) for name in (*data["files"], *data["photos"])):
        raise BundleFault("a file in it has a name that no file of a configuration has")
    bundle = Bundle(data["files"], data["photos"])
    if bundle.plain != plain:
        raise BundleFault("it is written in another way than bundles are")
    return bundle


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_name(name: str) -> bool:
    """No way out of the folder that it is written to."""
    parts = name.split("/")
    return len(parts) <= 2 and all(part not in ("", ".", "..") for part in parts) and not set(name) & {"\\", "\0"}
