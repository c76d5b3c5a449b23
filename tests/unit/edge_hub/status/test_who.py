"""Who asks at the status port."""

from typing import Any

import pytest

from edge_hub.status.who import LOCAL, PEER, who_asks

PLAIN = {"wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8443"}


def certificate(*names: str) -> dict[str, Any]:
    return {"subject": ((("countryName", "CN"),), *((("commonName", name),) for name in names))}


@pytest.mark.parametrize("host", ["127.0.0.1:8443", "localhost:8443", "[::1]:8443"])
def test_on_loopback_it_is_this_machine(host: str) -> None:
    assert who_asks({**PLAIN, "HTTP_HOST": host}) == LOCAL


@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "192.168.1.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"}, {"HTTP_VIA": "1.1 proxy"}, {"HTTP_X_REAL_IP": "10.0.0.1"},
        {"HTTP_ORIGIN": "http://elsewhere.example"}, {"HTTP_HOST": "elsewhere.example:8443"}, {"HTTP_HOST": ""},
    ],
)  # fmt: skip
def test_what_was_passed_on_or_meant_for_another_name_is_a_strangers(more: dict[str, str]) -> None:
    assert who_asks({**PLAIN, **more}) is None


def test_a_claim_is_never_believed() -> None:
    assert who_asks({**PLAIN, PEER: certificate("tm-1"), "HTTP_X_DEVICE": "tm-1", "REMOTE_USER": "tm-1"}) == LOCAL
    assert who_asks({**PLAIN, "wsgi.url_scheme": "https", "HTTP_X_DEVICE": "tm-1"}) is None


def test_inside_tls_it_is_the_device_of_the_certificate() -> None:
    tls = {**PLAIN, "wsgi.url_scheme": "https", "REMOTE_ADDR": "192.168.1.7"}
    assert who_asks({**tls, PEER: certificate("rate-w1")}) == "rate-w1"
    for nobody in ({}, None, certificate(), certificate("a", "b"), certificate("")):
        assert who_asks({**tls, PEER: nobody}) is None
