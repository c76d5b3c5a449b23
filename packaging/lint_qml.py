"""Checks every QML file against the Python types it binds to: a misspelled property is a fault before the screen opens.

The types are read from Qt itself (the meta-objects of the imported classes), not from the source text: what a base
class, a helper or an enum adds is seen exactly as QML will see it. They are written as qmltypes into a build folder
beside links to our QML modules, and qmllint runs over the real files with no warning allowed.
Run it as `python packaging/lint_qml.py [ROOT]`; the exit code is 0 (clean), 1 (findings) or 2 (could not check).
"""

import ast
import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import QByteArray, QMetaMethod, QMetaObject, QObject, Signal

FOLDERS = ("kiosk", "window_terminal")
QT = Path(PySide6.__path__[0])
FOREIGN = ("core", "gui", "qml", "qmlmodels", "quick")
"""Qt's own libraries whose types may be a base class or a property of ours."""
DEPENDS = ("QtQml", "QtQml.Models", "QtQuick")
NAMING = {"QmlElement": "auto", "QmlAnonymous": "anonymous"}
REFUSED = ("QmlAttached", "QmlExtended", "QmlForeign", "ListProperty")
"""Decorators that no screen of the hall uses and this check cannot describe: refused, so that nothing goes unseen."""


class CannotCheck(RuntimeError):
    """The check itself could not be carried out; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One class that Python offers to QML: where it stands and how its decorators name it."""

    file: Path
    python_module: str
    class_name: str
    uri: str
    major: int
    infos: tuple[tuple[str, str], ...]


def registered(root: Path) -> Iterator[Registered]:
    """Every class under `root` that carries a Qml decorator, from the source text alone."""
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
            constants = _constants(tree)
            _refuse_borrowed_signals(tree, file.relative_to(root))
            for node in ast.walk(tree):
                infos = _infos(node, file) if isinstance(node, ast.ClassDef) else ()
                if infos and isinstance(node, ast.ClassDef):
                    where = f"{file.relative_to(root)}:{node.lineno}"
                    if "QML_IMPORT_NAME" not in constants or "QML_IMPORT_MAJOR_VERSION" not in constants:
                        raise CannotCheck(f"{where}: set QML_IMPORT_NAME and QML_IMPORT_MAJOR_VERSION in this file")
                    dotted = ".".join(file.relative_to(root).with_suffix("").parts)
                    uri, major = str(constants["QML_IMPORT_NAME"]), int(constants["QML_IMPORT_MAJOR_VERSION"])
                    yield Registered(file, dotted, node.name, uri, major, infos)


