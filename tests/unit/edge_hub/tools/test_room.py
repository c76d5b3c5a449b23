"""Room for files: as much as is needed and allowed, or a cure."""

import resource
import subprocess
import sys

import pytest

from edge_hub.tools.room import SPARE, NoRoomForFiles, room_for

ASK = """
import resource, sys
from edge_hub.tools.room import room_for
resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
room_for(int(sys.argv[1]))
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def test_the_limit_rises_by_what_is_needed_and_no_further() -> None:
    done = subprocess.run([sys.executable, "-c", ASK, "300"], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 300 + SPARE


def test_what_the_machine_forbids_is_told_with_a_cure() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY:
        pytest.skip("this machine has no limit")
    with pytest.raises(NoRoomForFiles, match=f"Cure: ulimit -Hn {hard + 1 + SPARE}"):
        room_for(hard + 1)
