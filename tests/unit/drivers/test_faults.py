"""The words of what can go wrong."""

import errno
import re

import pytest

from drivers import faults, health, port, printer_faults
from drivers.conversation import Fault
from drivers.faults import fault_of

ALL = {
    name: fault
    for module in (faults, health, port, printer_faults)
    for name, fault in vars(module).items()
    if isinstance(fault, Fault)
}


@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
def test_every_fault_has_a_reason_and_a_cure_in_both_languages(fault):
    assert re.search("[\u4e00-\u9fff]", fault.why) and re.search("[\u4e00-\u9fff]", fault.hint)
    assert fault.why_en.isascii() and fault.hint_en.isascii() and fault.why_en and fault.hint_en
    assert fault.hint.endswith("。") and fault.hint_en.endswith(".")


def test_no_two_faults_share_a_code():
    codes = [fault.code for fault in ALL.values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ECONNREFUSED, "refused"),
        (errno.EHOSTUNREACH, "unreachable"),
        (errno.ENOENT, "missing"),
        (errno.EACCES, "no_right"),
        (errno.EBUSY, "in_use"),
        (errno.EIO, "gone"),
    ],
)
def test_an_error_of_the_system_becomes_a_fault_in_words(number, code):
    assert fault_of(OSError(number, "")).code == code


def test_an_error_that_nobody_foresaw_keeps_its_name():
    fault = fault_of(OSError(errno.ENOSPC, ""))
    assert fault.code == "broken"
    assert "No space left" in fault.why and "No space left" in fault.why_en


def test_an_error_without_a_number_keeps_its_words():
    assert "settings" in fault_of(OSError("could not apply the settings")).why_en


def test_a_cause_is_named_in_both_languages():
    fault = printer_faults.CUT_OFF.because(faults.GONE)
    assert fault.code == "cut_off"
    assert faults.GONE.why in fault.why and faults.GONE.why_en in fault.why_en
