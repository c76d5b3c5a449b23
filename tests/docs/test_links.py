"""Every link and every path that a README names leads somewhere."""

import re
from pathlib import Path
from typing import Any

TOP = ("kiosk", "window_terminal", "edge_hub", "cloud_sync", "drivers", "configs", "packaging", "tests", ".ci")
PATH = re.compile(r"^[\w./*-]+$")
OUTSIDE = ("http://", "https://", "mailto:")


def slug(heading: str) -> str:
    """The anchor that a forge makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(pages: Any) -> None:
    faults = []
    for page in pages:
        for link in page.links:
            place, _, anchor = link.partition("#")
            if link.startswith(OUTSIDE):
                continue
            target = page.path.parent / place if place else page.path
            if not target.exists():
                faults.append(f"{page.name}: the link {link} leads nowhere")
            elif anchor:
                headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
                if anchor not in {slug(words) for words in headings}:
                    faults.append(f"{page.name}: {link} names no heading")
    assert not faults, "\n".join(faults)


def test_every_path_in_a_readme_exists(pages: Any, root: Path) -> None:
    faults = [
        f"{page.name}: there is no {span}"
        for page in pages
        for span in page.spans
        if PATH.match(span) and span.partition("/")[0] in TOP and "/" in span and not exists(root, page, span)
    ]
    assert not faults, "\n".join(faults)


def exists(root: Path, page: Any, span: str) -> bool:
    """As a path of the checkout or beside the README; `*` is a pattern."""
    return any(any(place.glob(span.rstrip("/"))) for place in (root, page.path.parent))


def test_a_heading_in_either_language_has_an_anchor() -> None:
    assert slug("The path of a ticket") == "the-path-of-a-ticket"
    assert slug("一张号票的路径") == "一张号票的路径"
