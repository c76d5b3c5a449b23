"""The English texts of the screen: complete, current, and what the compiled file says."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QTranslator

FOLDER = Path(__file__).parents[4] / "kiosk" / "ticket_machine"
TS = FOLDER / "i18n" / "en.ts"
Message = tuple[str, str, str]


def messages(path: Path) -> dict[Message, ElementTree.Element]:
    """Context, text and comment -> the translation."""
    found = {}
    for context in ElementTree.parse(path).iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name") or "", message.findtext("source") or "", message.findtext("comment") or "")
            translation = message.find("translation")
            assert translation is not None
            found[key] = translation
    return found


def test_every_text_of_the_screen_is_translated_and_no_other(tmp_path: Path) -> None:
    fresh = tmp_path / "en.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    files = sorted(str(file) for file in (FOLDER / "qml").glob("*.qml"))
    done = subprocess.run([str(tool), *files, "-ts", str(fresh)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(messages(TS)) == set(messages(fresh)), "run pyside6-lupdate kiosk/ticket_machine/qml/*.qml -ts …/en.ts"


def test_no_translation_is_unfinished_and_every_figure_is_carried() -> None:
    for (_, source, _), translation in messages(TS).items():
        assert translation.get("type") is None, source
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        for form in forms:
            assert form and not re.search("[\u4e00-\u9fff，。：；！？]", form), (source, form)
            assert sorted(re.findall(r"%\d|%n", form)) == sorted(re.findall(r"%\d|%n", source)), (source, form)


def test_the_compiled_texts_are_those_of_the_source() -> None:
    translator = QTranslator()
    assert translator.load(str(TS.with_suffix(".qm")))
    for (context, source, comment), translation in messages(TS).items():
        if not list(translation):
            assert translator.translate(context, source, comment or None) == translation.text, source
