"""The sentences: each in both languages, with the details filled in, and never a traceback to a citizen."""

import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edge_hub
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import rejected
from edge_hub.contract.reasons import SENTENCES, Reason, sentence


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("reason", Reason)
def test_both_languages_name_the_same_details(reason: Reason) -> None:
    assert names_in(SENTENCES[reason].zh) == names_in(SENTENCES[reason].en)


@pytest.mark.parametrize("reason", Reason)
def test_chinese_is_punctuated_as_chinese(reason: Reason) -> None:
    text = SENTENCES[reason].zh
    assert re.search(r"[\u4e00-\u9fff]", text) and not re.search(r"[,;?!]", text)
    assert not re.search(r"[\u4e00-\u9fff]", SENTENCES[reason].en)


@pytest.mark.parametrize("reason", Reason)
def test_a_name_is_the_same_as_its_value(reason: Reason) -> None:
    assert reason.name == reason.value


def test_details_are_filled_in_by_language() -> None:
    said = sentence(Reason.DAILY_CAP, {"item": Words(zh="社保卡", en="Social card")})
    assert said == Words(
        zh="“社保卡”今天的号已取完，请改天再来。",
        en="All tickets for “Social card” are taken today. Please come another day.",
    )


@pytest.mark.parametrize("reason", Reason)
def test_a_missing_detail_shows_as_an_ellipsis(reason: Reason) -> None:
    said = sentence(reason, {})
    assert ("…" in said.zh) == bool(names_in(SENTENCES[reason].zh)) and "{" not in said.zh + said.en


ANY_DETAILS = st.dictionaries(st.text(max_size=6), st.text(max_size=9) | st.integers(), max_size=3)


@given(st.sampled_from(list(Reason)), ANY_DETAILS)
def test_no_detail_can_break_a_sentence(reason: Reason, details: dict[str, Any]) -> None:
    said = sentence(reason, details)
    assert said.zh and said.en


def test_a_detail_is_not_read_as_a_pattern() -> None:
    said = rejected(Reason.WINDOW_BUSY, number="{max.__class__} %s {0}").words
    assert "{max.__class__} %s {0}" in said.zh


def test_every_reason_is_given_somewhere() -> None:
    """A reason that nobody gives is a sentence that nobody reads."""
    files = [path for path in Path(edge_hub.__file__).parent.rglob("*.py") if path.name != "reasons.py"]
    given = set(re.findall(r"\bReason\.([A-Z_]+)", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    assert [one for one in Reason if one.name not in given] == []
