"""A configuration on its way to a `Site`: every file read, and every object that is valid, each with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from .explain import faults_of, nearest
from .faults import Fault
from .loader import Document
from .nodes import Where
from .sources import Source
from .subjects import SUBJECTS, Subject

SUFFIXES = (".yaml", ".yml")
ENTRIES_MAX = 2000
"""Of one list. The largest hall has some hundred items and devices."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that could be read: documents and valid objects by subject. `unread` names subjects with a file missing or
    unreadable, so that what is not seen there may still exist.
    """

    docs: Mapping[str, tuple[Document, ...]]
    parts: Mapping[str, tuple[Any, ...]]
    unread: frozenset[str]


def read_draft(source: Source) -> tuple[Draft, tuple[Fault, ...]]:
    """Reads a whole configuration; the faults are those of files, YAML and single objects."""
    faults = list(_strangers(source))
    docs: dict[str, tuple[Document, ...]] = {}
    parts: dict[str, tuple[Any, ...]] = {}
    unread = set()
    for subject in SUBJECTS:
        docs[subject.name], wrong, complete = _documents(source, subject)
        faults += wrong
        if not complete:
            unread.add(subject.name)
        found: list[Any] = []
        for doc in docs[subject.name]:
            valid, invalid = _objects(doc, subject)
            found += valid
            faults += invalid
            if subject.key and not _listed(doc, subject.key):
                unread.add(subject.name)
        parts[subject.name] = tuple(found)
    return Draft(docs, parts, frozenset(unread)), tuple(faults)


def _strangers(source: Source) -> Iterator[Fault]:
    known = [f"{subject.name}.yaml" for subject in SUBJECTS]
    for name in source.names():
        if name.lower().endswith(SUFFIXES) and name not in known:
            said = f"is none of the files of a hall ({', '.join(known)})"
            meant = nearest(name.rsplit(".", 1)[0], [subject.name for subject in SUBJECTS])
            yield Fault(name, 0, "", said, meant and f"{meant}.yaml")


def _documents(source: Source, subject: Subject) -> tuple[tuple[Document, ...], list[Fault], bool]:
    """The files of a subject that can be read, what is wrong with them, and whether they are all."""
    single = f"{subject.name}.yaml"
    inside = [f"{subject.name}/{name}" for name in source.names(subject.name)] if subject.key else []
    names = [single] if single in source.names() else []
    names += [name for name in inside if name.endswith(".yaml")]
    faults = [
        Fault(name, 0, "", "only files that end in .yaml belong here") for name in inside if not name.endswith(".yaml")
    ]
    if not names:
        said = f"is missing (or a folder {subject.name}/ with .yaml files)" if subject.key else "is missing"
        faults.append(Fault(single, 0, "", said))
    found = []
    for name in names:
        doc, wrong = source.read(name)
        faults += wrong
        if doc:
            found.append(doc)
    return tuple(found), faults, bool(names) and len(found) == len(names)


def _listed(doc: Document, key: str) -> Any:
    return doc.data.get(key) if isinstance(doc.data, dict) else None


def _objects(doc: Document, subject: Subject) -> tuple[list[Any], list[Fault]]:
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
    if len(listed) > ENTRIES_MAX:
        return [], [*faults, doc.fault((subject.key,), f"holds more than {ENTRIES_MAX} entries")]
    valid, wrong = _validated(doc, subject, {(subject.key, n): each for n, each in enumerate(listed)})
    return valid, faults + wrong


def _validated(doc: Document, subject: Subject, raws: Mapping[Where, Any]) -> tuple[list[Any], list[Fault]]:
    valid: list[Any] = []
    faults: list[Fault] = []
    for at, raw in raws.items():
        model = subject.model_for(raw)
        try:
            valid.append(model.model_validate(raw))
        except ValidationError as error:
            faults += faults_of(error, model, doc, at)
    return valid, faults
