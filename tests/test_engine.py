"""The engine: tasks are judged wherever they are handed to, and none is lost on the way."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import msgspec
import pytest

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.course.overlay import overlaid
from asynccourse.grading.engine import TRIES, Engine, Place, Work
from asynccourse.grading.places import here
from asynccourse.grading.pool import Pool
from asynccourse.grading.state import judge_state, suite_state
from asynccourse.grading.task import (
    Judged,
    NotJudged,
    Outcome,
    Task,
    encode,
    outcomes,
    results,
    tasks,
)
from tests.commands import REPOSITORY
from tests.processes import judging


def task(exercise: Exercise, data: bytes | None = None, suites: str = "") -> Task:
    """Return the task of judging an answer; by default the reference solution."""
    return Task(
        exercise=exercise.name,
        data=exercise.solution.read_bytes() if data is None else data,
        seed=1,
        sandbox="off",
        points=exercise.file.points,
        judge=judge_state(),
        suite=suite_state(exercise),
        suites=suites,
    )


HELLO = find_catalog().find("01")
SUITES = REPOSITORY / "grader/asynccourse/suites"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """A pool of judging processes."""
    with Pool() as pool:
        yield pool


def judge(pool: Pool, one: Task) -> Outcome:
    """Return what comes of a task."""
    return outcomes.decode(pool.judge(encode(one)))


def status(outcome: Outcome) -> str:
    """Return a verdict's status, or why there is none."""
    if isinstance(outcome.answer, NotJudged):
        return outcome.answer.reason
    return results.decode(outcome.answer.result).status


def test_a_process_is_kept_and_replaced_where_it_has_died(pool: Pool) -> None:
    """One process judges task after task; killed in between, the next task meets a new one."""
    assert status(judge(pool, task(HELLO))) == "passed"
    (first,) = judging(os.getpid())
    assert status(judge(pool, task(HELLO, b"x = 1"))) == "failed"
    assert judging(os.getpid()) == [first]
    os.kill(first, signal.SIGKILL)
    outcome = judge(pool, task(HELLO))
    assert (status(outcome), outcome.deaths) == ("passed", ["it was killed by SIGKILL"])
    assert len(judging(os.getpid())) == 1


def test_a_process_is_replaced_after_many_answers() -> None:
    """So that what it keeps of each can't add up."""
    before = judging(os.getpid())
    with Pool(recycle=2) as pool:
        seen = []
        for number in range(3):
            assert status(judge(pool, task(HELLO, f"x = {number}".encode()))) == "failed"
            seen.append([pid for pid in judging(os.getpid()) if pid not in before])
    assert seen[1] == []
    assert len({*seen[0], *seen[2]}) == 2


def test_another_grader_or_another_suite_is_no_verdict(pool: Pool, tmp_path: Path) -> None:
    """Where what would judge isn't what is meant, that is said, and nobody is failed for it."""
    old = msgspec.structs.replace(task(HELLO), judge="of another version")
    assert status(judge(pool, old)).startswith("another asynccourse or Python is installed")
    shutil.copytree(SUITES / HELLO.name, tmp_path / HELLO.name)
    private = task(overlaid(tmp_path).find("01"), suites=str(tmp_path))
    assert status(judge(pool, private)) == "passed"
    test_ = tmp_path / HELLO.name / "test_hello_await.py"
    test_.write_text(test_.read_text() + "\nraise OSError\n")
    assert (
        status(judge(pool, private))
        == f"the suite of {HELLO.name} in {tmp_path} isn't the one that grades"
    )


def test_a_suite_that_has_changed_is_imported_anew(pool: Pool, tmp_path: Path) -> None:
    """On a cluster, a judging process outlives a grading: it never judges with what was before."""
    shutil.copytree(SUITES / HELLO.name, tmp_path / HELLO.name)
    assert (
        status(judge(pool, task(overlaid(tmp_path).find("01"), suites=str(tmp_path)))) == "passed"
    )
    suite = tmp_path / HELLO.name / "test_hello_await.py"
    suite.write_text("def test_no(submission):\n    raise AssertionError\n")
    outcome = judge(pool, task(overlaid(tmp_path).find("01"), suites=str(tmp_path)))
    assert (status(outcome), outcome.deaths) == ("failed", [])


def test_no_more_is_read_ahead_than_is_judged() -> None:
    """A class's answers aren't all in memory: tasks are asked for as others come back."""
    asked = count()

    def work() -> Iterator[Work]:
        for _ in range(50):
            yield str(next(asked)), b""

    with ThreadPoolExecutor(2) as executor:
        answer = encode(Outcome(Judged(b"")))
        engine = Engine(Place(executor, lambda _: answer, lambda: 3, "here", frozenset(), "off"))
        running = engine.run(work())
        came = len(next(running))
        assert next(asked) == 3
        assert came + sum(len(landed) for landed in running) == 50


def test_what_is_lost_on_the_way_is_handed_out_again_but_not_for_ever() -> None:
    """A task that a lost worker had is judged by the next; in the end it is no verdict."""
    seen: dict[bytes, int] = {}

    def lossy(message: bytes) -> bytes:
        seen[message] = seen.get(message, 0) + 1
        if seen[message] < TRIES or message == b"b":
            raise ConnectionError("gone")
        return encode(Outcome(Judged(message)))

    with ThreadPoolExecutor(2) as executor:
        engine = Engine(Place(executor, lossy, lambda: 4, "there", frozenset(), "off"))
        landed = engine.run([("a", b"a"), ("b", b"b")])
        found = {key: outcome.answer for batch in landed for key, outcome in batch}
    assert found["a"] == Judged(b"a")
    told = "it was lost 4 times on the way (ConnectionError: gone)"
    assert found["b"] == NotJudged(told)
    assert seen == {b"a": TRIES, b"b": TRIES}


def test_a_pool_that_is_closed_ends_what_it_judges() -> None:
    """An answer that never ends holds nobody up, and leaves no process behind."""
    began = threading.Event()
    before = judging(os.getpid())
    with here(1, "off") as place:
        hangs = encode(task(HELLO, b"while True: pass"))

        def judge_and_tell(message: bytes) -> bytes:
            began.set()
            return place.judge(message)

        future = place.executor.submit(judge_and_tell, hangs)
        began.wait()
    assert future.exception() is not None
    assert judging(os.getpid()) == before


def test_a_task_is_plain_data() -> None:
    """What crosses is bytes, and comes back as it was."""
    one = task(HELLO)
    assert tasks.decode(encode(one)) == one


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("41-secret", "isn't named like an exercise"),
        ("03_other", "has the number of 03_gather"),
        ("41_secret", "test_secret.py is missing"),
        (".git", "holds no suite"),
    ],
)
def test_what_cannot_be_a_suite_is_told(name: str, words: str, tmp_path: Path) -> None:
    """A wrong name, a number that is taken, a suite without tests, none at all."""
    (tmp_path / name).mkdir()
    shutil.copy(SUITES / "03_gather/exercise.toml", tmp_path / name)
    if name == "03_other":
        shutil.copy(SUITES / "03_gather/test_gather.py", tmp_path / name / "test_other.py")
    with pytest.raises(CourseError, match=words):
        overlaid(tmp_path)
