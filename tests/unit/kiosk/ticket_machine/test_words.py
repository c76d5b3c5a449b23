"""What Python puts together for citizens, in both languages."""

import pytest
from fakes.puer_hall import NINE_FORTY_TWO, catalogues

from edge_hub.client.answers import Why
from edge_hub.contract.base import Words
from edge_hub.contract.hall import MaterialInfo
from kiosk.ticket_machine import words
from kiosk.ticket_machine.words import (
    NO_ANSWERS,
    clock_text,
    cost_text,
    date_text,
    limit_text,
    paper_text,
    span,
    wait_text,
)


def test_time_and_date_are_the_halls() -> None:
    assert clock_text(NINE_FORTY_TWO) == "09:42"
    assert date_text(NINE_FORTY_TWO, "zh") == "2025年11月25日 星期二"
    assert date_text(NINE_FORTY_TWO, "en") == "Tuesday, 25 November 2025"


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        ((), ""),
        (("A01",), "A01"),
        (("A02", "A01"), "A01 A02"),
        (("A01", "A02", "A03"), "A01–A03"),
        (("A01", "A03", "A02", "B07"), "A01–A03 B07"),
        (("A01", "B02", "C03"), "A01 B02 C03"),
        (("A01", "A01"), "A01"),
        (("A9", "A10"), "A10 A9"),
        (("综合", "出件"), "出件 综合"),
    ],
)
def test_runs_of_windows_are_joined(labels: tuple[str, ...], text: str) -> None:
    assert span(labels) == text


@pytest.mark.parametrize(
    ("wait", "zh", "en"),
    [
        (None, "", ""),
        ((0, 10), "10 分钟以内", "up to 10 min"),
        ((5, 10), "约 5～10 分钟", "about 5–10 min"),
        ((5, 5), "约 5 分钟", "about 5 min"),
    ],
)
def test_a_wait_is_a_range_or_nothing(wait: tuple[int, int] | None, zh: str, en: str) -> None:
    assert (wait_text(wait, "zh"), wait_text(wait, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("paper", "zh", "en"),
    [
        ((1, 0, True), "原件1份", "1 original"),
        ((0, 2, True), "复印件2份", "2 copies"),
        ((2, 1, False), "原件2份 · 复印件1份 · 如有", "2 originals · 1 copy · if it applies"),
        ((0, 0, True), "", ""),
    ],
)
def test_a_paper_says_how_many_and_for_whom(paper: tuple[int, int, bool], zh: str, en: str) -> None:
    originals, copies, required = paper
    one = MaterialInfo(name=Words(zh="证", en="Card"), originals=originals, copies=copies, required=required)
    assert (paper_text(one, "zh"), paper_text(one, "en")) == (zh, en)


def test_limits_and_cost_of_every_item_can_be_told_in_both_languages() -> None:
    for item in (item for catalogue in catalogues() for item in catalogue.items):
        for lang in ("zh", "en"):
            assert limit_text(item, lang) and cost_text(item, lang)


def test_every_way_of_not_being_answered_has_a_sentence_in_both_languages() -> None:
    assert set(NO_ANSWERS) == set(Why)
    said = [one for one in vars(words).values() if isinstance(one, Words)]
    for sentence in (*NO_ANSWERS.values(), *said):
        assert any("\u4e00" <= char <= "\u9fff" for char in sentence.zh)
        assert sentence.en and sentence.en.isascii()


def test_silence_never_claims_that_no_ticket_was_taken() -> None:
    assert "不能确认" in NO_ANSWERS[Why.NO_ANSWER].zh
    assert all("没有取号" in NO_ANSWERS[why].zh for why in Why if why is not Why.NO_ANSWER)
