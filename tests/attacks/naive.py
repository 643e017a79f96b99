"""The comparison: the same attacks against a grader as people write them.

It imports the submission into pytest's own process, has pytest-timeout for what hangs, and goes by
pytest's exit status. What a grader of ours must not let happen is bounded from outside here.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.attacks.attack import Attack
from tests.attacks.judge_corpus import Seen
from tests.attacks.listener import Listener
from tests.attacks.world import World, processes_with

SUITES = Path(__file__).parent / "naive_suites"
LEVEL = "naive"

PATIENCE = 40
"""Seconds after which whoever waits for a verdict gives up; its tests have five each."""

_OWN = ("-p", "no:cacheprovider", "-p", "no:xdist")

MEMORY, FILE = 4 * 2**30, 50 * 2**20
"""What an attack may take of this machine at most, in bytes."""


def applies(attack: Attack) -> bool:
    """Whether there is anything in an attack that is against such a grader, too."""
    has_suite = (SUITES / f"{attack.exercise}.py").exists()
    return has_suite and not attack.slow and b"HARNESS" not in attack.data


def judge(attacks: Sequence[Attack]) -> list[Seen]:
    """Judge those attacks that apply, each in a pytest of its own."""
    return [_judged(attack) for attack in attacks if applies(attack)]


def _judged(attack: Attack) -> Seen:
    with tempfile.TemporaryDirectory(prefix="naive-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        judges = f"judges-{folder.name}"
        with Listener(folder.name) as listener:
            world = World(attack, folder / "world", listener, judges)
            try:
                return _run(attack, world, folder, judges)
            finally:
                for pid in processes_with(str(folder), but=world.process):
                    os.kill(pid, signal.SIGKILL)
                world.close()
                subprocess.run(["rm", "-rf", folder / "tmp", folder / "world"], check=True)


def _run(attack: Attack, world: World, folder: Path, judges: str) -> Seen:
    handed_in = world.path.parent
    module = handed_in / (attack.exercise.split("_", 1)[1] + ".py")
    if module != world.path:
        shutil.copy(world.path, module)
    shutil.copy(SUITES / f"{attack.exercise}.py", handed_in / "test_hidden.py")
    world.note_files(world.others)  # its own folder is where it runs
    status, told = _pytest(handed_in, folder, judges)
    seen = Seen(attack, LEVEL, effects=world.effects(told))
    seen.status = {0: "passed", 1: "failed", None: "inconclusive"}.get(status, "failed")
    if status in (2, 3, 4) or (status is not None and status < 0):
        seen.status = "lost"
    return seen


def _pytest(handed_in: Path, folder: Path, judges: str) -> tuple[int | None, str]:
    """Run pytest; return its exit status, None where it came to no end, and what it printed."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-s", *_OWN, "test_hidden.py"]
    with (folder / "printed").open("wb+") as printed:
        # A shell between: some of these kill their parent.
        process = subprocess.Popen(
            ["sh", "-c", '"$@"; exit $?', "sh", *command],
            cwd=handed_in,
            env=os.environ | {"TMPDIR": str(folder / "tmp"), "JUDGES_SECRET": judges},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
            preexec_fn=_bounded,  # noqa: PLW1509 - no thread of ours holds a lock that it needs
        )
        try:
            status: int | None = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            status = None
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        printed.seek(0)
        return _exit_status(status), printed.read(2**20).decode("utf-8", "replace")


def _exit_status(status: int | None) -> int | None:
    """Return pytest's own status of a shell's: 128 and more is a signal's."""
    return -(status - 128) if status is not None and status >= 128 else status


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
