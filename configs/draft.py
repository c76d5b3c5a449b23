"""A configuration on its way to a `Site`: every file read, and every object that is valid, each with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from .base import Part
from .departments import Department
from .devices import Device
from .explain import faults_of, nearest
from .faults import Fault
from .hall import Hall
from .items import Item
from .loader import Document, Where, read
from .people import Clerk
from .rules import Rules
from .subjects import SUBJECTS, Subject
from .windows import Window

SUFFIXES = (".yaml", ".yml")
P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Placed(Generic[P]):
    """A valid object and where it stands."""

    value: P
    doc: Document
    at: Where

    def fault(self, key: Where, what: str, meant: str | None = None) -> Fault:
        return self.doc.fault((*self.at, *key), what, meant)


@dataclass(frozen=True, slots=True)
class Draft:
    """All that could be read. `broken` names the subjects of which something is missing or invalid."""

    docs: Mapping[str, tuple[Document, ...]]
    parts: Mapping[str, tuple[Placed[Any], ...]]
    broken: frozenset[str]

    @property
    def halls(self) -> tuple[Placed[Hall], ...]:
        return self.parts["hall"]

    @property
    def departments(self) -> tuple[Placed[Department], ...]:
        return self.parts["departments"]

    @property
    def items(self) -> tuple[Placed[Item], ...]:
        return self.parts["items"]

    @property
    def windows(self) -> tuple[Placed[Window], ...]:
        return self.parts["windows"]

    @property
    def devices(self) -> tuple[Placed[Device], ...]:
        return self.parts["devices"]

    @property
    def clerks(self) -> tuple[Placed[Clerk], ...]:
        return self.parts["people"]

    @property
    def rules(self) -> tuple[Placed[Rules], ...]:
        return self.parts["rules"]

    def whole(self, *subjects: str) -> bool:
        """Whether these subjects were read without a fault, so that what is not in them is really not there."""
        return not self.broken.intersection(subjects)


def read_draft(directory: Path) -> tuple[Draft, tuple[Fault, ...]]:
    """Reads a whole directory; the faults are those of files, YAML and single objects."""
    faults = list(_strangers(directory))
    docs: dict[str, tuple[Document, ...]] = {}
    parts: dict[str, tuple[Placed[Any], ...]] = {}
    broken = set()
    for subject in SUBJECTS:
        docs[subject.name], unread = _documents(directory, subject)
        placed = [_placed(doc, subject) for doc in docs[subject.name]]
        wrong = [*unread, *(fault for _, found in placed for fault in found)]
        parts[subject.name] = tuple(part for found, _ in placed for part in found)
        faults += wrong
        if wrong:
            broken.add(subject.name)
    return Draft(docs, parts, frozenset(broken)), tuple(faults)


def _strangers(directory: Path) -> Iterator[Fault]:
    known = [f"{subject.name}.yaml" for subject in SUBJECTS]
    for path in sorted(directory.iterdir()):
        if path.suffix.lower() in SUFFIXES and path.name not in known:
            said = f"is none of the files of a hall ({', '.join(known)})"
            yield Fault(path.name, 0, "", said, nearest(path.name, known))


def _documents(directory: Path, subject: Subject) -> tuple[tuple[Document, ...], list[Fault]]:
    folder = directory / subject.name
    single = directory / f"{subject.name}.yaml"
    names = [single.name] if single.exists() else []
    faults: list[Fault] = []
    if subject.key and folder.is_dir():
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        names += [f"{folder.name}/{path.name}" for path in inside if path.suffix == ".yaml"]
        faults += (
            Fault(f"{folder.name}/{path.name}", 0, "", "only files that end in .yaml belong here")
            for path in inside
            if path.suffix != ".yaml"
        )
    if not names:
        said = f"is missing (or a folder {subject.name}/ with .yaml files)" if subject.key else "is missing"
        faults.append(Fault(single.name, 0, "", said))
    found = []
    for name in names:
        doc, wrong = read(directory / name, name)
        faults += wrong
        if doc:
            found.append(doc)
    return tuple(found), faults


def _placed(doc: Document, subject: Subject) -> tuple[list[Placed[Any]], list[Fault]]:
    """The valid objects of a file, and the faults of the others."""
    if subject.key is None:
        return _validated(doc, subject, {(): doc.data})
    if not isinstance(doc.data, dict):
        said = "this is a list" if isinstance(doc.data, tuple) else "this is a single value"
        return [], [doc.fault((), f'needs a mapping that begins with "{subject.key}:", {said}')]
    faults = [
        doc.fault((key,), "unknown key", subject.key if nearest(key, [subject.key]) else None)
        for key in doc.data
        if key != subject.key
    ]
    if subject.key not in doc.data:
        return [], faults or [doc.fault((), f'"{subject.key}:" is missing')]
    listed = doc.data[subject.key]
    if not isinstance(listed, tuple) or not listed:
        said = "this list is empty" if listed == () else "nothing is given" if listed is None else "this is no list"
        return [], [*faults, doc.fault((subject.key,), f'needs a list (lines that begin with "- "), {said}')]
    parts, wrong = _validated(doc, subject, {(subject.key, n): each for n, each in enumerate(listed)})
    return parts, faults + wrong


def _validated(doc: Document, subject: Subject, raws: Mapping[Where, Any]) -> tuple[list[Placed[Any]], list[Fault]]:
    parts: list[Placed[Any]] = []
    faults: list[Fault] = []
    for at, raw in raws.items():
        try:
            parts.append(Placed(subject.model.model_validate(raw), doc, at))
        except ValidationError as error:
            faults += faults_of(error, subject.model, doc, at)
    return parts, faults
