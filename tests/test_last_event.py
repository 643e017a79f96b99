"""Whoever reads the events of a grading is told in the last one how it ended, however it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Ran
from tests.five import SEED, STUB
from tests.grading import grade, make_class, make_suite


def last(ran: Ran) -> Any:
    """Return the last event, which is the only one of its kind and has the exit status."""
    every = [json.loads(line) for line in ran.out.splitlines()]
    assert [event["event"] for event in every].count("finished") == 1
    assert every[-1]["event"] == "finished"
    assert every[-1]["status"] == ran.status
    return every[-1]


def test_a_fault_of_the_grader_is_the_last_event(tmp_path: Path) -> None:
    """Where nothing can be judged, it says so, with what is left to judge; so does stderr."""
    suites = make_suite(tmp_path / "suites", "def test_it(submission):\n    raise OSError('no')")
    class_ = make_class(
        tmp_path / "class", {f"s{n}": {"secret.py": f"def work(): return {n}\n"} for n in range(30)}
    )
    arguments = (class_, "--out", tmp_path / "out", "--suites", suites.parent, "--only", "41")
    ran = grade(*arguments, "--json")
    found = last(ran)
    assert (found["status"], found["stopped"], found["unjudged"]) == (3, True, 30)
    assert "answers and no verdict: the suite itself failed: OSError: no" in found["reason"]
    assert ran.err == f"asynccourse: no verdict: {found['reason']}\n"


def test_a_fault_of_the_grader_is_told_though_the_first_answer_has_none_yet(tmp_path: Path) -> None:
    """The reason is that of an answer that came back without a verdict. It was that of the first
    one, which may still be with the judge: then the grader ended without a reason."""
    text = """
import asyncio
async def test_it(submission):
    if await submission.work() == 0:
        await asyncio.sleep(600)
    raise OSError("no")
"""
    suite = make_suite(tmp_path / "suites", text)
    with (suite / "exercise.toml").open("a") as file:
        file.write("[limits]\nseconds = 600\n")
    class_ = make_class(
        tmp_path / "class",
        {f"s{n:02}": {"secret.py": f"def work(): return {n}\n"} for n in range(30)},
    )
    arguments = (class_, "--out", tmp_path / "out", "--suites", suite.parent, "--only", "41")
    found = last(grade(*arguments, "--jobs", "2", "--json"))
    assert (found["status"], found["stopped"], found["unjudged"]) == (3, True, 30)
    assert found["reason"].endswith("the suite itself failed: OSError: no")


def test_a_report_that_cannot_be_written_is_told_in_the_last_event(tmp_path: Path) -> None:
    """Everything was judged, and nothing written: no files, the verdicts counted, and why."""
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": STUB["gather.py"]}})
    (tmp_path / "out/grades.csv").mkdir(parents=True)
    ran = grade(class_, "--out", tmp_path / "out", *SEED, "--only", "03", "--json")
    found = last(ran)
    assert (found["status"], found["stopped"], found["files"]) == (3, False, [])
    assert (found["judged"], found["unjudged"]) == (1, 0)
    assert "the report csv can't be written" in found["reason"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--policy", "nowhere.toml"), "nowhere.toml can't be read"),
        (("--only", "99"), "no exercise is called '99'"),
        (("--dask", "tcp://127.0.0.1:9"), "--dask"),
    ],
)
def test_a_mistake_of_whoever_typed_it_is_the_only_event(
    arguments: tuple[str, str], words: str, class_: Path, tmp_path: Path
) -> None:
    """Nothing was begun; status 2 with its reason is still an end that a reader can wait for."""
    ran = grade(class_, "--out", tmp_path / "out", "--json", *arguments)
    assert ran.status == 2
    assert words in last(ran)["reason"]
    assert words in ran.err
    assert grade(class_, "--out", tmp_path / "out", *arguments).out == ""


def test_an_end_without_a_fault_has_no_reason(tmp_path: Path) -> None:
    """Graded to the end: status 0 and an empty reason."""
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": STUB["gather.py"]}})
    found = last(grade(class_, "--out", tmp_path / "out", *SEED, "--only", "03", "--json"))
    assert (found["status"], found["reason"], found["stopped"]) == (0, "", False)
