"""Words that are misspelt at a shell are named, with what was probably meant; secrets never are."""

import pytest
from fakes import examples
from pydantic import BaseModel, ValidationError

from edge_hub.contract import desk as k
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.appointment import BookAppointment, ListSlots
from edge_hub.contract.reasons import Reason
from edge_hub.meant import FIELDS, WORDS, hints, misfit, one_of
from edge_hub.telling import TELLS


def wrong(kind: type[BaseModel], **fields: object) -> str:
    with pytest.raises(ValidationError) as no:
        kind.model_validate(fields)
    return misfit(no.value)


@pytest.mark.parametrize(
    ("said", "kind", "fields"),
    [
        ("ITEM: “a b”不对，应为事项编号", q.TakeTicket, {"items": ("a b",)}),
        ("ITEM: 没有填写，应为事项编号", i.OpenItem, {"item": ""}),
        ("ITEM: 最多 8 个 at most 8 of them.", q.TakeTicket, {"items": tuple(f"i{n}" for n in range(9))}),
        ("ITEM: 同一项写了两次 names one thing twice.", q.TakeTicket, {"items": ("card", "card")}),
        ("TICKET: “#”不对，应为今天的号，如 A001，或号票编号 does not fit; it must be a number", q.ShowTicket,
         {"ticket": "#"}),
        ("DAY: “morgen”不对，应为日期，如 2026-11-25 does not fit; it must be a day such as 2026-11-25.", ListSlots,
         {"item": "card", "day": "morgen"}),
        ("--start: “9”不对，应为时间，如 09:30 does not fit; it must be a time such as 09:30.", BookAppointment,
         {"items": ("card",), "day": "2026-11-25", "start": "9"}),
        ("NUMBER: “800”不对，应为手写号，如 A800 does not fit; it must be a written number such as A800.",
         k.RegisterWritten, {"number": "800", "items": ("card",)}),
    ],
)  # fmt: skip
def test_a_word_that_fits_nothing_is_named_with_what_it_must_be(
    said: str, kind: type[BaseModel], fields: dict[str, object]
) -> None:
    assert wrong(kind, **fields).startswith(said)


def test_a_long_word_is_cut() -> None:
    assert len(wrong(q.ShowTicket, ticket="x" * 5000)) < 200


def test_a_reason_that_is_none_gets_the_choice_and_the_nearest() -> None:
    assert one_of("--reason", "Sight", ["no_phone", "sight"]) == "sight"
    assert one_of("--reason", "no-phone", ["no_phone", "sight"]) == "no_phone"
    with pytest.raises(ValidationError) as no:
        k.TakeAtDesk.model_validate_json('{"items": ["card"], "reason": "SIGTH"}')
    assert misfit(no.value) == (
        "--reason: 没有“sigth”，可选 is none of no_phone, no_id, sight, machine, other. 是不是 Did you mean sight?"
    )


@pytest.mark.parametrize("secret", ["12345x", "482913482913482913"])
def test_a_pin_or_card_that_does_not_fit_is_never_shown(secret: str) -> None:
    assert secret not in wrong(w.SetPin, clerk="1045", pin=secret) and "6 to 12" in wrong(w.SetPin, clerk="1", pin="x")
    assert "?a?" not in wrong(w.SetCard, clerk="1045", card="?a?")


def test_every_field_that_a_shell_fills_has_its_name_and_its_words() -> None:
    fields = {name for kind in TELLS for name in kind.model_fields}
    inner = {"do", "free", "lift", "needs", "cause", "shown", "age", "sex", "taken_ms"}
    assert fields - inner <= set(FIELDS) and set(FIELDS) <= fields


def test_what_the_hub_does_not_know_is_named_with_the_nearest_that_the_configuration_has() -> None:
    said = list(hints("ITEM_UNKNOWN", q.TakeTicket(items=("passport-issue", "pasport-issue")), "puer"))
    assert said == ["没有 there is no “pasport-issue”，是不是 did you mean “passport-issue”？"]
    assert list(hints("ITEM_UNKNOWN", q.TakeTicket(items=("passport-issue",)), "puer")) == []


def test_what_is_only_a_little_alike_is_not_suggested() -> None:
    assert list(hints("WINDOW_UNKNOWN", q.CallNext(window="w99"), "puer")) == ["没有 there is no “w99”"]
    assert list(hints("ITEM_UNKNOWN", i.OpenItem(item="nope"), "puer")) == ["没有 there is no “nope”"]


def test_of_a_class_and_its_reasons_the_whole_choice_is_told() -> None:
    body = k.GivePriority(ticket="A001", cls="priority", reason="elder")
    (said,) = hints("CLASS_UNKNOWN", body, "puer")
    assert "“elder”" in said and "did you mean “elderly”" in said and "one of: elderly, " in said


def test_by_what_somebody_goes_first_gets_the_nearest_too_and_why_they_were_helped_is_no_such_reason() -> None:
    take = k.TakeAtDesk(items=("card",), cls="priority", ground="elder", reason=k.HelpReason.SIGHT)
    (said,) = hints("GROUND_NEEDED", take, "puer")
    assert "“elder”" in said and "did you mean “elderly”" in said
    assert list(hints("GROUND_NEEDED", take.model_copy(update={"ground": None}), "puer")) == []
    assert list(hints("CLASS_UNKNOWN", take.model_copy(update={"ground": "elderly"}), "puer")) == []


def test_who_must_say_why_reads_where_to_write_it() -> None:
    assert list(hints("WHY_NEEDED", i.OpenItem(item="card"), "puer")) == ["写在 --why 里 give it with --why."]


def test_a_class_that_nobody_gives_is_not_offered() -> None:
    (said,) = hints("CLASS_UNKNOWN", q.TakeTicket(items=("card",), cls="vip"), "puer")
    assert said == "没有 there is no “vip”（可选 one of: priority, normal）"


def test_where_the_configuration_is_of_another_hall_the_word_alone_is_named() -> None:
    assert list(hints("ITEM_UNKNOWN", i.OpenItem(item="card"), "another")) == ["没有找到 not found: “card”"]
    assert list(hints("TICKET_UNKNOWN", q.ShowTicket(ticket="A099"), "puer")) == ["没有找到 not found: “A099”"]
    assert list(hints("STALE", q.ShowTicket(ticket="A099"), "puer")) == []


def test_every_reason_of_a_word_that_is_unknown_speaks_of_fields_that_a_command_has() -> None:
    fields = {name for one in examples.COMMANDS for name in type(one).model_fields}
    assert {name for words in WORDS.values() for name in words} <= fields
    assert {one for one in Reason if one.endswith("_UNKNOWN")} - set(WORDS) == {
        Reason.SERVICE_UNKNOWN, Reason.CARD_UNKNOWN, Reason.APPOINTMENT_UNKNOWN, Reason.CLAIM_UNKNOWN,
        Reason.CONFIGURATION_UNKNOWN,
    }, "what a pad asks, a secret, or what no person types"  # fmt: skip
