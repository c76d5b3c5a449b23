"""Bytes to messages and back: whatever comes, the answer is a message or a refusal with a sentence."""

import json
from typing import Any

import pytest
from fakes import examples, messages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from edge_hub.contract.base import Lasting, Lenient, Strict
from edge_hub.contract.codec import Malformed, decode, decode_command, decode_reply, encode
from edge_hub.contract.envelope import COMMAND_BYTES_MAX, Command, Reply
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import TakeTicket, TicketSlip
from edge_hub.contract.reasons import Reason

ID = uuid7(1_795_482_000_000, bytes(10))
TAKE = {"v": 1, "id": ID, "device": "tm-1", "body": {"do": "TakeTicket", "items": ["card"]}}
by_kind = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
by_bytes = settings(max_examples=150, deadline=None)


def read(value: Any) -> Command | Malformed:
    return decode_command(json.dumps(value).encode())


def with_body(**changes: Any) -> dict[str, Any]:
    return {**TAKE, "body": {**TAKE["body"], **changes}}  # type: ignore[dict-item]


def refusal_is_sayable(answer: Command | Malformed) -> None:
    """A refusal can be sent as a reply; a command says the same when it is written and read again."""
    if isinstance(answer, Malformed):
        assert answer.no.reason in (Reason.MALFORMED, Reason.TOO_LARGE)
        reply = Reply(
            id=answer.command_id or "", ok=False, epoch=1, seq=0, reason=answer.no.reason, words=answer.no.words
        )
        assert decode_reply(encode(reply)) == reply
    else:
        assert decode_command(encode(answer)) == answer


# ---- whatever bytes come ------------------------------------------------------------------------------------------


@by_bytes
@given(st.binary(max_size=400))
def test_any_bytes_are_a_command_or_a_refusal(data: bytes) -> None:
    refusal_is_sayable(decode_command(data))


@by_bytes
@given(st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_text_is_a_command_or_a_refusal(data: bytes) -> None:
    refusal_is_sayable(decode_command(data))


@by_bytes
@given(messages.JSON)
def test_any_json_is_a_command_or_a_refusal(value: Any) -> None:
    refusal_is_sayable(read(value))


GOOD = [encode(examples.command(body)) for body in examples.COMMANDS]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, one in inner for place in places(one, (*at, key)))]


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = put(copy[place[0]], place[1:], new)
    return copy


@st.composite
def almost_commands(draw: st.DrawFn) -> bytes:
    """A good command with one place overwritten, or with bytes cut out or thrown in."""
    good = draw(st.sampled_from(GOOD))
    if draw(st.booleans()):
        value = json.loads(good)
        value = put(value, draw(st.sampled_from(places(value))), draw(messages.JSON))
        return json.dumps(value).encode()
    start = draw(st.integers(0, len(good)))
    end = draw(st.integers(start, min(len(good), start + 8)))
    return good[:start] + draw(st.binary(max_size=8)) + good[end:]


@by_bytes
@given(almost_commands())
def test_a_command_with_a_fault_in_it_is_a_command_or_a_refusal(data: bytes) -> None:
    refusal_is_sayable(decode_command(data))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"[]", b'"x"', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf{}",
        b"[" * 30_000, b'{"a":' * 10_000, b'{"body":' * 300 + b"1" + b"}" * 300,
        json.dumps(TAKE).encode("utf-16"), json.dumps(TAKE).encode()[:-1], json.dumps(TAKE).encode() + b"x",
        json.dumps(TAKE).replace("tm-1", "\\ud800").encode(), json.dumps(TAKE).replace("tm-1", "tm\\u0000").encode(),
        json.dumps(TAKE).encode().replace(b"tm-1", b"tm\xc3\x28"),
        json.dumps(TAKE).encode().replace(b"tm-1", "tm\ud800".encode("utf-8", "surrogatepass")),
    ],
)  # fmt: skip
def test_bytes_that_are_no_command_are_malformed(data: bytes) -> None:
    answer = decode_command(data)
    assert isinstance(answer, Malformed) and answer.no.reason is Reason.MALFORMED
    refusal_is_sayable(answer)


@pytest.mark.parametrize(
    "value",
    [
        {**TAKE, "v": 2}, {**TAKE, "v": "1"}, {**TAKE, "id": "1"}, {**TAKE, "id": ID.upper()},
        {**TAKE, "id": ID + "\n"}, {**TAKE, "device": ""}, {**TAKE, "device": "../x"}, {**TAKE, "device": "a/b"},
        {**TAKE, "device": "x" * 65}, {**TAKE, "device": "tm-1\n"}, {**TAKE, "epoch": -1}, {**TAKE, "epoch": 1.0},
        {**TAKE, "epoch": True}, {**TAKE, "epoch": "1"}, {**TAKE, "epoch": 2**40}, {**TAKE, "expect_ver": 10**400},
        {**TAKE, "valid_until_ms": float("nan")}, {**TAKE, "valid_until_ms": float("inf")},
        {**TAKE, "valid_until_ms": 10**19}, {**TAKE, "session": 7}, {**TAKE, "body": None}, {**TAKE, "body": {}},
        with_body(do="Erase"), with_body(do=None), with_body(items=[]), with_body(items=["card"] * 9),
        with_body(items="card"), with_body(items=[1]), with_body(items=[["card"]]), with_body(lang="fr"),
        with_body(person="x" * 64), with_body(person="A" * 64), with_body(items={"0": "card"}),
    ],
)  # fmt: skip
def test_a_value_that_is_not_what_the_contract_says_is_malformed(value: Any) -> None:
    answer = read(value)
    assert isinstance(answer, Malformed) and answer.no.reason is Reason.MALFORMED
    refusal_is_sayable(answer)


