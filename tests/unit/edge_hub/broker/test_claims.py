"""Claims: ten minutes, five tries, and a flood of them shuts out only whoever makes it."""

import pytest

from edge_hub.broker.claims import OF_DEVICE_MAX, OF_HOST_MAX, OPEN_MAX, Claim, ClaimNo, Claims
from edge_hub.contract.admission import CLAIM_S, TRIES_MAX, Proof, code_of, fingerprint_of
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.reasons import Reason

CA, KEY = b"the CA", b"the device's key"


class Clock:
    s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def claims(clock: Clock) -> Claims:
    return Claims({f"d{n}" for n in range(100)}, CA, True, lambda: 7, clock)


def open_claim(claims: Claims, device: str = "d1", host: str = "10.0.0.1", request: str = "a request") -> Claim:
    claim = claims.ask(device, KEY, request, host)
    assert isinstance(claim, Claim)
    return claim


def test_whoever_knows_device_and_code_chooses_the_claim_once(claims: Claims) -> None:
    claim = open_claim(claims)
    assert claims.claimed("d1", claim.code, claim.fingerprint) is Proof.CERTIFICATE
    assert claims.chosen("d1") is claim and claims.asking() == ()
    again = claims.claimed("d1", claim.code, claim.fingerprint)
    assert isinstance(again, Rejected) and again.reason == Reason.CLAIM_UNKNOWN


def test_the_code_of_one_device_is_no_code_of_another(claims: Claims) -> None:
    claim = open_claim(claims)
    open_claim(claims, "d2")
    assert isinstance(claims.claimed("d2", claim.code, claim.fingerprint), Rejected)


def test_a_claim_is_over_after_ten_minutes(claims: Claims, clock: Clock) -> None:
    claim = open_claim(claims)
    clock.s += CLAIM_S - 1
    assert claims.look(claim.id) is claim
    clock.s += 1
    assert claims.look(claim.id) is None
    assert isinstance(claims.claimed("d1", claim.code, claim.fingerprint), Rejected)


def test_the_fifth_wrong_code_ends_the_claims_of_the_device_and_of_no_other(claims: Claims) -> None:
    claim, other = open_claim(claims), open_claim(claims, "d2")
    for n in range(TRIES_MAX):
        assert (claims.look(claim.id) is None) == (n == TRIES_MAX)
        claims.claimed("d1", "22222222", claim.fingerprint)
    assert claims.look(claim.id) is None and claims.look(other.id) is other


def test_a_fingerprint_that_differs_ends_the_claim(claims: Claims) -> None:
    claim = open_claim(claims)
    no = claims.claimed("d1", claim.code, fingerprint_of(CA, b"another key"))
    assert isinstance(no, Rejected) and no.reason == Reason.CLAIM_DIFFERS and claims.look(claim.id) is None


def test_the_fingerprint_is_another_for_another_ca_and_for_another_key() -> None:
    all_four = {fingerprint_of(ca, key) for ca in (CA, b"another") for key in (KEY, b"other")}
    assert len(all_four) == 4 and fingerprint_of(b"ab", b"c") != fingerprint_of(b"a", b"bc")


def test_one_address_may_ask_so_often_and_again_later(claims: Claims, clock: Clock) -> None:
    for n in range(OF_HOST_MAX):
        open_claim(claims, f"d{n}")
    assert claims.ask("d9", KEY, "r", "10.0.0.1") is ClaimNo.TOO_MANY
    assert isinstance(claims.ask("d9", KEY, "r", "10.0.0.2"), Claim)
    clock.s += CLAIM_S
    assert isinstance(claims.ask("d9", KEY, "r", "10.0.0.1"), Claim)


def test_an_address_that_asks_for_devices_that_are_none_is_counted_too(claims: Claims) -> None:
    assert [claims.ask("none", KEY, "r", "h") for _ in range(OF_HOST_MAX)] == [ClaimNo.DEVICE_UNKNOWN] * OF_HOST_MAX
    assert claims.ask("d1", KEY, "r", "h") is ClaimNo.TOO_MANY


def test_claims_are_bounded_for_a_device_and_in_all(claims: Claims) -> None:
    for n in range(OF_DEVICE_MAX):
        open_claim(claims, host=f"h{n}")
    assert claims.ask("d1", KEY, "r", "h9") is ClaimNo.TOO_MANY
    for n in range(OPEN_MAX - OF_DEVICE_MAX):
        open_claim(claims, f"d{n + 2}", host=f"i{n}")
    assert claims.ask("d99", KEY, "r", "h10") is ClaimNo.TOO_MANY


def test_without_a_port_for_certificates_only_a_password_can_be_asked_for(clock: Clock) -> None:
    claims = Claims({"d1"}, CA, False, lambda: 7, clock)
    assert claims.ask("d1", KEY, "r", "h") is ClaimNo.NO_CERTIFICATES
    claim = claims.ask("d1", bytes(32), "", "h")
    assert isinstance(claim, Claim) and claim.proof is Proof.PASSWORD


def test_a_code_may_be_typed_with_gaps_and_in_small_letters() -> None:
    assert code_of("k7m2 q9xd") == code_of("K7M2-Q9XD") == "K7M2Q9XD"
