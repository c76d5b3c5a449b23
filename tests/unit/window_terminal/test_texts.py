"""The texts of the screens: every Chinese text of the QML has its English one, and the compiled file is current."""

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from window_terminal.links import SENTENCES
from window_terminal.watching import TEXTS

FOLDER = TEXTS.parent
QS_TR = re.compile(r'qsTr\("((?:[^"\\]|\\.)*)"\)')
PLACE = re.compile(r"%\d")


def in_qml() -> set[tuple[str, str]]:
    return {
        (file.stem, text) for file in FOLDER.rglob("*.qml") for text in QS_TR.findall(file.read_text(encoding="utf-8"))
    }


def in_ts() -> dict[tuple[str, str], str]:
    root = ElementTree.parse(TEXTS / "en.ts").getroot()
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
        for context in root.iter("context")
        for message in context.iter("message")
    }


def test_every_text_has_its_english_and_nothing_is_left_over() -> None:
    assert set(in_ts()) == in_qml()
    assert [source for source, english in in_ts().items() if not english.strip()] == []


def test_places_for_values_are_the_same_in_both_languages() -> None:
    for (_, source), english in in_ts().items():
        assert sorted(PLACE.findall(source)) == sorted(PLACE.findall(english)), source


def test_no_text_of_a_screen_escapes_translation() -> None:
    """Chinese in QML stands in qsTr, but for the name of the language itself."""
    for file in FOLDER.rglob("*.qml"):
        bare = QS_TR.sub("", re.sub(r"//.*", "", file.read_text(encoding="utf-8")))
        assert set(re.findall(r'"[^"\n]*[\u4e00-\u9fff][^"\n]*"', bare)) <= {'"中"', '"中文"'}, file.name


def test_the_compiled_texts_are_current(tmp_path: Path) -> None:
    lrelease = Path(PySide6.__path__[0]) / "lrelease"
    made = tmp_path / "en.qm"
    subprocess.run([lrelease, "-silent", TEXTS / "en.ts", "-qm", made], check=True, timeout=60)
    assert made.read_bytes() == (TEXTS / "en.qm").read_bytes(), "run the two commands of window_terminal/README.md"


def test_every_reader_has_a_sentence_for_every_broken_link() -> None:
    for reader, sentences in SENTENCES.items():
        assert set(sentences) == {"NO_BROKER", "NO_HUB"}, reader
        assert all(words.zh and words.en for words in sentences.values())
