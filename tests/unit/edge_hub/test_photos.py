"""Photos from the configuration into the hub's blobs and into the snapshots of windows."""

from pathlib import Path

from fakes.quiet import Expect
from fakes.small_hall import at, small_site

from configs.site import Site
from edge_hub.contract.blob import name_of
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.domain.views import window_now
from edge_hub.photos import kept_photos
from edge_hub.store.blobs import Blobs, Limits

FACE = b"a face"


def site_with(photos: dict[str, str], files: dict[str, Path]) -> Site:
    """The small hall, with photos of these clerks in these files."""
    site = small_site()
    clerks = tuple(one.model_copy(update={"photo": photos.get(one.id)}) for one in site.clerks)
    return site.model_copy(update={"clerks": clerks, "photos": files})


def test_a_photo_is_kept_and_named_in_the_snapshot_of_the_window(tmp_path: Path) -> None:
    (tmp_path / "101.jpg").write_bytes(FACE)
    site, blobs = site_with({"101": "101.jpg"}, {"101.jpg": tmp_path / "101.jpg"}), Blobs(tmp_path)
    kept = kept_photos(site, blobs)
    assert kept == {"101": name_of(FACE)} == kept_photos(site, blobs) and blobs.usage().count == 1
    hall = Hall(plan_of(site, kept), "2026-11-24")
    for window, clerk in (("w1", "101"), ("w2", "102")):
        hall.windows[window] = hall.windows[window]._replace(clerk=clerk)
    faces = [window_now(hall, window, at("09:30"), 1, 1).clerk for window in ("w1", "w2", "w3")]
    assert [face and face.photo for face in faces] == [name_of(FACE), None, None]


def test_a_photo_that_cannot_be_kept_is_told_and_the_others_are_shown(
    tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("102.jpg is not shown: No such file", times=1)
    expects_warning("103.jpg is not shown. The file is too large.", times=1)
    (tmp_path / "101.jpg").write_bytes(FACE)
    (tmp_path / "103.jpg").write_bytes(bytes(100))
    files = {name: tmp_path / name for name in ("101.jpg", "102.jpg", "103.jpg")}
    site = site_with({"101": "101.jpg", "102": "102.jpg", "103": "103.jpg"}, files)
    kept = kept_photos(site, Blobs(tmp_path, Limits(blob_bytes_max=50)))
    assert kept == {"101": name_of(FACE)}
