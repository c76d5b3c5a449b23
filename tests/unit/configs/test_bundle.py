"""A configuration as one value: what it says is what its folder says, and no text makes it say anything else."""

import base64
import json
import shutil
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.bundle import BUNDLE_BYTES_MAX, Bundle, BundleFault, bundle_of, unpack
from configs.faults import ConfigError
from configs.site import load_site

PUER = Path(__file__).parents[3] / "configs" / "puer"


@pytest.fixture(scope="module")
def puer() -> Bundle:
    return bundle_of(PUER)


def test_a_bundle_describes_the_site_of_its_folder(puer: Bundle) -> None:
    assert puer.site().model_dump(exclude={"photos"}) == load_site(PUER).model_dump(exclude={"photos"})


def test_a_bundle_comes_out_of_its_packing_as_it_was_and_has_the_same_name(puer: Bundle) -> None:
    again = unpack(puer.packed())
    assert again == puer and again.digest == puer.digest and again.packed() == puer.packed()


def test_a_bundle_is_written_back_as_the_folder_that_it_came_from(puer: Bundle, tmp_path: Path) -> None:
    puer.write_to(tmp_path / "again")
    shutil.copytree(PUER / "photos", tmp_path / "again" / "photos")
    assert bundle_of(tmp_path / "again") == puer
    with pytest.raises(FileExistsError):
        puer.write_to(tmp_path / "again")


def test_every_letter_counts_for_the_name(puer: Bundle) -> None:
    other = Bundle({**puer.files, "hall.yaml": puer.files["hall.yaml"] + "# a word\n"}, puer.photos)
    assert other.digest != puer.digest


def test_a_fault_in_a_bundle_is_told_with_file_line_and_key(puer: Bundle) -> None:
    rules = puer.files["rules.yaml"].replace("recall_max", "recal_max")
    broken = Bundle({**puer.files, "rules.yaml": rules}, puer.photos)
    with pytest.raises(ConfigError) as wrong:
        broken.site()
    line = next(n for n, text in enumerate(broken.files["rules.yaml"].splitlines(), 1) if "recal_max" in text)
    assert str(wrong.value.faults[0]) == f'rules.yaml:{line}: recal_max: unknown key, did you mean "recall_max"?'


def test_a_bundle_knows_a_photo_by_its_bytes(tmp_path: Path, puer: Bundle) -> None:
    puer.write_to(tmp_path / "site")
    shutil.copytree(PUER / "photos", tmp_path / "site" / "photos")
    portraits = sorted((PUER / "photos").iterdir())
    first = portraits[0]
    (tmp_path / "site" / "photos" / first.name).write_bytes(portraits[1].read_bytes())
    other = bundle_of(tmp_path / "site")
    assert other.digest != puer.digest and other.files == puer.files
    site = other.site()
    clerk = next(one.id for one in site.clerks if one.photo == first.name)
    assert other.photos_of(site)[clerk] == other.photos[portraits[1].name]


def packed(data: object) -> str:
    return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()


@pytest.mark.parametrize(
    "text",
    [
        "", "no base64 at all!", base64.b64encode(b"no zlib").decode(), packed([1]), packed({"files": {}}),
        packed({"files": {"a.yaml": 1}, "photos": {}}), packed({"files": {"../a.yaml": ""}, "photos": {}}),
        packed({"files": {"a/../../b.yaml": ""}, "photos": {}}), packed({"files": {"/etc/passwd": ""}, "photos": {}}),
        packed({"files": {}, "photos": {}}),
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_refused(text: str) -> None:
    with pytest.raises(BundleFault):
        unpack(text)


def test_what_would_unpack_to_more_than_any_configuration_is_refused() -> None:
    bomb = base64.b64encode(zlib.compress(b" " * (BUNDLE_BYTES_MAX + 1))).decode()
    assert len(bomb) < 100_000
    with pytest.raises(BundleFault, match="longer than any"):
        unpack(bomb)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: base64.b64encode(data).decode()))
def test_whatever_text_comes_the_answer_is_a_fault(text: str) -> None:
    with pytest.raises(BundleFault):
        unpack(text)
