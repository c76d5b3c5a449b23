"""The porter's files: what the broker was not told of is told again, and a revocation outlives every later run."""

import datetime as dt
import getpass
import subprocess
from pathlib import Path

import pytest
from fakes.small_hall import small_site

from edge_hub.broker import accounts, authority, order
from edge_hub.broker.folder import Folder
from edge_hub.broker.porter import Porter
from edge_hub.broker.setup import configure
from edge_hub.client.wire import Address, no_login
from edge_hub.contract.admission import Cause
from edge_hub.domain.values import Admission
from edge_hub.messages import OwnHealth

NOW = dt.datetime(2026, 11, 24, 1, 30, tzinfo=dt.UTC)
NOWHERE = Address("192.0.2.1", 1883)
"""No broker that it could put somebody out of."""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    authority.init(Folder(tmp_path / "ca"), "test", NOW)
    made = Folder(tmp_path / "broker")
    wanted = order.Order(
        ca=tmp_path / "ca", listen=(("127.0.0.1", 8883),), certificates=8884, loopback=1883, user=getpass.getuser(),
        reload=f"sh {tmp_path / 'reload'}",
    )  # fmt: skip
    ca = authority.load(Folder(tmp_path / "ca"))
    configure(made, order.wish_of(wanted, small_site(), made, ca, NOW), ca, NOW)
    order.keep(made, wanted)
    (tmp_path / "reload").write_text(f"echo told >> {tmp_path / 'told'}\n")
    return made


def porter_of(folder: Folder, told: list[OwnHealth]) -> Porter:
    return Porter(small_site(), folder.path, NOWHERE, no_login, told.append)


def test_what_the_broker_was_not_told_of_is_told_with_the_next_try(folder: Folder, tmp_path: Path) -> None:
    porter = porter_of(folder, [])
    (tmp_path / "reload").write_text("exit 3\n")
    with pytest.raises(subprocess.CalledProcessError):
        porter._shut("tm-1")
    (tmp_path / "reload").write_text(f"echo told >> {tmp_path / 'told'}\n")
    porter._shut("tm-1")
    porter._shut("tm-1")
    porter.close()
    assert (tmp_path / "told").read_text() == "told\n", "once: after that nothing has changed"


def test_who_is_revoked_has_no_account_and_nothing_to_hear_whatever_is_run_later(folder: Folder) -> None:
    porter = porter_of(folder, [])
    porter._shut("tm-1")
    porter._shut("call-w1")
    porter._write(*porter._open())
    porter.close()
    kept = accounts.read(folder.read("passwords") or "")
    assert "tm-2" in kept and not {"tm-1", "call-w1"} & set(kept)
    assert "user tm-1" not in (folder.read("acl") or "") and porter.turned_away("tm-2", None) is False


def test_a_revoked_device_counts_no_more_before_any_file_is_written(folder: Folder) -> None:
    told: list[OwnHealth] = []
    porter = porter_of(folder, told)
    porter.close()  # its thread does nothing any more
    porter.tell([Admission("tm-1", True, None, "", Cause.LOST, "", "desk", 7)])
    assert porter.turned_away("tm-1", None) and not porter.turned_away("tm-2", None)
    assert not porter.fits("tm-1", (folder.read("secrets/hall.tm-1") or "").strip())
    assert porter.fits("tm-2", (folder.read("secrets/hall.tm-2") or "").strip())


def test_a_hub_with_a_folder_that_is_none_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(order.NoOrder, match="Run hall broker config once more"):
        porter_of(Folder(tmp_path), [])


def test_the_certificates_of_broker_and_status_port_are_renewed_in_time_and_the_broker_is_told(
    folder: Folder, tmp_path: Path
) -> None:
    porter = porter_of(folder, [])
    porter._tend()
    assert not (tmp_path / "told").exists(), "there is time"
    ca, names = authority.load(Folder(tmp_path / "ca")), ("127.0.0.1",)
    for file, known in ((authority.SERVER, names), (authority.HUB, (*names, "127.0.0.1"))):
        folder.remove(file)
        authority.serve(folder, ca, known, NOW - dt.timedelta(days=600), None, file)
    old = {file: folder.read(file) for file in (authority.SERVER, authority.HUB)}
    context = porter.context()
    assert context is not None
    porter._tend()
    porter.close()
    assert all(folder.read(file) != text for file, text in old.items())
    assert (tmp_path / "told").read_text() == "told\n"
