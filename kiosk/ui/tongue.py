"""The language of a screen, changed while it is shown: Qt's translators, and the engine told to read its texts anew.

Texts are written in Chinese in the source; every other language is a `<lang>.qm` in the terminal's folders, compiled
from the `.ts` beside it.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtQml import QQmlApplicationEngine

SOURCE = "zh"
LOCALES = {"zh": "zh_CN", "en": "en_GB"}


class Tongue:
    """Speaks one language at a time."""

    def __init__(
        self, app: QCoreApplication, engine: QQmlApplicationEngine, folders: Sequence[Path], lang: str = SOURCE
    ) -> None:
        self._app, self._engine, self._folders = app, engine, tuple(folders)
        self._translators: list[QTranslator] = []
        self.lang = SOURCE
        self.use(lang)

    def use(self, lang: str) -> None:
        """Speak `lang` from now on. Raises ValueError for a language that has no texts."""
        if lang == self.lang:
            return
        translators = [] if lang == SOURCE else self._load(lang)
        for translator in self._translators:
            self._app.removeTranslator(translator)
        for translator in translators:
            self._app.installTranslator(translator)
        self._translators, self.lang = translators, lang
        QLocale.setDefault(QLocale(LOCALES.get(lang, lang)))
        self._engine.retranslate()

    def _load(self, lang: str) -> list[QTranslator]:
        found = [folder / f"{lang}.qm" for folder in self._folders if (folder / f"{lang}.qm").is_file()]
        if not found and self._folders:
            raise ValueError(f"no texts in “{lang}”: {lang}.qm is missing in {', '.join(map(str, self._folders))}")
        translators = []
        for file in found:
            translator = QTranslator(self._app)
            if not translator.load(str(file)):
                raise ValueError(f"{file} cannot be read; compile it again from its .ts")
            translators.append(translator)
        return translators
