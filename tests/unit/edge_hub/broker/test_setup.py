"""A broker's whole configuration: made, run again, changed, interrupted."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.small_hall import small_site, small_site_without

from configs.bootstrap import load_bootstrap
from configs.site import load_site
from edge_hub.broker import accounts
from edge_hub.broker.authority import Authority, init, load
from edge_hub.broker.folder import Folder
from edge_hub.broker.setup import CannotConfigure, Done, Wish, configure

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
SITE = small_site()
EVERYBODY = ("hub", *(device.id for device in SITE.devices))
PLAIN = Wish(SITE, loopback=1883, user="me")
NET = replace(PLAIN, listen=(("192.168.30.2", 8883),), names=("hub.hall.local",))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    folder = Folder(tmp_path / "ca")
    init(folder, "test", NOW)
    return load(folder)


def run(folder: Path, wish: Wish = PLAIN, authority: Authority | None = None) -> Done:
    return configure(Folder(folder), wish, authority, NOW)


def secret(folder: Path, name: str) -> str:
    return (folder / "secrets" / f"hall.{name}").read_text().strip()


def entries(folder: Path) -> dict[str, str]:
    return accounts.read((folder / "passwords").read_text())


def test_everybody_has_an_account_and_a_secret_that_fits_it(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.fresh == EVERYBODY and set(done.waiting) == set(EVERYBODY) and done.gone == ()
    assert all(accounts.fits(entries(tmp_path)[name], secret(tmp_path, name)) for name in EVERYBODY)
    assert len({secret(tmp_path, name) for name in EVERYBODY}) == len(EVERYBODY)


def test_no_secret_stands_in_any_file_but_its_own(tmp_path: Path) -> None:
    run(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    for name in EVERYBODY:
        found = [path.name for path in files if secret(tmp_path, name) in path.read_text()]
        assert found == [f"hall.{name}"]


def test_run_again_it_changes_nothing(tmp_path: Path, authority: Authority) -> None:
    run(tmp_path / "out", NET, authority)
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    done = run(tmp_path / "out", NET, authority)
    assert (done.changed, done.fresh, done.gone) == ((), (), ())
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_a_secret_that_was_carried_away_is_not_made_again(tmp_path: Path) -> None:
    run(tmp_path)
    before = entries(tmp_path)
    (tmp_path / "secrets" / "hall.tm-1").unlink()
    done = run(tmp_path)
    assert done.changed == () and "tm-1" not in done.waiting and entries(tmp_path) == before


def test_a_device_that_is_new_gets_an_account_and_one_that_is_gone_loses_it(tmp_path: Path) -> None:
    smaller = replace(PLAIN, site=small_site_without(devices=("tm-2",)))
    run(tmp_path, smaller)
    before = entries(tmp_path)
    done = run(tmp_path)
    assert done.fresh == ("tm-2",) and {**entries(tmp_path), **before} == entries(tmp_path)
    assert (tmp_path / "bootstrap" / "tm-2.yaml").exists() and "user tm-2\n" in (tmp_path / "acl").read_text()
    done = run(tmp_path, smaller)
    assert done.gone == ("tm-2",) and entries(tmp_path) == before and "tm-2" not in (tmp_path / "acl").read_text()
    assert not (tmp_path / "bootstrap" / "tm-2.yaml").exists() and "tm-2" not in done.waiting


def test_a_secret_is_renewed_when_told_so(tmp_path: Path) -> None:
    run(tmp_path)
    old, before = secret(tmp_path, "tm-1"), entries(tmp_path)
    done = run(tmp_path, replace(PLAIN, renew=("tm-1",)))
    assert done.fresh == ("tm-1",) and secret(tmp_path, "tm-1") != old
    after = entries(tmp_path)
    assert not accounts.fits(after["tm-1"], old) and accounts.fits(after["tm-1"], secret(tmp_path, "tm-1"))
    assert {name: after[name] for name in EVERYBODY if name != "tm-1"} == {
        name: before[name] for name in EVERYBODY if name != "tm-1"
    }


def test_a_run_that_stopped_after_the_secrets_is_completed_with_the_same_secrets(tmp_path: Path) -> None:
    run(tmp_path)
    before = {name: secret(tmp_path, name) for name in EVERYBODY}
    for name in ("passwords", "acl", "mosquitto.conf"):
        (tmp_path / name).unlink()
    run(tmp_path)
    assert {name: secret(tmp_path, name) for name in EVERYBODY} == before
    assert all(accounts.fits(entries(tmp_path)[name], before[name]) for name in EVERYBODY)


def test_a_bootstrap_file_is_what_its_terminal_reads(tmp_path: Path, authority: Authority) -> None:
    site = load_site(Path("configs/puer"))
    standby = ("192.168.30.3", 8883)
    run(tmp_path / "out", replace(NET, site=site, standby=standby), authority)
    for device in site.devices:
        boot = load_bootstrap(tmp_path / "out" / "bootstrap" / f"{device.id}.yaml")
        assert (boot.device, boot.hall, boot.credential, boot.window) == (device.id, "puer", device.id, device.window)
        assert [(one.host, one.port) for one in boot.brokers] == [("hub.hall.local", 8883), standby]
        assert boot.tls and boot.ca == authority.pem
        wired = () if device.kind == "device_host" else site.wired_of.get(device.id, ())
        own = [device.printer.connection] if device.printer else []
        assert [one.connection for one in boot.own] == [*own, *(one.connection for one in wired)]


def test_a_terminal_is_told_of_the_wires_that_it_owns_itself(tmp_path: Path) -> None:
    run(tmp_path, replace(PLAIN, site=load_site(Path("configs/puer"))))
    own = load_bootstrap(tmp_path / "bootstrap" / "tm-1.yaml").own
    assert [(one.id, one.kind) for one in own] == [
        ("tm-1-printer", "printer"), ("scan-tm-1", "scanner"),
    ]  # fmt: skip
    assert load_bootstrap(tmp_path / "bootstrap" / "wires-3.yaml").own == ()


def test_on_one_machine_alone_there_is_no_tls_and_no_ca(tmp_path: Path) -> None:
    run(tmp_path)
    boot = load_bootstrap(tmp_path / "bootstrap" / "tm-1.yaml")
    assert (boot.brokers[0].host, boot.brokers[0].port, boot.tls, boot.ca) == ("127.0.0.1", 1883, False, None)
    assert "certfile" not in (tmp_path / "mosquitto.conf").read_text()


def test_a_port_without_tls_is_open_only_when_asked_for_and_only_on_loopback(
    tmp_path: Path, authority: Authority
) -> None:
    run(tmp_path / "out", replace(NET, loopback=None), authority)
    text = (tmp_path / "out" / "mosquitto.conf").read_text()
    assert [line for line in text.splitlines() if line.startswith("listener")] == ["listener 8883 192.168.30.2"]
    assert text.count("certfile") == 1 and "allow_anonymous false" in text
    run(tmp_path / "out", NET, authority)
    last = (tmp_path / "out" / "mosquitto.conf").read_text().rpartition("listener ")[2]
    assert last.startswith("1883 127.0.0.1") and "certfile" not in last


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (replace(PLAIN, loopback=None), "--loopback"),
        (replace(NET, listen=(("0.0.0.0", 8883),), names=()), "--name"),
        (replace(PLAIN, hubs=("hub", "tm-1")), "“tm-1” is also a device"),
        (replace(PLAIN, renew=("tm-9",)), "tm-9"),
        (replace(PLAIN, certificates=8884), "--listen"),
        (replace(NET, certificates=1, certified=frozenset({"tm-1"}), renew=("tm-1",)), "it has a certificate"),
        (replace(NET, names=("hub hall",)), "“hub hall” is no name"),
        (replace(PLAIN, standby=("hub\nuser x", 1)), "is no name"),
    ],
)
def test_wishes_that_do_not_fit_are_told_and_nothing_is_written(
    tmp_path: Path, authority: Authority, wish: Wish, why: str
) -> None:
    with pytest.raises(CannotConfigure, match=why):
        run(tmp_path / "out", wish, authority)
    assert not (tmp_path / "out").exists()


def test_without_a_ca_nothing_listens_on_the_network(tmp_path: Path) -> None:
    with pytest.raises(CannotConfigure, match="--ca"):
        run(tmp_path / "out", NET, None)
    assert not (tmp_path / "out").exists()


def test_a_device_with_a_certificate_has_no_secret_and_is_told_the_other_port(
    tmp_path: Path, authority: Authority
) -> None:
    run(tmp_path / "out", NET, authority)
    wish = replace(NET, certificates=8884, certified=frozenset({"tm-1"}), revoked="the list")
    done = run(tmp_path / "out", wish, authority)
    assert done.gone == ("tm-1",) and "tm-1" not in entries(tmp_path / "out") and "tm-1" not in done.waiting
    folder = tmp_path / "out"
    assert (folder / "crl.pem").read_text() == "the list" and (folder / "ca.pem").read_text() == authority.pem
    assert "user tm-1\n" in (folder / "acl").read_text(), "it may do what it might before"
    first, second, third = (folder / "mosquitto.conf").read_text().split("\nlistener ")[1:]
    assert [part.splitlines()[0] for part in (first, second, third)] == [
        "8883 192.168.30.2", "8884 192.168.30.2", "1883 127.0.0.1",
    ]  # fmt: skip
    assert "require_certificate true" in second and "require_certificate" not in first + third
    text = (folder / "bootstrap" / "tm-1.yaml").read_text()
    assert '"port": 8884' in text and "identity: tm-1.pem" in text and "credential" not in text
    assert "credential: tm-2" in (folder / "bootstrap" / "tm-2.yaml").read_text()
    assert run(folder, wish, authority).changed == ()


def test_two_hubs_have_accounts_of_their_own(tmp_path: Path) -> None:
    run(tmp_path, replace(PLAIN, hubs=("hub-a", "hub-b")))
    assert {"hub-a", "hub-b"} <= set(entries(tmp_path)) and "hub" not in entries(tmp_path)
    acl = (tmp_path / "acl").read_text()
    assert acl.count("topic read h/test/up/+/cmd") == 2
