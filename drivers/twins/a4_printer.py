"""An A4 printer that speaks IPP (RFC 8010, 8011) on TCP port 631: takes PDF, prints page by page, runs out of paper.

Operations: Print-Job 0002, Validate-Job 0004, Cancel-Job 0008, Get-Job-Attributes 0009, Get-Jobs 000A,
Get-Printer-Attributes 000B; any other is answered by server-error-operation-not-supported. The first two operation
attributes must be attributes-charset and attributes-natural-language (RFC 8011, 4.1.4). Paper, toner, jams and covers
show in printer-state, printer-state-reasons and marker-levels; a job that stands still is processing-stopped.

Inferred: how long a page takes, that a page needs one thousandth of the toner, and the number of pages of a PDF, which
is counted by its /Type /Page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from drivers.twins import ipp_words as ipp
from drivers.twins.ipp_words import Attribute, HttpReader, IppRequest
from drivers.twins.twin import Deed, Output, Reply, Twin, number

PENDING, PROCESSING, STOPPED, CANCELLED, ABORTED, COMPLETED = 3, 5, 6, 7, 8, 9
JOBS_KEPT_MAX: Final = 20
PAGES_OF_TONER: Final = 1000
WORDS: Final = {
    "paper-out": "the tray is empty",
    "paper": "paper N: N sheets are put in",
    "jam": "paper jams",
    "cover-open": "somebody opens the printer",
    "toner": "toner N: so many percent are left",
    "pause": "somebody presses pause",
    "resume": "pause is over",
    "refuse": "accept no more jobs",
    "accept": "accept jobs again",
    "mended": "the jam is out, the cover is closed, pause is over",
    "save": "save FILE: write down the document that came last",
}


@dataclass(frozen=True, slots=True)
class Options:
    path: str = "/ipp/print"
    sheets: int = 250
    page_s: float = 0.5
    pdf: bool = True

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or not 0 <= self.sheets <= 5000 or not 0.001 <= self.page_s <= 60:
            raise ValueError("path begins with /; sheets 0 to 5000; page_s 0.001 to 60")


@dataclass(slots=True)
class _Job:
    number: int
    name: str
    pages: int
    state: int = PENDING
    printed: int = 0
    next_s: float | None = None
    reasons: list[str] = field(default_factory=list)


class A4Printer(Twin):
    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.sheets, self.toner = self.options.sheets, PAGES_OF_TONER
        self.troubles: set[str] = set()
        self.accepts = True
        self.jobs: dict[int, _Job] = {}
        self._reader = HttpReader()
        self._document = b""
        self._last = 0

    # What is asked

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        if self._reader.broken is not None or data.startswith(b"POST /"):
            self._reader = HttpReader()  # a new connection is not told of
        for one in self._reader.feed(data):
            if isinstance(one, int):
                outputs.append(Reply(ipp.http_answer(one, close=one != 100)))
            elif one.method != "POST":
                outputs.append(Reply(ipp.http_answer(405)))
            elif one.path != self.options.path:
                outputs.append(Reply(ipp.http_answer(404)))
            else:
                answer, deeds = self._asked(one.body, now_s)
                outputs += [Reply(ipp.http_answer(200, answer)), *deeds]
        return outputs

    def _asked(self, body: bytes, now_s: float) -> tuple[bytes, list[Output]]:
        request = ipp.read_request(body)
        if request is None:
            return ipp.ipp_answer(ipp.BAD_REQUEST, int.from_bytes(body[4:8], "big")), [Deed("not understood")]
        if request.version[0] not in (1, 2):
            return ipp.ipp_answer(ipp.VERSION_NOT_SUPPORTED, request.number), []
        names = list(request.groups[0][1]) if request.groups and request.groups[0][0] == ipp.OPERATION else []
        if names[:2] != ["attributes-charset", "attributes-natural-language"] or "printer-uri" not in names:
            return ipp.ipp_answer(ipp.BAD_REQUEST, request.number), [Deed("not understood")]
        answers = {
            0x0002: self._print_job, 0x0004: self._validate_job, 0x0008: self._cancel_job, 0x0009: self._get_job,
            0x000A: self._get_jobs, 0x000B: self._get_printer,
        }  # fmt: skip
        if request.operation not in answers:
            return ipp.ipp_answer(ipp.OPERATION_NOT_SUPPORTED, request.number), []
        return answers[request.operation](request, now_s)

    def _print_job(self, request: IppRequest, now_s: float) -> tuple[bytes, list[Output]]:
        if (refusal := self._refusal(request)) is not None:
            return ipp.ipp_answer(refusal, request.number), [Deed("refused", {"status": f"{refusal:04X}"})]
        self._last += 1
        copies = request.integer(ipp.JOB, "copies") or 1
        job = _Job(self._last, request.text(ipp.OPERATION, "job-name"), _pages(request.document) * copies)
        self.jobs[job.number] = job
        while len(self.jobs) > JOBS_KEPT_MAX:
            del self.jobs[next(iter(self.jobs))]
        self._document = request.document
        took = Deed("took", {
            "job": job.number, "name": job.name, "pages": job.pages, "bytes": len(request.document),
            "sha256": hashlib.sha256(request.document).hexdigest(),
            "sides": request.text(ipp.JOB, "sides"), "media": request.text(ipp.JOB, "media"),
        })  # fmt: skip
        deeds = [took, *self.tick(now_s)]
        return ipp.ipp_answer(ipp.OK, request.number, [(ipp.JOB, self._of(job))]), deeds

    def _validate_job(self, request: IppRequest, now_s: float) -> tuple[bytes, list[Output]]:
        return ipp.ipp_answer(self._refusal(request, document=False) or ipp.OK, request.number), []

    def _refusal(self, request: IppRequest, *, document: bool = True) -> int | None:
        if not self.accepts:
            return ipp.NOT_ACCEPTING
        kind = request.text(ipp.OPERATION, "document-format") or "application/octet-stream"
        if kind not in ("application/octet-stream", *(("application/pdf",) if self.options.pdf else ())):
            return ipp.FORMAT_NOT_SUPPORTED
        return ipp.BAD_DOCUMENT if document and not request.document.startswith(b"%PDF-") else None

    def _cancel_job(self, request: IppRequest, now_s: float) -> tuple[bytes, list[Output]]:
        job = self.jobs.get(request.integer(ipp.OPERATION, "job-id") or 0)
        if job is None:
            return ipp.ipp_answer(ipp.NOT_FOUND, request.number), []
        if job.state >= CANCELLED:
            return ipp.ipp_answer(ipp.NOT_POSSIBLE, request.number), []
        job.state, job.next_s, job.reasons = CANCELLED, None, ["job-canceled-by-user"]
        deeds = [Deed("cancelled", {"job": job.number, "pages": job.printed}), *self.tick(now_s)]
        return ipp.ipp_answer(ipp.OK, request.number), deeds

    def _get_job(self, request: IppRequest, now_s: float) -> tuple[bytes, list[Output]]:
        job = self.jobs.get(request.integer(ipp.OPERATION, "job-id") or 0)
        if job is None:
            return ipp.ipp_answer(ipp.NOT_FOUND, request.number), []
        return ipp.ipp_answer(ipp.OK, request.number, [(ipp.JOB, _wanted(request, self._of(job)))]), []

    def _get_jobs(self, request: IppRequest, now_s: float) -> tuple[bytes, list[Output]]:
        groups = [(ipp.JOB, _wanted(request, self._of(job))) for job in self.jobs.values() if job.state < CANCELLED]
        return ipp.ipp_answer(ipp.OK, request.number, groups), []

    def _get_printer(self, request: IppRequest, now_s: float) -> tuple[bytes, list[Output]]:
        formats = ["application/octet-stream", *(["application/pdf"] if self.options.pdf else [])]
        told: dict[str, Attribute] = {
            "printer-name": (0x42, [b"twin"]),
            "printer-make-and-model": (0x41, [b"Twin A4"]),
            "printer-state": ipp.enum(self._state()),
            "printer-state-reasons": ipp.keywords(*(self._reasons() or ["none"])),
            "printer-is-accepting-jobs": ipp.boolean(self.accepts),
            "queued-job-count": ipp.integer(sum(job.state < CANCELLED for job in self.jobs.values())),
            "document-format-supported": (0x49, [one.encode() for one in formats]),
            "marker-names": (0x42, [b"Black"]),
            "marker-levels": ipp.integer(self._toner_percent()),
        }
        return ipp.ipp_answer(ipp.OK, request.number, [(ipp.PRINTER, _wanted(request, told))]), []

    # What it does

    def tick(self, now_s: float) -> list[Output]:
        outputs: list[Output] = []
        while (job := self._current()) is not None:
            if self._stands_still():
                job.state, job.next_s, job.reasons = STOPPED, None, ["printer-stopped"]
                break
            if job.next_s is None:
                job.state, job.next_s, job.reasons = PROCESSING, now_s + self.options.page_s, ["job-printing"]
            if now_s < job.next_s:
                break
            outputs += self._page(job)
        return outputs

    def wake_s(self) -> float | None:
        job = self._current()
        return job.next_s if job is not None else None

    def _page(self, job: _Job) -> list[Output]:
        self.sheets -= 1
        self.toner = max(0, self.toner - 1)
        job.printed += 1
        assert job.next_s is not None
        job.next_s += self.options.page_s
        outputs: list[Output] = [Deed("page", {"job": job.number, "page": job.printed})]
        if job.printed == job.pages:
            job.state, job.next_s, job.reasons = COMPLETED, None, ["job-completed-successfully"]
            outputs.append(Deed("printed", {"job": job.number, "name": job.name, "pages": job.pages}))
        elif self.sheets == 0:
            outputs.append(Deed("out of paper"))
        return outputs

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        if word == "paper":
            self.sheets = number(rest, 1, 5000)
        elif word == "toner":
            self.toner = number(rest, 0, 100) * PAGES_OF_TONER // 100
        elif word == "save":
            if not rest or not self._document:
                raise ValueError("save takes a file, and a document must have come")
            Path(rest).write_bytes(self._document)
        else:
            self._obey(word, rest)
        return self.tick(now_s)

    def _obey(self, word: str, rest: str) -> None:
        if rest:
            raise ValueError(f"{word} takes nothing behind it")
        if word == "paper-out":
            self.sheets = 0
        elif word in ("refuse", "accept"):
            self.accepts = word == "accept"
        elif word == "mended":
            self.troubles.clear()
        elif word == "resume":
            self.troubles.discard("pause")
        else:
            self.troubles.add(word)

    def cure(self, now_s: float) -> list[Output]:
        self.troubles.clear()
        self.accepts = True
        self.sheets, self.toner = max(self.sheets, self.options.sheets), PAGES_OF_TONER
        return self.tick(now_s)

    def power_cycle(self, now_s: float) -> list[Output]:
        """What was not printed is lost."""
        self._reader = HttpReader()
        lost = [job for job in self.jobs.values() if job.state < CANCELLED]
        for job in lost:
            job.state, job.next_s, job.reasons = ABORTED, None, ["aborted-by-system"]
        return [Deed("lost", {"job": job.number}) for job in lost]

    def _current(self) -> _Job | None:
        return next((job for job in self.jobs.values() if job.state < CANCELLED), None)

    def _stands_still(self) -> bool:
        return self.sheets == 0 or self.toner == 0 or bool(self.troubles)

    def _state(self) -> int:
        stuck = self.troubles or (self._stands_still() and self._current() is not None)
        return 5 if stuck else 4 if self._current() is not None else 3

    def _reasons(self) -> list[str]:
        said = {"jam": "media-jam-error", "cover-open": "cover-open-error", "pause": "paused"}
        reasons = [said[trouble] for trouble in sorted(self.troubles)]
        if self.sheets == 0:
            reasons.append("media-empty-error")
        elif self.sheets <= 10:
            reasons.append("media-low-warning")
        if self.toner == 0:
            reasons.append("toner-empty-error")
        elif self._toner_percent() < 10:
            reasons.append("toner-low-warning")
        return reasons

    def _toner_percent(self) -> int:
        return self.toner * 100 // PAGES_OF_TONER

    def _of(self, job: _Job) -> dict[str, Attribute]:
        return {
            "job-uri": (0x45, [f"ipp://localhost{self.options.path}/{job.number}".encode()]),
            "job-id": ipp.integer(job.number),
            "job-name": (0x42, [job.name.encode()]),
            "job-state": ipp.enum(job.state),
            "job-state-reasons": ipp.keywords(*(job.reasons or ["none"])),
            "job-impressions-completed": ipp.integer(job.printed),
        }


def _wanted(request: IppRequest, told: Mapping[str, Attribute]) -> dict[str, Attribute]:
    names = {value.decode("latin-1") for value in request.values(ipp.OPERATION, "requested-attributes")}
    every = not names or names & {"all", "job-description", "printer-description"}
    return {name: value for name, value in told.items() if every or name in names}


def _pages(document: bytes) -> int:
    return max(1, len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", document)))
