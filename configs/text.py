"""Words for people in the hall's two languages: Chinese first, English complete."""

from typing import Annotated

from pydantic import Field

from .base import Line, Part


class Text(Part):
    """A name or sentence; both languages are required, so that no screen is ever half translated."""

    zh: Annotated[Line, Field(description="Chinese, as people read it on screens and slips")]
    en: Annotated[Line, Field(description="English")]

    def say(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh
