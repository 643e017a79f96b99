"""Grading a class: each answer gets the verdict that it deserves, whatever happens meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from asynccourse.course.catalog import find_catalog
from asynccourse.grading import events as events_
from asynccourse.grading.book import Run
from asynccourse.grading.database import database
from asynccourse.grading.engine import Place
from asynccourse.grading.grading import Grading, Settings
from asynccourse.grading.intake.opening import open_class
from asynccourse.grading.places import here
from asynccourse.grading.plan import Class
from asynccourse.grading.policy import Policy
from asynccourse.grading.store import Store
from asynccourse.grading.task import NotJudged, Outcome, encode
from asynccourse.verdicts.refusal import GraderFault
from tests.five import ONLY, RIGHT, SEED, STUB
from tests.grading import SUITES, grade, make_class, make_suite, rows, told


def test_every_answer_gets_its_verdict_and_what_is_missing_is_told(undisturbed: Any) -> None:
    """Right, untouched, wrong, crashing, refused and missing: each has its code and its points."""
    found = {(who, exercise[:2]): (status, code, points)
             for who, exercise, status, code, _, _, points, *_ in undisturbed["rows"]}  # fmt: skip
    assert found == {
        ("anna", "01"): ("passed", None, 10.0),
        ("anna", "03"): ("passed", None, 10.0),
        ("berta", "01"): ("failed", "not_implemented", 0.0),
        ("berta", "03"): ("failed", "sequential", 3.0),
        ("carl", "01"): ("failed", "not_submitted", 0.0),
        ("carl", "03"): ("failed", "leaked_task", 9.0),
        ("dora", "01"): ("failed", "not_submitted", 0.0),
        ("dora", "03"): ("passed", None, 10.0),
        ("emil", "01"): ("failed", "crashed", 0.0),
        ("emil", "03"): ("failed", "forbidden", 0.0),
    }
    assert undisturbed["totals"]["berta"] == [3.0, 20.0]


def test_verdicts_are_the_same_however_many_are_judged_at_once(
    class_: Path, tmp_path: Path, undisturbed: Any
) -> None:
    """Four at once give the rows that one at a time gives."""
    ran = grade(class_, "--out", tmp_path / "out", *SEED, *ONLY, "--jobs", "4")
    assert ran.status == 0, ran.err
    assert rows(tmp_path / "out") == undisturbed


def test_equal_answers_are_judged_once_and_told_of_both(tmp_path: Path) -> None:
    """Anna's and Dora's file are the same bytes: one verdict, two rows, each with its own path."""
    class_ = make_class(tmp_path / "class", {"anna": RIGHT, "dora": RIGHT})
    ran = grade(class_, "--out", tmp_path / "out", "--only", "01", "--json")
    assert [event["students"] for event in told(ran, "judged")] == [["anna", "dora"]]
    paths = {row[0]: row[8] for row in rows(tmp_path / "out")["rows"]}
    assert paths == {"anna": "anna/hello_await.py", "dora": "dora/hello_await.py"}


def test_what_may_take_longest_is_judged_first_of_each_student(tmp_path: Path) -> None:
    """So that in the end nobody waits for one long one; whole students are done early still."""
    both = {"hello_await.py": "x = 1\n", "run_command.py": "x = 1\n"}
    class_ = make_class(tmp_path / "class", {"anna": both, "berta": {"hello_await.py": "x = 2\n"}})
    only = ("--only", "01", "--only", "35", "--jobs", "1")
    ran = grade(class_, "--out", tmp_path / "out", *only, "--json")
    judged = [(event["exercise"][:2], *event["students"]) for event in told(ran, "judging")]
    assert judged == [("35", "anna"), ("01", "anna"), ("01", "berta")]


def test_without_dask_it_is_said_what_to_install(class_: Path, tmp_path: Path) -> None:
    """One line, where the extra isn't installed."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path/distributed.py").write_text("raise ModuleNotFoundError('distributed')\n")
    env = {"PYTHONPATH": str(tmp_path / "path")}
    ran = grade(class_, "--out", tmp_path / "out", "--dask", "tcp://127.0.0.1:9", env=env)
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert "pip install 'asynccourse[dask]'" in ran.err


def test_a_suite_that_fails_is_the_graders_fault_and_tried_again(tmp_path: Path) -> None:
    """Status 3, said which and why; with the suite mended, the same command judges it."""
    suite = make_suite(
        tmp_path / "suites", "def test_it(submission):\n    raise OSError('no disk')"
    )
    class_ = make_class(tmp_path / "class", {"anna": {"secret.py": "def work(): return 1\n"}})
    arguments = (class_, "--out", tmp_path / "out", "--suites", suite.parent, "--only", "41")
    ran = grade(*arguments)
    assert ran.status == 3
    assert "no verdict on anna 41_secret: the suite itself failed: OSError: no disk" in ran.out
    make_suite(tmp_path / "suites", "async def test_it(submission):\n    submission.work")
    ran = grade(*arguments)
    assert ran.status == 0, ran.out
    assert [row[:4] for row in rows(tmp_path / "out")["rows"]] == [
        ["anna", "41_secret", "passed", None]
    ]


def test_a_private_suite_stands_in_for_the_courses_own(tmp_path: Path) -> None:
    """With another 03_gather laid over it, the reference solution is refused by that one."""
    folder = tmp_path / "suites/03_gather"
    shutil.copytree(SUITES / "03_gather", folder, ignore=shutil.ignore_patterns("wrong", "right"))
    suite = folder / "test_gather.py"
    suite.write_text(
        suite.read_text()
        + "\n\nasync def test_no(submission):\n    raise AssertionError('a private reason')\n"
    )
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": RIGHT["gather.py"]}})
    out = tmp_path / "out"
    assert grade(class_, "--out", out, "--only", "03").status == 0
    ran = grade(class_, "--out", out, "--only", "03", "--suites", tmp_path / "suites")
    assert ran.status == 0, ran.err
    assert rows(out)["rows"][0][3:5] == ["wrong_result", "a private reason"]


