"""Snapshots of the hall of Pu'er as a hub would publish them on a working day, with lines that a seed decides."""

import random
from functools import cache
from pathlib import Path

from configs.site import Site, load_site
from edge_hub.contract.announcement import Announcement, Announcements
from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import Board, Call, Catalogue, Directory, HubStatus, ItemLine, Lines, Opening
from edge_hub.directory import catalogues as catalogues_of
from edge_hub.directory import directory as directory_of

NINE_FORTY_TWO = 1_764_034_920_000
"""2025-11-25, 09:42 in Pu'er."""
CLOSED = Words(zh="午休时间，13:00 开始取号。", en="Lunch break. Tickets again from 13:00.")
PAUSED = Words(
    zh="“{}”暂停取号（设备故障），请咨询导服台。",
    en="No tickets for “{}” now (equipment out of order). Please ask the guide desk.",
)


@cache
def puer() -> Site:
    """The shipped configuration."""
    return load_site(Path(__file__).parents[2] / "configs" / "puer")


@cache
def directory(seq: int = 1) -> Directory:
    return directory_of(puer(), 1, seq)


@cache
def catalogues(seq: int = 1) -> tuple[Catalogue, ...]:
    return tuple(catalogues_of(puer(), 1, seq))


def status(seq: int = 1, *, open_now: bool = True, practice: bool = False) -> HubStatus:
    """The heartbeat."""
    words = Words(zh="正在办公", en="open") if open_now else CLOSED
    clock = ClockRule(start_ms=NINE_FORTY_TWO, real_start_ms=1, speed=1.0) if practice else ClockRule()
    return HubStatus(
        epoch=1,
        seq=seq,
        up=True,
        hall="puer",
        hub="hub-a",
        clock=clock,
        now_ms=NINE_FORTY_TWO,
        day="2025-11-25",
        opening=Opening(tickets=open_now, open=open_now, words=words),
    )


def lines(seq: int = 1, seed: int = 7, *, open_now: bool = True, paused: tuple[str, ...] = ()) -> Lines:
    """Who waits for what; the items of `paused` give no tickets."""
    dice = random.Random(seed)
    site = puer()
    items: dict[str, ItemLine] = {}
    departments = dict.fromkeys((one.id for one in site.departments), 0)
    for item in site.items:
        labels = [site.window(window).label for window in site.item_windows[item.id]]
        open_labels = tuple(label for label in labels if dice.random() < 0.85) or (labels[0],)
        waiting = max(0, round(dice.expovariate(0.6)) - 1) if item.wanted is None else dice.randrange(0, 14)
        low = round(waiting * item.service_min / len(open_labels))
        why = CLOSED if not open_now else None
        if item.id in paused:
            why = Words(zh=PAUSED.zh.format(item.name.zh), en=PAUSED.en.format(item.name.en))
        departments[item.department] += waiting
        items[item.id] = ItemLine(
            waiting=waiting,
            windows=open_labels,
            wait_min=(low, low + 5) if waiting else (0, 3),
            tickets=why is None,
            why=why,
        )
    total = sum(departments.values())
    return Lines(epoch=1, seq=seq, waiting=total, items=items, departments=departments)


POWER_OFF = Words(
    zh="因停电检修，今天下午16:00起二楼C区各窗口暂停服务，已取号的请到一楼综合窗口办理。",
    en="Because of work on the power supply, the windows of zone C on the second floor close at 16:00 today. Holders of"
    " tickets are served at the general windows on the first floor.",
)
LIFT = Words(zh="电梯检修，请走楼梯。", en="The lift is being repaired. Please take the stairs.")


def announcements(*words: Words, seq: int = 1, lasts_ms: int = 3_600_000) -> Announcements:
    """What the guide desk announces, each for an hour unless told otherwise."""
    shown = tuple(
        Announcement(announcement=f"n{n}", words=one, since_ms=NINE_FORTY_TWO, until_ms=NINE_FORTY_TWO + lasts_ms)
        for n, one in enumerate(words)
    )
    return Announcements(epoch=1, seq=seq, shown=shown)


def call(nth: int, *, number: str, label: str, state: str = "SERVING", calls: int = 1) -> Call:
    """A call to the window with that label, `nth` minutes ago."""
    window = next(one for one in puer().windows if one.label == label)
    at_ms = NINE_FORTY_TWO - nth * 60_000
    return Call(
        number=number, window=window.id, label=label, zone=window.zone, called_ms=at_ms, calls=calls,
        state="CALLED" if state == "CALLED" else "SERVING",
    )  # fmt: skip


def board(seq: int = 1, called: int = 3, serving: int = 22, recent: int = 10) -> Board:
    """A busy hall: some just called, most windows serving, and the calls before."""
    windows = [one for one in puer().windows if one.kind == "intake"]
    letters = {one.id: one.queue for one in puer().departments}

    def number(n: int) -> str:
        return f"{letters[windows[n % len(windows)].department]}{n * 7 % 90 + 12:03d}"

    now = [
        call(
            n, number=number(n), label=windows[n].label, state="CALLED" if n < called else "SERVING", calls=1 + (n == 1)
        )
        for n in range(called + serving)
    ]
    before = [call(40 + n, number=number(50 + n), label=windows[n % 30].label) for n in range(recent)]
    return Board(epoch=1, seq=seq, now=tuple(now), recent=tuple(before), passed=("A007", "D015"))
