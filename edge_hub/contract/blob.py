"""Large things (photos, scans, signatures): bytes named by their SHA-256, kept by the hub, carried by its status port.

A command or snapshot carries the name only. What has a name never changes, so whoever has it once need not ask again.
"""

import hashlib
import re
from enum import StrEnum

from .base import Words

BLOB_BYTES_MAX = 8 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


def name_of(data: bytes) -> str:
    """The name of a blob with these bytes."""
    return hashlib.sha256(data).hexdigest()


def is_name(text: str) -> bool:
    """Whether a text can be the name of a blob. Nothing else may become part of a path."""
    return _NAME.fullmatch(text) is not None


def path_of(name: str) -> str:
    """Where the status port has the blob."""
    return f"/blobs/{name}"


class BlobNo(StrEnum):
    """Why a blob is not kept or not given."""

    MISSING = "MISSING"
    DAMAGED = "DAMAGED"
    OTHER_BYTES = "OTHER_BYTES"
    TOO_LARGE = "TOO_LARGE"
    TOO_MANY = "TOO_MANY"
    NO_ROOM = "NO_ROOM"


BLOB_NO_WORDS: dict[BlobNo, Words] = {
    BlobNo.MISSING: Words(zh="没有这个文件。", en="There is no such file."),
    BlobNo.DAMAGED: Words(
        zh="该文件在主机上已损坏，请重新上传。", en="This file is damaged on the hub. Send it again."
    ),
    BlobNo.OTHER_BYTES: Words(
        zh="内容与名称不符，没有保存。", en="The content does not belong to this name. It was not kept."
    ),
    BlobNo.TOO_LARGE: Words(zh="文件过大，没有保存。", en="The file is too large. It was not kept."),
    BlobNo.TOO_MANY: Words(
        zh="主机保存的文件已达上限，请联系管理员。",
        en="The hub keeps as many files as it may. Ask an administrator.",
    ),
    BlobNo.NO_ROOM: Words(
        zh="主机磁盘空间不足，没有保存，请联系管理员。",
        en="The hub's disk has no room. The file was not kept. Ask an administrator.",
    ),
}