def test_a_changed_policy_needs_no_judging(tmp_path: Path) -> None:
    """Weights and a roster come into the marks, and nothing is judged again."""
    class_ = make_class(tmp_path / "class", {"berta": {"gather.py": STUB["gather.py"]}})
    out, policy = tmp_path / "out", tmp_path / "grade.toml"
    grade(class_, "--out", out, *ONLY)
    policy.write_text('roster = "all.csv"\nexercises = ["01", "03"]\n[weights]\n"03" = 3\n')
    (tmp_path / "all.csv").write_text("id,name,email,section\nberta,Berta,b@x.org,1\nzoe,Zoe,,2\n")
    ran = grade(class_, "--out", out, "--json")
    assert not told(ran, "judged")
    assert told(ran, "note")[0]["text"] == f"policy: {policy}"
    assert rows(out)["totals"] == {"berta": [9, 40], "zoe": [0, 40]}


def test_a_student_under_the_least_is_status_1_where_that_is_asked_for(tmp_path: Path) -> None:
    """A class is graded with status 0 whatever the marks; --fail-under makes them count."""
    class_ = make_class(tmp_path / "class", {"berta": {"gather.py": STUB["gather.py"]}})
    arguments = (class_, "--out", tmp_path / "out", "--only", "03")
    assert grade(*arguments).status == 0
    assert grade(*arguments, "--fail-under", "30").status == 0
    assert grade(*arguments, "--fail-under", "31").status == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--only", "99"), "no exercise is called '99'"),
        (("--policy", "nowhere.toml"), "nowhere.toml can't be read"),
        (("--suites", "nowhere"), "nowhere can't be read"),
        (("--out", "/dev/null/x"), "can't be written to"),
        (("--out", "class/out"), "lies in the submissions"),
        (("--dask", "tcp://127.0.0.1:9"), "there is no scheduler"),
    ],
)
def test_every_mistake_is_one_line(
    arguments: tuple[str, str], words: str, class_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be used is named, with status 2 and no traceback."""
    option, value = arguments
    value = str(class_.parent / value) if value == "class/out" else value
    ran = grade(class_, "--out", class_.parent / "out", option, value)
    assert (ran.status, len(ran.err.splitlines())) == (2, 1), ran.err
    assert words in ran.err


def test_a_workflow_of_github_gets_annotations_and_a_summary(class_: Path, tmp_path: Path) -> None:
    """Printed where a workflow runs; its own repository isn't passed, which is status 1."""
    summary = tmp_path / "summary"
    summary.write_text("before\n")
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    arguments = ("--out", tmp_path / "out", "--only", "03", "--format", "github")
    ran = grade(class_ / "carl", *arguments, env=env)
    assert ran.status == 1, ran.err
    assert "::error title=03_gather%3A leaked_task::" in ran.err
    assert summary.read_text().startswith("before\n")
    assert "0 of 1 exercises solved" in summary.read_text()
    assert grade(class_ / "dora", *arguments, "--fresh").status == 0


def test_an_exercise_that_cannot_be_judged_here_counts_neither_way(tmp_path: Path) -> None:
    """Where something that it needs is missing it is said, and no points are asked of anybody."""
    anna: Mapping[str, str | Path] = {"mysql_pool.py": "x = 1\n", **RIGHT}
    class_ = make_class(tmp_path / "class", {"anna": anna, "bo": {"hello_await.py": "x = 1\n"}})
    with (
        here(1, "off") as place,
        grading(class_, replace(place, lacks=frozenset({"mysql"})), "01", "34") as (
            run,
            found,
            heard,
        ),
    ):
        run.grade(found)
        assert (run.answers, run.judged, run.unjudged()) == (2, 2, [])
        book = run.book()
        mark = book.mark("anna", "34_mysql_pool")
        assert mark is not None
        assert (mark.status, mark.max_points, "MariaDB" in mark.message) == (
            "inconclusive",
            0,
            True,
        )
        assert book.total("anna") == (10, 10)
    assert any("34_mysql_pool is left out" in getattr(event, "text", "") for event in heard)


def test_where_nothing_can_be_judged_it_ends_soon(tmp_path: Path) -> None:
    """With a judge that gives no verdict at all, a class of 60 isn't tried to its end."""
    answers = {f"s{number}": {"hello_await.py": f"x = {number}\n"} for number in range(60)}
    class_ = make_class(tmp_path / "class", answers)
    outcome = encode(Outcome(NotJudged("no fork")))
    with ThreadPoolExecutor(1) as executor:
        place = Place(executor, lambda _: outcome, lambda: 1, "here", frozenset(), "off")
        with (
            grading(class_, place, "01") as (run, found, heard),
            pytest.raises(GraderFault, match="20 answers and no verdict: no fork"),
        ):
            run.grade(found)
    assert sum(isinstance(event, events_.Judging) for event in heard) == 20


@contextmanager
def grading(
    class_: Path, place: Place, *exercises: str
) -> Iterator[tuple[Grading, Class, list[events_.Event]]]:
    """Open a class for grading it at a place, with what is told of that."""
    catalog = find_catalog()
    run = Run("", "", "", 1, "", 1, datetime.now(UTC), str(class_))
    settings = Settings(run, catalog, [catalog.find(one) for one in exercises], Policy(), "")
    heard: list[events_.Event] = []
    with (
        database(class_.parent / "out", fresh=False) as (connection, _),
        open_class(class_, catalog) as found,
    ):
        yield Grading(settings, Store(connection), place, heard.append), found, heard