def test_a_command_may_be_as_large_as_the_limit_and_not_larger() -> None:
    body = json.dumps(TAKE).encode()
    assert isinstance(decode_command(body.ljust(COMMAND_BYTES_MAX)), Command)
    answer = decode_command(body.ljust(COMMAND_BYTES_MAX + 1))
    assert isinstance(answer, Malformed) and answer.no.reason is Reason.TOO_LARGE
    assert str(COMMAND_BYTES_MAX) in answer.no.words.zh


def test_a_refusal_names_the_place_and_never_repeats_what_was_sent() -> None:
    secret = {"do": "SignIn", "window": "w1", "clerk": "101", "pin": "topsecret"}
    answer = read({**TAKE, "body": secret})
    assert isinstance(answer, Malformed)
    assert "body.SignIn.pin" in answer.no.words.zh and "topsecret" not in answer.no.words.zh + answer.no.words.en
    unknown = read({**TAKE, "body": {"do": "topsecret"}})
    assert isinstance(unknown, Malformed) and "topsecret" not in unknown.no.words.zh + unknown.no.words.en


def test_a_refusal_is_short_however_long_the_fault() -> None:
    answer = read({**TAKE, "k" * 60_000: 1})
    assert isinstance(answer, Malformed) and len(answer.no.words.zh) < 400


def test_a_refused_command_keeps_its_id_so_that_its_sender_can_be_told() -> None:
    for value in ({**TAKE, "later": 1}, {**TAKE, "v": 2}, with_body(do="Erase"), {"id": ID}):
        answer = read(value)
        assert isinstance(answer, Malformed) and answer.command_id == ID
    for value in ({**TAKE, "id": "mine"}, {**TAKE, "id": 7}, [TAKE]):
        answer = read(value)
        assert isinstance(answer, Malformed) and answer.command_id is None


# ---- every kind, there and back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", messages.COMMANDS)
def test_every_command_reads_as_it_was_written(kind: type[Strict]) -> None:
    @by_kind
    @given(messages.of(kind))
    def reads(body: Any) -> None:
        command = examples.command(body)
        assert decode_command(encode(command)) == command

    reads()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(messages.commands())
def test_every_envelope_reads_as_it_was_written(command: Command) -> None:
    assert decode_command(encode(command)) == command


@pytest.mark.parametrize("kind", [*messages.EVENT_KINDS, *messages.SNAPSHOTS, *messages.RESULTS])
def test_every_event_snapshot_and_result_reads_as_it_was_written(kind: type[BaseModel]) -> None:
    @by_kind
    @given(messages.of(kind))
    def reads(message: BaseModel) -> None:
        assert decode(kind, encode(message)) == message

    reads()


@pytest.mark.parametrize("kind", messages.RESULTS)
def test_a_reply_carries_every_result(kind: type[Lenient]) -> None:
    @by_kind
    @given(messages.of(kind))
    def carries(result: Lenient) -> None:
        reply = decode_reply(encode(Reply(id=ID, ok=True, epoch=1, seq=2, result=result)))
        assert reply is not None and kind.model_validate(reply.result) == result

    carries()


# ---- what nobody knows --------------------------------------------------------------------------------------------


def written(kind: type[BaseModel]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(encode(examples.example(kind)))
    return value


@pytest.mark.parametrize("kind", messages.COMMANDS)
def test_a_command_with_an_unknown_key_is_refused_whole(kind: type[Strict]) -> None:
    body = written(kind)
    assert isinstance(read({**TAKE, "body": body}), Command)
    for wrong in ({**TAKE, "body": {**body, "later": 1}}, {**TAKE, "body": body, "later": 1}):
        answer = read(wrong)
        assert isinstance(answer, Malformed) and "later" in answer.no.words.en


@pytest.mark.parametrize("old", [*examples.SNAPSHOTS, *examples.RESULTS, examples.REFUSAL, examples.reply(None)])
def test_a_snapshot_or_reply_ignores_what_it_does_not_know(old: Lenient) -> None:
    newer = {**json.loads(encode(old)), "later": {"deep": [1]}}
    assert decode(type(old), json.dumps(newer).encode()) == old


@pytest.mark.parametrize("kind", messages.EVENT_KINDS)
def test_an_event_preserves_what_it_does_not_know(kind: type[Lasting]) -> None:
    newer = {**written(kind), "later": {"deep": [1, None, "字"]}}
    event = decode(kind, json.dumps(newer).encode())
    assert event is not None and json.loads(encode(event)) == newer


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 30_000, b'{"epoch": 1}', b'"reply"'])
def test_bytes_that_are_no_snapshot_leave_the_screen_as_it_was(data: bytes) -> None:
    assert decode_reply(data) is None
    assert all(decode(kind, data) is None for kind in (*messages.SNAPSHOTS, *messages.EVENT_KINDS))


UNSAID = {"cls": "normal", "lang": "zh"}


def test_optional_values_that_are_not_set_are_left_out() -> None:
    command = Command(id=ID, device="tm-1", body=TakeTicket(items=("card",)))
    assert json.loads(encode(command)) == {**TAKE, "body": {**TAKE["body"], **UNSAID}}  # type: ignore[dict-item]


def test_a_slip_in_a_reply_reads_word_for_word_when_written_again() -> None:
    """What is stored of a reply and sent again must be the same bytes."""

    @by_kind
    @given(messages.of(TicketSlip))
    def same(slip: TicketSlip) -> None:
        first = encode(Reply(id=ID, ok=True, epoch=1, seq=2, result=slip))
        again = decode_reply(first)
        assert again is not None
        assert encode(again.model_copy(update={"result": TicketSlip.model_validate(again.result)})) == first

    same()
