"""What the judge takes for rest: nothing of a runner's can happen any more by itself."""

import subprocess
import sys

import pytest

from asynccourse.judge.activity import is_at_rest
from asynccourse.wall.forking import WATCHDOG

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells")

WAKES_ALL_THE_TIME = """
import sys, threading, time
from asynccourse.runner.prctl import called

def wake():
    print(flush=True)
    while True:
        time.sleep(0.00005)

with called(sys.argv[1]):
    for _ in range(int(sys.argv[2])):
        threading.Thread(target=wake, daemon=True).start()
sys.stdin.read()
"""


def rests(name: str, count: int, most: int) -> list[bool | None]:
    """Return whether a process rests in which so many threads of that name sleep and wake all the
    time, asked until it does or `most` times."""
    found: list[bool | None] = []
    with subprocess.Popen(
        [sys.executable, "-c", WAKES_ALL_THE_TIME, name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while len(found) < most and True not in found:
            found.append(is_at_rest(process.pid))
        process.kill()
    return found


def test_the_watchdog_wakes_and_the_runner_is_at_rest() -> None:
    """On a busy machine the watchdog wakes between any two looks, and a right answer with a loop in
    a thread of its own waited for the clock until its time was up: 05 was inconclusive."""
    assert rests(WATCHDOG, 1, most=10_000)[-1] is True


def test_threads_that_wake_again_and_again_are_no_rest() -> None:
    """Whoever else wakes may hand on work to another that was looked at before. It takes longer to
    look at so many than any of them sleeps, on whatever machine."""
    assert rests("worker", 20, most=50) == [False] * 50
