"""The same bytes are judged once, whoever handed them in, and only what is sure is handed on."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from asynccourse.cli.grading.tally import Tally
from asynccourse.grading.events import Judged, Started
from tests.five import HANGS, LEAKS, ONLY, RIGHT, SEED, STUB
from tests.grading import events, grade, make_class, rows, running, told
from tests.processes import wait_for_another

TWO = {"anna": {"gather.py": HANGS}, "berta": {"gather.py": HANGS}}


def test_a_class_of_stubs_is_judged_once_and_the_end_says_so(tmp_path: Path) -> None:
    """Nine answers, of which three differ: three are judged, nine have a verdict, and it's said."""
    stubs = dict.fromkeys(("anna", "berta", "carl", "dora"), STUB)
    class_ = make_class(tmp_path / "class", {**stubs, "emil": {"gather.py": LEAKS}})
    json_ = grade(class_, "--out", tmp_path / "json", *SEED, *ONLY, "--json")
    judged = told(json_, "judged")
    assert sorted(len(event["students"]) for event in judged) == [1, 4, 4]
    assert judged[-1]["done"] == judged[-1]["answers"] == 9
    assert told(json_, "started")[0]["different"] == 3
    (finished,) = told(json_, "finished")
    assert (finished["judged"], finished["different"]) == (9, 3)
    plain = grade(class_, "--out", tmp_path / "plain", *SEED, *ONLY)
    assert "9 answers of 5 students to 2 exercises, 3 different to judge; seed" in plain.out
    assert "9 answers judged, 3 different: now 0 passed and 9 not" in plain.out
    assert rows(tmp_path / "plain") == rows(tmp_path / "json")


def test_what_was_kept_is_not_counted_among_what_is_different(tmp_path: Path) -> None:
    """Begun again with two new students, of whom one has a known answer, one is to judge; and
    with two whose answers are equal, that is said."""
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": STUB["gather.py"]}})
    arguments = (class_, "--out", tmp_path / "out", *SEED, "--only", "03")
    grade(*arguments)
    same = {"berta": {"gather.py": STUB["gather.py"]}, "carl": {"gather.py": RIGHT["gather.py"]}}
    make_class(class_, same)
    again = grade(*arguments, "--json")
    (started,), (finished,) = told(again, "started"), told(again, "finished")
    assert (started["answers"], started["kept"], started["different"]) == (3, 2, 1)
    assert (finished["judged"], finished["different"]) == (1, 1)
    assert [row[2] for row in rows(tmp_path / "out")["rows"]] == ["failed", "failed", "passed"]
    make_class(class_, {"dora": {"gather.py": LEAKS}, "emil": {"gather.py": LEAKS}})
    plain = grade(*arguments)
    assert (
        "5 answers of 5 students to 1 exercise, 3 judged before, 1 different to judge" in plain.out
    )
    assert (
        "5 answers judged, 3 of them before, 1 different since: now 0 passed and 2 not" in plain.out
    )


def test_the_time_left_counts_what_is_different() -> None:
    """With ninety stubs done by one judgement in ten seconds, nine answers take ninety more."""
    clock = [0.0]
    tally = Tally(now=lambda: clock[0])
    tally.take(
        Started("class", "folders", 99, 1, answers=99, kept=0, different=10, seed=1,
                sandbox="off", where="here", database="")
    )  # fmt: skip
    stub = Judged(
        "03_gather", [f"s{number}" for number in range(90)], "failed", "not_implemented", "",
        0, 10, seconds=1.0, done=90, answers=99,
    )  # fmt: skip
    clock[0] = 10.0
    tally.take(stub)
    assert tally.left == 90


def test_the_death_of_judging_processes_is_not_handed_on(tmp_path: Path) -> None:
    """Where two processes were killed over an answer of two students, it is judged for the other
    one, and what comes of that counts for both."""
    class_, out = make_class(tmp_path / "class", TWO), tmp_path / "out"
    with running(class_, "--out", out, "--only", "03", "--jobs", "1") as process:
        kill_judging(process, 2)
        (judged,) = events(process, "judged")
        assert process.wait() == 0
    assert judged["students"] == ["anna", "berta"]
    first, second = rows(out)["rows"]
    assert first[2:7] == second[2:7]
    assert first[3] not in (None, "crashed")


def test_an_answer_that_is_fatal_again_has_crashed_for_all_who_handed_it_in(
    tmp_path: Path,
) -> None:
    """Where the other one's judging processes die as well, that is the answer's own doing."""
    class_, out = make_class(tmp_path / "class", TWO), tmp_path / "out"
    with running(class_, "--out", out, "--only", "03", "--jobs", "1") as process:
        kill_judging(process, 4)
        assert process.wait() == 0
    assert [row[3] for row in rows(out)["rows"]] == ["crashed", "crashed"]


def test_who_comes_later_with_the_same_answer_does_not_inherit_a_death(tmp_path: Path) -> None:
    """Anna's answer has crashed with its judging processes; Berta's, the same, is judged."""
    class_, out = make_class(tmp_path / "class", {"anna": TWO["anna"]}), tmp_path / "out"
    arguments = (class_, "--out", out, "--only", "03", "--jobs", "1")
    with running(*arguments) as process:
        kill_judging(process, 2)
        assert process.wait() == 0
    assert [row[3] for row in rows(out)["rows"]] == ["crashed"]
    assert not told(grade(*arguments, "--json"), "judged")
    make_class(class_, {"berta": TWO["berta"]})
    assert [e["students"] for e in told(grade(*arguments, "--json"), "judged")] == [
        ["anna", "berta"]
    ]
    first, second = rows(out)["rows"]
    assert first[2:7] == second[2:7]
    assert first[3] not in (None, "crashed")


def kill_judging(process: subprocess.Popen[str], times: int) -> None:
    """Kill so many judging processes, one after the other, from the first answer on."""
    pid = 0
    next(iter(events(process, "judging")))
    for _ in range(times):
        pid = wait_for_another(process.pid, pid)
        os.kill(pid, signal.SIGKILL)
