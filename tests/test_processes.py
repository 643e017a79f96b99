"""The wall holds against processes: what a submission starts, ends or attacks is its own matter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import REPOSITORY, run

Check = Callable[..., Any]

HEAD = "import asyncio, os, signal, sys, time\nasync def fetch_all(fetch, keys):\n    "
GATHER = "return await asyncio.gather(*map(fetch, keys))\n"

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def processes_with(mark: str) -> list[int]:
    """Return the processes that have `mark` in their command line or environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if mark.encode() in told:
                found.append(int(entry.name))
    return found


@linux_only
def test_a_daemon_that_left_its_session_does_not_outlive_the_check(check_03: Check) -> None:
    """A child that forks twice and calls setsid is gone when the verdict is there."""
    mark = f"daemon-{os.getpid()}-{time.time_ns()}"
    daemon = (
        f"if not os.fork():\n        os.setsid()\n        if not os.fork():\n"
        f"            os.execv('/bin/sh', ['sh', '-c', 'sleep 1000; : {mark}'])\n"
        "        os._exit(0)\n    "
    )
    check_03(HEAD + daemon + GATHER)
    assert processes_with(mark) == []


@linux_only
def test_a_child_that_holds_the_output_open_does_not_hold_up_the_verdict(check_03: Check) -> None:
    """A surviving child with the pipes still open is killed; the verdict doesn't wait for it."""
    began = time.monotonic()
    result = check_03(HEAD + "if not os.fork():\n        time.sleep(1000)\n    " + "os._exit(3)\n")
    assert result["code"] == "crashed"
    assert time.monotonic() - began < 100


@pytest.mark.parametrize(
    ("attack", "codes"),
    [
        ("write(fd, b'\\0\\0\\0\\5hello')", {"forbidden"}),
        ("write(fd, b'\\xff\\xff\\xff\\xff')", {"forbidden"}),
        ("write(fd, b'\\0\\0\\0\\x10half a ')", {"forbidden", "hang", "crashed"}),
        ("close(fd)", {"crashed", "hang"}),
        ("write(fd, b'\\0\\0\\0\\x12\\x96\\xa6result\\x01\\xa8returned\\x90\\xc0')", {"forbidden"}),
    ],
    ids=["malformed", "oversized", "half a frame", "closed", "forged result"],
)
def test_speaking_the_protocol_oneself_never_passes(
    attack: str, codes: set[str], check_03: Check
) -> None:
    """Whatever a submission writes on the wall by itself is refused, and the judge lives on."""
    body = (
        "for fd in range(3, 40):\n        try: os." + attack + "\n        except OSError: pass\n"
        "    await asyncio.sleep(0)\n    " + GATHER
    )
    result = check_03(HEAD + body)
    assert result["status"] == "failed"
    assert result["code"] in codes
    assert {test["status"] for test in result["tests"]} == {"failed"}


def test_killing_the_process_that_forks_runners_gains_nothing(check_03: Check) -> None:
    """A submission that kills its parent is refused, and the tests behind it are judged as ever."""
    for _ in range(5):  # how far the killed one is when the next runner is wanted is up to chance
        result = check_03(HEAD + "os.kill(os.getppid(), signal.SIGKILL)\n    return []\n")
        assert result["status"] == "failed"
        assert result["points"] <= 1
        assert "inconclusive" not in {test["status"] for test in result["tests"]}


def test_a_stopped_process_is_ended(check_03: Check) -> None:
    """SIGSTOP to itself costs the submission its time, and no more."""
    result = check_03(HEAD + "os.kill(os.getpid(), signal.SIGSTOP)\n")
    assert result["code"] == "hang"


def test_memory_without_end_is_ended(check_03: Check) -> None:
    """A memory bomb costs one runner, never the judge."""
    result = check_03(HEAD + "x = []\n    while True: x.append(bytearray(10**8))\n")
    assert result["code"] in {"limit_exceeded", "blocked_loop"}


def test_patched_tools_of_the_runner_forge_no_pass(check_03: Check) -> None:
    """Patching the clock, the loop, the selector and msgspec in its own process passes nothing."""
    result = check_03(
        "import asyncio, msgspec, selectors, time\n"
        "time.sleep = lambda s: None\ntime.monotonic = lambda: 0.0\n"
        "asyncio.sleep = lambda *a: None\n"
        "class Equal:\n    __eq__ = lambda *a: True\n    __hash__ = lambda s: 0\n"
        "async def fetch_all(fetch, keys):\n    return [Equal() for _ in keys]\n"
    )
    assert result["status"] == "failed"
    assert result["code"] == "wrong_result"