def _refuse_borrowed_signals(tree: ast.Module, file: Path) -> None:
    """A property may only name a notify signal of its own class.

    PySide 6.11 takes the place that a base's signal has in the base for a place in the subclass: the property then
    listens to another signal, or to none, or the process dies as soon as QML binds to it.
    """
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        calls = [node for node in owner.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
        own = {ast.unparse(node.targets[0]) for node in calls if ast.unparse(node.value).startswith("Signal(")}
        for word in (node for node in ast.walk(owner) if isinstance(node, ast.keyword) and node.arg == "notify"):
            if ast.unparse(word.value) not in own:
                raise CannotCheck(
                    f"{file}:{word.lineno}: notify={ast.unparse(word.value)} is not a signal of the class {owner.name} "
                    "itself, and PySide would bind QML to a wrong one or crash. Declare a signal in this class "
                    "under a name of its own, and connect the base's signal to it."
                )


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _constants(tree: ast.Module) -> dict[str, Any]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _infos(node: ast.ClassDef, file: Path) -> tuple[tuple[str, str], ...]:
    """The class infos that Qt's own registrar reads, from the decorators of one class."""
    infos: list[tuple[str, str]] = []
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call else decorator
        name = _name(target)
        first = call.args[0].value if call and call.args and isinstance(call.args[0], ast.Constant) else ""
        if name in REFUSED:
            raise CannotCheck(f"{file}:{node.lineno}: @{name} is not described here; use a plain @QmlElement")
        if name in NAMING:
            infos.append(("QML.Element", NAMING[name]))
        elif name == "QmlNamedElement":
            infos.append(("QML.Element", str(first)))
        elif name == "QmlSingleton":
            infos.append(("QML.Singleton", "true"))
        elif name == "QmlUncreatable":
            infos += [("QML.Creatable", "false"), ("QML.UncreatableReason", str(first))]
    return tuple(infos)


def describe(cls: type[QObject], entry: Registered, exported: frozenset[type]) -> dict[str, Any]:
    """One class in the form that moc writes: all that Python added above the nearest base QML knows."""
    base = next(b for b in cls.__mro__[1:] if b in exported or b.__module__.startswith("PySide6."))
    for owner in cls.__mro__[: cls.__mro__.index(base)]:
        for name in (name for name, one in vars(owner).items() if isinstance(one, Signal)):
            if hasattr(super(owner, owner), name):
                raise CannotCheck(f"{entry.file}: {owner.__name__} declares its base's signal {name} again: rename it.")
    meta, below = cls.staticMetaObject, base.staticMetaObject  # type: ignore[attr-defined]
    methods = [meta.method(i) for i in range(below.methodCount(), meta.methodCount())]
    return {
        "className": entry.class_name,
        "qualifiedClassName": entry.class_name,
        "object": True,
        "superClasses": [{"access": "public", "name": base.__name__}],
        "classInfos": [{"name": name, "value": value} for name, value in entry.infos],
        "properties": _properties(meta, below.propertyCount()),
        "signals": [_method(m) for m in methods if m.methodType() == QMetaMethod.MethodType.Signal],
        "slots": [_method(m) for m in methods if m.methodType() != QMetaMethod.MethodType.Signal],
        "enums": _enums(meta, below.enumeratorCount()),
    }


def _properties(meta: QMetaObject, first: int) -> list[dict[str, Any]]:
    found = []
    for index in range(first, meta.propertyCount()):
        prop = meta.property(index)
        entry: dict[str, Any] = {"name": prop.name(), "type": _type(str(prop.typeName())), "index": index - first}
        entry |= {"read": prop.name(), "constant": prop.isConstant()}
        if prop.isWritable():
            entry["write"] = prop.name()
        if prop.hasNotifySignal():
            entry["notify"] = _text(prop.notifySignal().name())
        found.append(entry)
    return found


def _method(method: QMetaMethod) -> dict[str, Any]:
    kinds = [_type(_text(kind)) for kind in method.parameterTypes()]
    names = [_text(name) or f"a{i}" for i, name in enumerate(method.parameterNames(), start=1)]
    return {
        "access": "public",
        "name": _text(method.name()),
        "returnType": _type(str(method.typeName()) or "void"),
        "arguments": [{"name": name, "type": kind} for name, kind in zip(names, kinds, strict=True)],
    }


def _enums(meta: QMetaObject, first: int) -> list[dict[str, Any]]:
    found = []
    for index in range(first, meta.enumeratorCount()):
        enum = meta.enumerator(index)
        values = [enum.key(i) for i in range(enum.keyCount())]
        found.append({"name": enum.name(), "isClass": enum.isScoped(), "isFlag": enum.isFlag(), "values": values})
    return found


def _text(raw: QByteArray) -> str:
    return bytes(raw.data()).decode()


def _type(name: str) -> str:
    return "QVariant" if name.startswith("PyObject") else name


def stage(root: Path, build: Path) -> int:
    """Write one folder per QML module into `build`; returns how many Python classes were described."""
    shutil.rmtree(build, ignore_errors=True)
    build.mkdir(parents=True)
    _link_modules(root, build)
    entries = list(registered(root))
    sys.path.insert(0, str(root))
    classes = {entry: getattr(importlib.import_module(entry.python_module), entry.class_name) for entry in entries}
    exported = frozenset(classes.values())
    for uri in sorted({entry.uri for entry in entries}):
        mine = {entry: cls for entry, cls in classes.items() if entry.uri == uri}
        others = sorted({entry.uri for entry in entries} - {uri})
        _write_types(build / Path(*uri.split(".")), uri, mine, exported, others)
    return len(entries)


def _link_modules(root: Path, build: Path) -> None:
    """A folder with a qmldir is a QML module: link its files to the place that its name asks for."""
    for folder in FOLDERS:
        for qmldir in sorted((root / folder).rglob("qmldir")):
            text = qmldir.read_text(encoding="utf-8")
            uri = next((line.split()[1] for line in text.splitlines() if line.startswith("module ")), "")
            if not uri:
                raise CannotCheck(f"{qmldir.relative_to(root)}: the first line must be `module NAME`")
            place = build / Path(*uri.split("."))
            place.mkdir(parents=True, exist_ok=True)
            (place / "qmldir").write_text(text, encoding="utf-8")
            for file in qmldir.parent.iterdir():
                if file.suffix in (".qml", ".js", ".mjs"):
                    (place / file.name).symlink_to(file.resolve())


def _write_types(
    place: Path, uri: str, mine: dict[Registered, type[QObject]], exported: frozenset[type], others: list[str]
) -> None:
    majors = {entry.major for entry in mine}
    if len(majors) != 1:
        raise CannotCheck(f"the QML module {uri} is registered with several major versions: {sorted(majors)}")
    place.mkdir(parents=True, exist_ok=True)
    moc = [
        {"classes": [describe(cls, entry, exported)], "outputRevision": 69, "inputFile": str(entry.file)}
        for entry, cls in mine.items()
    ]
    (place / "types.json").write_text(json.dumps(moc), encoding="utf-8")
    foreign = ",".join(str(QT / "Qt" / "metatypes" / f"qt6{name}_metatypes.json") for name in FOREIGN)
    command = [str(QT / "Qt" / "libexec" / "qmltyperegistrar"), str(place / "types.json"), "-o", os.devnull]
    command += ["--generate-qmltypes", str(place / "types.qmltypes"), "--import-name", uri]
    command += ["--major-version", str(majors.pop()), f"--foreign-types={foreign}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr.strip():
        raise CannotCheck(f"Qt could not describe the QML module {uri}:\n{done.stderr}")
    qmldir = place / "qmldir"
    head = qmldir.read_text(encoding="utf-8") if qmldir.exists() else f"module {uri}\n"
    extra = "".join(f"depends {name}\n" for name in (*DEPENDS, *others))
    qmldir.write_text(f"{head.rstrip()}\ntypeinfo types.qmltypes\n{extra}", encoding="utf-8")


def lint(root: Path, build: Path) -> int:
    files = [str(file.relative_to(root)) for folder in FOLDERS for file in sorted((root / folder).rglob("*.qml"))]
    classes = stage(root, build)
    if files:
        command = [str(QT / "qmllint"), "--ignore-settings", "-W", "0", "-I", str(build), *files]
        if subprocess.run(command, cwd=root, check=False).returncode:
            return 1
    print(f"qmllint: {len(files)} QML files agree with {classes} Python classes.")
    return 0


def main() -> int:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    try:
        return lint(root, root / "build" / "qml")
    except CannotCheck as fault:
        print(f"lint_qml: {fault}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
