"""The harmless question of each of our drivers; a driver of others brings its own (`DriverSpec.question`).

The order is that in which a serial line is asked: receipt printers first, since who has answered is asked nothing else;
then Modbus, whose stations wait for the end of a frame that what was asked before may seem to begin.
Keypads, pagers, scanners, bars by a template, lamps and screens have none: whatever they are sent, they may do.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from drivers import id_card, ipp, led_onbon, lock_8a, lock_cu12, lock_ku16, modbus
from drivers.a4_printer import A4Options
from drivers.escpos import QUESTIONS as STATUS
from drivers.escpos import is_answer, read_answers
from drivers.locks import Heard
from drivers.probing import Question, Told
from drivers.registry import DriverSpec

_BOARDS_8A: Final = re.compile(rb"\x80\x01(.{2,3})\x33.", re.DOTALL)
_UNIT: Final = 1
_READ: Final = modbus.read_holding(0, 2)


def _printer(heard: bytes) -> Told | None:
    """Both bytes and nothing else: two are little to know a printer by."""
    if len(heard) != 2 or not all(map(is_answer, heard)):
        return None
    paper = read_answers({1: heard[0], 4: heard[1]}).paper
    zh = {"ok": "有纸", "low": "纸将尽", "out": "缺纸"}.get(paper, "纸况未知")
    return Told(f"热敏票据打印机，{zh}", f"receipt printer, paper {paper}")


def _reader(heard: bytes) -> Told | None:
    for body in id_card.FrameDecoder().feed(heard):
        if id_card.fits("sam", body) and body[2] == id_card.GOOD:
            number = id_card.sam_id_of(body[3:], "words")
            return Told(f"身份证阅读器，安全模块 {number}", f"ID card reader, security module {number}", number)
    return None


def _lock_8a(heard: bytes) -> Told | None:
    for found in _BOARDS_8A.finditer(heard):
        if lock_8a.with_bcc(found[0][:-1]) == found[0]:
            locks = 8 * len(found[1])
            return _board("8A", 12 if locks == 16 else locks, {} if locks == 24 else {"channels": 12, "cells": 12})
    return None


def _lock_ku16(heard: bytes) -> Told | None:
    told = lock_ku16.LockKu16Codec(lock_ku16.LockKu16Options()).feed(heard)
    return _board("KERONG KU16/CU16", 16, {}) if _state(told) else None


def _lock_cu12(heard: bytes) -> Told | None:
    told = lock_cu12.LockCu12Codec(lock_cu12.LockCu12Options()).feed(heard)
    return _board("KERONG CU12", 12, {}) if _state(told) else None


def _state(told: list[Heard]) -> bool:
    return any(one.kind == "state" for one in told)


def _board(make: str, locks: int, options: dict[str, Any]) -> Told:
    return Told(f"{make} 锁板，{locks} 路", f"lock board {make}, {locks} locks", options=options)


def _bar(heard: bytes) -> Told | None:
    told = led_onbon.OnbonCodec(led_onbon.OnbonOptions()).feed(heard)
    return Told("仰邦 BX 条屏", "LED bar with an Onbon BX board") if told else None


def _rack(framing: modbus.Framing) -> tuple[bytes, Any]:
    """The question, and how its answer is known. A refusal is an answer: it has a register map of its own."""
    send = modbus.Modbus(framing).ask(_UNIT, _READ)
    options = {} if framing == "rtu" else {"framing": framing}

    def judge(heard: bytes) -> Told | None:
        line = modbus.Modbus(framing)
        line.ask(_UNIT, _READ)
        if line.feed(heard) is None:
            return None
        return Told("Modbus 设备：请核对寄存器表", "a Modbus device: check its register map", options=options)

    return send, judge


def _a4(heard: bytes) -> Told | None:
    for answer in ipp.HttpDecoder().feed(heard):
        told = ipp.read_ipp(answer.body) if answer is not None and answer.status == 200 else None
        if told is not None and told.done:
            model = next(iter(told.words(ipp.PRINTER, "printer-make-and-model")), "IPP")
            return Told(f"A4 打印机 {model}", f"A4 printer {model}")
    return None


def _ask_a4() -> bytes:
    options = A4Options()
    wanted = (ipp.KEYWORD, "requested-attributes", ("printer-make-and-model", "printer-state"))
    body = ipp.request(ipp.GET_PRINTER, 1, f"ipp://{options.host}{options.path}", (wanted,))
    return ipp.post(options.path, options.host, body)


_RTU, _TCP = _rack("rtu"), _rack("tcp")
_LOCKS: Final = (19200, 9600)
QUESTIONS: Final[Mapping[str, Question]] = {
    "escpos": Question("printer", STATUS[1] + STATUS[4], _printer, (115200, 9600, 19200, 38400), (9100,)),
    "charger": Question("charger", _RTU[0], _RTU[1], (9600,)),
    "id_card": Question("id_card", id_card.command("sam"), _reader, (115200, 9600)),
    "led_onbon": Question(
        "led", led_onbon.OnbonCodec(led_onbon.OnbonOptions()).ping, _bar, (57600, 9600), (5005,)
    ),
    "lock_8a": Question("lock", lock_8a.Lock8ACodec(lock_8a.Lock8AOptions()).look(1, None), _lock_8a, (9600,)),
    "lock_ku16": Question("lock", lock_ku16.command(0, 0, 0x30), _lock_ku16, _LOCKS),
    "lock_cu12": Question("lock", lock_cu12.command(0, 0, 0x80), _lock_cu12, (9600, 19200)),
    "charger-tcp": Question("charger", _TCP[0], _TCP[1], (), (502,)),
    "a4_printer": Question("a4_printer", _ask_a4(), _a4, (), (631,), wait_s=2.0),
}
"""By driver; what follows a hyphen tells apart two questions of one driver."""


def questions(drivers: Mapping[str, DriverSpec[Any]]) -> dict[str, Question]:
    """All that may be asked on this machine, by driver: ours first, then those of others."""
    ours = {name: one for name, one in QUESTIONS.items() if driver_of(name) in drivers}
    return {**ours, **{name: spec.question for name, spec in drivers.items() if spec.question is not None}}


def driver_of(name: str) -> str:
    return name.partition("-")[0]