@linux_only
def test_no_process_and_no_folder_remains_after_a_check(tmp_path: Path) -> None:
    """When the command has ended, its zygote, its runners and its folders are gone."""
    env = {"TMPDIR": str(tmp_path)}
    run("check", "03", "--file", REPOSITORY / "exercises/03_gather/gather.py", env=env)
    assert processes_with(str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


@linux_only
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_judge_that_is_ended_takes_its_runners_along(
    ending: signal.Signals, tmp_path: Path
) -> None:
    """Kill, Ctrl-C or terminate the judge in the middle: no runner lives on."""
    answer = tmp_path / "answer.py"
    answer.write_text(
        HEAD + "print('here', flush=True)\n    await asyncio.sleep(0)\n    "
        f"open({str(tmp_path / 'began')!r}, 'w').close()\n    while True: pass\n"
    )
    command = [sys.executable, "-m", "asynccourse", "check", "03", "--file", str(answer)]
    judge = subprocess.Popen(
        command,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for((tmp_path / "began").exists)
    judge.send_signal(ending)
    judge.wait(100)
    wait_for(lambda: not processes_with(str(tmp_path)))
    if ending == signal.SIGINT:
        assert judge.returncode == 130


@linux_only
@pytest.mark.parametrize(
    ("ending", "before"),
    [(signal.SIGINT, 0), (signal.SIGINT, 3), (signal.SIGINT, 5), (signal.SIGTERM, 3)],
)
def test_a_check_that_is_stopped_says_one_line_and_leaves_nothing(
    ending: signal.Signals, before: int, tmp_path: Path
) -> None:
    """Stopped in any test, whatever was refused before it: "stopped", no traceback, no folder."""
    runs, answer = tmp_path / "runs", tmp_path / "answer.py"
    folder = tmp_path / "tmp"
    folder.mkdir()
    answer.write_text(
        f"import threading\nruns = open({str(runs)!r}, 'a+')\nruns.write('x')\nruns.flush()\n"
        f"runs.seek(0)\nlast = len(runs.read()) > {before}\n"
        "async def fetch_all(fetch, keys):\n    if last: threading.Event().wait()\n"
        "    return [await fetch(key) for key in keys]\n"
    )
    command = [sys.executable, "-m", "asynccourse", "check", "03", "--file", str(answer)]
    judge = subprocess.Popen(
        command,
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: runs.exists() and len(runs.read_text()) > before)
    judge.send_signal(ending)
    assert judge.communicate(timeout=100)[1].split("\n") == ["", "asynccourse: stopped", ""]
    assert judge.returncode == 130
    assert list(folder.iterdir()) == []


INTERRUPTED = """
import os, signal, sys

def is_about_to_step(frame, name):
    handle = frame.f_locals.get("self")
    task = getattr(getattr(handle, "_callback", None), "__self__", None)
    return isinstance(task, asyncio.Task) and task.get_coro().__name__ == name

def stop_at_a_step_of(name):
    def profile(frame, event, _):
        if event == "call" and frame.f_code is asyncio.Handle._run.__code__:
            if is_about_to_step(frame, name):
                sys.setprofile(None)
                os.kill(os.getpid(), signal.SIGINT)
    sys.setprofile(profile)

async def test_work(submission):
    stop_at_a_step_of({name!r})
    await submission.work()
"""


@linux_only
@pytest.mark.parametrize("name", ["_listen", "test_work", "collect"])
def test_ctrl_c_at_any_moment_ends_the_run(name: str, lab: Check) -> None:
    """Also where the judge's loop is just about to go on with a task: that step isn't lost, which
    all that waits for the task would wait for without end."""
    submission = "import asyncio\nprint('here', flush=True)\nasync def work(): print('there')\n"
    assert lab(INTERRUPTED.format(name=name), submission) is None


@linux_only
def test_a_proof_that_is_killed_takes_everything_along(tmp_path: Path) -> None:
    """`kill -9` of `dev check` leaves no worker, no zygote, nothing that keeps busy."""
    command = [sys.executable, "-m", "asynccourse", "dev", "check", "01", "02", "--load", "1"]
    proof = subprocess.Popen(
        [*command, "--repeat", "9", "--jobs", "4"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: bool(list(tmp_path.glob("asynccourse-*"))))  # a runner's place is there
    proof.kill()
    assert "Traceback" not in proof.communicate(timeout=200)[1]
    wait_for(lambda: not processes_with(str(tmp_path)))


@linux_only
def test_a_proof_ends_that_is_stopped_whatever_its_workers_do(tmp_path: Path) -> None:
    """Two workers waited for what a third had taken with it when it ended, and `dev check` for
    them: it said nothing and stayed. Here one of them can't hear that it is to end."""
    command = [sys.executable, "-m", "asynccourse", "dev", "check", "01", "--repeat", "9"]
    proof = subprocess.Popen(
        [*command, "--jobs", "2"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: bool(list(tmp_path.glob("asynccourse-*"))))
    deaf, *_ = {*processes_with(str(tmp_path))} & {*processes_with("spawn_main")}
    os.kill(deaf, signal.SIGSTOP)
    proof.terminate()
    assert proof.communicate(timeout=100)[1].split("\n") == ["", "asynccourse: stopped", ""]
    assert proof.returncode == 130
    wait_for(lambda: not processes_with(str(tmp_path)))


@linux_only
def test_a_proof_that_is_killed_at_its_start_leaves_no_worker(tmp_path: Path) -> None:
    """A worker that begins when its owner is dead ends, and judges nothing: now and then one waited
    for its next round, for ever."""
    command = [sys.executable, "-m", "asynccourse", "dev", "check", "01", "--repeat", "9"]
    place = os.environ | {"TMPDIR": str(tmp_path)}
    proof = subprocess.Popen([*command, "--jobs", "2"], env=place, stdout=subprocess.DEVNULL)
    beginning: set[int] = set()
    while len(beginning) < 2:
        beginning = {*processes_with(str(tmp_path))} & {*processes_with("spawn_main")}
    for worker in beginning:
        os.kill(worker, signal.SIGSTOP)
    judging = {*tmp_path.glob("asynccourse-*")}
    proof.kill()
    proof.wait()
    for worker in beginning:
        os.kill(worker, signal.SIGCONT)
    while processes_with(str(tmp_path)):
        assert {*tmp_path.glob("asynccourse-*")} <= judging


@linux_only
def test_what_runs_in_the_background_can_be_ended(tmp_path: Path) -> None:
    """A script's `asynccourse … &` ignores Ctrl-C; `kill` ends it, and nothing is left behind."""
    began, folder = tmp_path / "began", tmp_path / "tmp"
    folder.mkdir()
    judge = in_a_shell("trap '' INT", waiting(tmp_path, began), folder)
    wait_for(began.exists)
    judge.send_signal(signal.SIGINT)
    judge.send_signal(signal.SIGTERM)
    assert judge.communicate(timeout=100)[1] == "\nasynccourse: stopped\n"
    assert judge.returncode == 130
    assert list(folder.iterdir()) == []


@linux_only
def test_what_was_started_with_nohup_survives_the_terminal(tmp_path: Path) -> None:
    """When the terminal closes, `nohup asynccourse …` goes on to its verdict."""
    began, folder = tmp_path / "began", tmp_path / "tmp"
    folder.mkdir()
    judge = in_a_shell("trap '' HUP", waiting(tmp_path, began), folder)
    wait_for(began.exists)
    judge.send_signal(signal.SIGHUP)
    assert judge.communicate(timeout=200)[1] == ""
    assert judge.returncode == 1


def waiting(folder: Path, began: Path) -> Path:
    """Write an answer that waits for ever, once it has made a file, and return its path."""
    answer = folder / "answer.py"
    answer.write_text(
        HEAD + f"open({str(began)!r}, 'w').close()\n    await asyncio.get_running_loop()"
        ".create_future()\n"
    )
    return answer


def in_a_shell(before: str, answer: Path, folder: Path) -> subprocess.Popen[str]:
    """Start to judge an answer to 03 as a shell does that was told something `before`."""
    check = [sys.executable, "-m", "asynccourse", "check", "03", "--file", str(answer)]
    return subprocess.Popen(
        ["sh", "-c", f'{before}; exec "$@"', "sh", *check],
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; a test that waits in vain fails by its own timeout."""
    while not condition():
        time.sleep(0.01)
