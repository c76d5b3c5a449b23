"""The talk with a bar of text, of whatever make: a text has to stay on it.

The rules it keeps, and why:
- The bar shows the latest text that was asked for. A bar forgets it with the power, so it is sent again on a new line,
  after any silence, and every `repeat_s`, because a short power drop on a serial line is seen by nobody.
- So a text that could not be shown stays wanted and appears when the bar is back, unless a newer one was asked for
  or the bar itself refused it. Sending a text twice changes nothing, so no answer is reason enough to send it again.
- One frame at a time: answers carry no number. After a silence nothing is sent for `reply_s`, lest a late answer be
  taken for another text's.
- A bar that answered on this line and then falls silent is hung up on: a TCP line to a bar that lost its power looks
  open for minutes.
"""

from dataclasses import dataclass
from typing import Final, Literal

from drivers.conversation import Fact, Fault, Step
from drivers.lettering import Lettered
from drivers.signs import (
    SIGN_REFUSED,
    SIGN_SILENT,
    Answer,
    ShowFailed,
    Shown,
    ShowText,
    SignCodec,
    SignOptions,
    SignStatus,
)

_THERE: Final = SignStatus("yes")
_AWAY: Final = SignStatus("no")


@dataclass(frozen=True, slots=True)
class _Wanted:
    lettered: Lettered
    frame: bytes


class SignConversation:
    """One bar. Its life: closed, then idle, sending, waiting for the answer, idle again, or quiet after a silence."""

    def __init__(self, codec: SignCodec, options: SignOptions) -> None:
        self._codec = codec
        self._options = options
        self._phase: Literal["closed", "idle", "sending", "waiting", "quiet"] = "closed"
        self._wanted: _Wanted | None = None
        self._before: _Wanted | None = None
        """What was wanted before the text in flight: wanted again if the bar refuses that."""
        self._job: ShowText | None = None
        self._flight = b""
        self._tries = 0
        self._until = 0.0
        self._poll_at: float | None = None
        self._repeat_at: float | None = None
        self._heard = False
        self._told: SignStatus | None = None

    @property
    def ready(self) -> bool:
        return self._phase == "idle"

    @property
    def due(self) -> float | None:
        if self._phase in ("waiting", "quiet"):
            return self._until
        times = [time for time in (self._poll_at, self._repeat_at) if time is not None]
        return min(times) if self._phase == "idle" and times else None

    def open(self, now: float) -> Step:
        self._codec.forget()
        self._heard = False
        self._poll_at = self._repeat_at = None
        told = Step() if self._told is not None else self._tell("unknown")
        return told.then(self._routine(now, repeat=True))

    def ask(self, job: ShowText, now: float) -> Step:
        assert self._phase == "idle", self._phase
        self._job = job
        self._want(job)
        assert self._wanted is not None
        return self._send(self._wanted.frame)

    def sent(self, now: float) -> Step:
        if self._phase != "sending":
            return Step()
        if not self._codec.answers:
            return self._done(now)
        self._phase = "waiting"
        self._until = now + self._options.reply_s
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for answer in self._codec.feed(data):
            if self._phase in ("sending", "waiting") or self._told != _THERE:
                step = step.then(self._answer(answer, now))  # else it is late, or not for us
        return step

    def tick(self, now: float) -> Step:
        due = self.due
        if due is None or now < due:
            return Step()
        if self._phase == "waiting":
            return self._again() if self._tries < self._options.tries else self._silent(now)
        if self._phase == "quiet":
            self._phase = "idle"
            return Step()
        return self._routine(now, repeat=False)

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        self._phase = "closed"
        failed = () if job is None else (ShowFailed(job.id, fault),)
        return failed if fault == SIGN_SILENT else (*failed, *self._tell("unknown").facts)

    def refuse(self, job: ShowText, fault: Fault) -> tuple[Fact, ...]:
        self._want(job)
        return (ShowFailed(job.id, fault),)

    def _want(self, job: ShowText) -> None:
        lettered = self._codec.letter(job.text or " ")
        self._before = self._wanted
        self._wanted = _Wanted(lettered, self._codec.frame(lettered.data))

    def _routine(self, now: float, *, repeat: bool) -> Step:
        """What is sent without being asked: the text when its time has come or the bar was away, else a question."""
        self._phase = "idle"
        away = self._told == _AWAY
        repeat = repeat or away or (self._repeat_at is not None and now >= self._repeat_at)
        if self._wanted is not None and repeat:
            return self._send(self._wanted.frame)
        if self._codec.answers and self._codec.ping:
            return self._send(self._codec.ping)
        self._tries = 1
        self._rest(now, repeated=False)
        return Step()

    def _send(self, frame: bytes) -> Step:
        self._phase = "sending"
        self._flight = frame
        self._tries = 1
        return Step(frame)

    def _again(self) -> Step:
        self._phase = "sending"
        self._tries += 1
        return Step(self._flight)

    def _answer(self, answer: Answer, now: float) -> Step:
        step = self._tell("yes") if self._codec.answers else Step()
        self._heard = True
        if self._phase not in ("sending", "waiting"):
            return step  # late, or not for us
        if answer.took is None and self._flight != self._codec.ping:
            return step  # it is there, but has not said that it took the text
        return step.then(self._refused(answer, now) if answer.took is False else self._done(now))

    def _done(self, now: float) -> Step:
        """What is in flight has arrived."""
        job, self._job = self._job, None
        was_text = self._flight != self._codec.ping
        self._rest(now, repeated=was_text)
        if not was_text and self._tries > 1 and self._wanted is not None:
            self._repeat_at = now  # it was away for a moment: perhaps it has lost its text
        if job is None or self._wanted is None:
            return Step()
        shown = self._wanted.lettered
        return Step(facts=(Shown(job.id, shown.text, shown.replaced),))

    def _refused(self, answer: Answer, now: float) -> Step:
        job, self._job = self._job, None
        self._rest(now, repeated=True)
        if job is None:
            return Step()
        self._wanted = self._before
        return Step(facts=(ShowFailed(job.id, _refusal(answer.code)),))

    def _silent(self, now: float) -> Step:
        job, self._job = self._job, None
        failed = () if job is None else (ShowFailed(job.id, SIGN_SILENT),)
        step = Step(facts=failed).then(self._tell("no"))
        self._rest(now, repeated=True)
        return step.then(Step(hang_up=SIGN_SILENT)) if self._heard else step

    def _rest(self, now: float, *, repeated: bool) -> None:
        """Nothing is in flight; after a silence wait for answers that are late. Plans what comes next."""
        options = self._options
        self._phase = "quiet" if self._tries > 1 or self._told == _AWAY else "idle"
        self._until = now + options.reply_s
        away = self._told == _AWAY and self._wanted is not None
        self._poll_at = now + options.poll_s if away or (self._codec.answers and self._codec.ping) else None
        if self._wanted is None or not options.repeat_s:
            self._repeat_at = None
        elif repeated or self._repeat_at is None:
            self._repeat_at = now + options.repeat_s

    def _tell(self, answers: Literal["yes", "no", "unknown"]) -> Step:
        status = SignStatus(answers)
        if status == self._told:
            return Step()
        self._told = status
        return Step(facts=(status,))


def _refusal(code: int | None) -> Fault:
    if code is None:
        return SIGN_REFUSED
    cause = Fault("code", f"代码 {code:02X}", "", f"code {code:02X}", "")
    return SIGN_REFUSED.because(cause)
