"""Many answers are judged side by side, which changes nothing but how long it takes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.commands import run
from tests.processes import assert_nothing_left, judging, wait_for_another

EIGHT = ("01", "02", "03", "04", "05", "06", "11", "12")
LEFT_OUT = ("seconds", "attempts", "output")
"""What of a test is the machine's and not the answer's."""


def what_counts(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result without what depends on the machine."""
    tests = [
        {name: value for name, value in test.items() if name not in LEFT_OUT}
        for test in result["tests"]
        if "real clock" not in test["claim"]
    ]
    return result | {"tests": tests, "seconds": 0}


def test_many_answers_meet_the_verdicts_that_each_meets_alone() -> None:
    """The same seed gives the same codes, lines, points and sentences, in the course's order."""
    together = run("check", *EIGHT, "--json", "--seed", "7")
    assert together.status == 1
    assert [one["exercise"][:2] for one in together.document["results"]] == list(EIGHT)
    for result in together.document["results"]:
        alone = run("check", result["exercise"], "--json", "--seed", "7").result
        assert what_counts(result) == what_counts(alone)


def test_what_is_missing_for_one_answer_holds_none_of_the_others_up(tmp_path: Path) -> None:
    """Where a library isn't installed its exercise is left out, and the rest is judged."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['tortoise'] = None\n")
    ran = run("check", "32", *EIGHT, "--solutions", "--json", env={"PYTHONPATH": str(tmp_path)})
    *judged, last = ran.document["results"]
    assert (last["exercise"], last["missing"]) == ("32_orm_transfer", ["tortoise"])
    assert {result["status"] for result in judged} == {"passed"}


def test_judging_side_by_side_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C in the middle of `check --all`: one line, status 130, no process and no folder."""
    course, folder = tmp_path / "course", tmp_path / "tmp"
    folder.mkdir()
    assert run("init", course).status == 0
    command = subprocess.Popen(
        [sys.executable, "-m", "asynccourse", "check", "--all"],
        cwd=course,
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_another(command.pid, 0)
    command.send_signal(signal.SIGINT)
    assert command.communicate(timeout=100)[1].split() == ["asynccourse:", "stopped"]
    assert command.returncode == 130
    assert judging(command.pid) == []
    assert_nothing_left(folder)
