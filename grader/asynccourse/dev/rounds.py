"""Rounds of the proof: every known answer to one exercise, judged once, in a worker process.

A round that is done is recorded as a line of JSON, so that a long proof can be stopped and taken
up again; one of another state of the course counts no more.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal

import msgspec

from asynccourse.course.catalog import Catalog, find_catalog
from asynccourse.dev.proof import Case, broken_counts, broken_suite, cases, wrong_verdict
from asynccourse.dev.rules import TESTS
from asynccourse.grading.state import judge_state
from asynccourse.judge.ending import interrupt
from asynccourse.judge.jobs import Options
from asynccourse.judge.run import judge
from asynccourse.sandbox.level import Level

GRACE = 2.0
"""Seconds in which a worker ends that has heard of Ctrl-C."""

CLEARING = 10.0
"""Seconds in which one ends that was told to: it clears up first."""

_stopped = threading.Event()
"""Set in a worker that was stopped: the pool has given one more round than there are workers."""


Answers = Literal["all", "right", "solution"]
"""Which known answers are judged: all, what must pass and the stub, or the solution alone."""


class Round(msgspec.Struct, frozen=True):
    """One exercise, judged once beside `load` busy processes."""

    exercise: str
    seed: int
    load: int
    fork: bool = True
    answers: Answers = "all"
    sandbox: Level = "off"
    first_refusal: bool = False


class RoundResult(msgspec.Struct, frozen=True):
    """What a round showed: how many verdicts, and a sentence for each that was wrong."""

    round: Round
    verdicts: int
    faults: list[str]
    state: str
    """Digest of the course and the grader, with the Python that judged."""


def run_round(one: Round) -> RoundResult:
    """Judge every known answer to an exercise."""
    every = cases([find_catalog().find(one.exercise)])
    found = [case for case in every if _is_asked(case, one.answers)]
    options = Options(
        seed=one.seed, fork=one.fork, sandbox=one.sandbox, first_refusal=one.first_refusal
    )
    results = judge([case.job for case in found], options)
    faults = []
    for case, result in zip(found, results, strict=True):
        wrong = wrong_verdict(case, result)
        if wrong is not None:
            faults.append(str(wrong))
        faults += broken_suite(case, result)
        if case.kind == "solution" and not one.seed:
            faults += broken_counts(case, result, TESTS)
    return RoundResult(one, len(found), faults, state(one.exercise))


def _is_asked(case: Case, answers: Answers) -> bool:
    if answers == "solution":
        return case.kind == "solution"
    return answers == "all" or not case.kind.startswith("wrong/")


def run_rounds(rounds: list[Round], jobs: int) -> Iterator[RoundResult]:
    """Run rounds in `jobs` processes of their own, and yield each as it ends."""
    spawn = multiprocessing.get_context("spawn")
    owner = os.getpid()
    with ProcessPoolExecutor(min(jobs, len(rounds)), spawn, _end_with_owner, (owner,)) as pool:
        futures = [pool.submit(_run_owned, one, owner) for one in rounds]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            _interrupt(multiprocessing.active_children())
            raise


def _run_owned(one: Round, owner: int) -> RoundResult:
    """Run a round for the process that asked for it; without that one, end."""
    if _stopped.is_set():
        raise KeyboardInterrupt
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        return run_round(one)
    except KeyboardInterrupt:
        _stopped.set()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        if os.getppid() != owner:
            os._exit(1)  # the pool's own way would be to wait for the next round, for ever


def _end_with_owner(owner: int) -> None:
    """Be a worker that ends when it is told to, on Linux also when its owner dies: at once where it
    judges nothing, else it clears up first."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(1))
    if sys.platform == "linux":
        from asynccourse.runner.prctl import PR_SET_PDEATHSIG, prctl  # noqa: PLC0415

        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != owner:
        os._exit(1)  # it died before anybody was to be told of it


def _interrupt(workers: list[BaseProcess]) -> None:
    """Have the workers stop what they judge: from a terminal they have heard of Ctrl-C already.

    One that ends while it hands on a result keeps the others from it for ever: who is still there
    in the end, or when we are told again, is killed.
    """
    try:
        _join(workers, GRACE)
        for worker in workers:
            if worker.is_alive():
                worker.terminate()
        _join(workers, CLEARING)
    finally:
        for worker in workers:
            worker.kill()


def _join(workers: list[BaseProcess], seconds: float) -> None:
    until = time.monotonic() + seconds
    for worker in workers:
        worker.join(max(0.0, until - time.monotonic()))


def record(result: RoundResult, path: Path) -> None:
    """Add a result to a record. Raises OSError."""
    with path.open("ab") as file:
        # A new line first: the last one may be torn, where the proof was killed.
        file.write(b"\n" + msgspec.json.encode(result))


def recorded(path: Path) -> Iterable[RoundResult]:
    """Yield a record's results that are of this state of the course; a torn line is left out."""
    for line in path.read_bytes().splitlines() if path.exists() else []:
        try:
            result = msgspec.json.decode(line, type=RoundResult)
        except msgspec.MsgspecError:
            continue
        if result.state == state(result.round.exercise):
            yield result


@cache
def state(name: str) -> str:
    """Return a digest of all that verdicts on an exercise depend on but the seed and the load."""
    digest = hashlib.sha256(judge_state().encode())
    for path in sorted(_files(find_catalog(), name)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(catalog: Catalog, name: str) -> Iterator[Path]:
    trees = (catalog.exercises, catalog.solutions, catalog.suites)
    for tree in (Path(__file__).parent, *(tree / name for tree in trees)):
        for pattern in ("*.py", "*.toml"):
            yield from tree.rglob(pattern)
