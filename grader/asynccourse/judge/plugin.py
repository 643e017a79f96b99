"""The pytest plugin: gives every hidden test its jobs, repeats what only time speaks against,
and turns what each test raised into a verdict."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import pytest
from _pytest.runner import runtestprotocol

from asynccourse.judge import deadline, outcome
from asynccourse.judge.batch import Batch, Judged
from asynccourse.judge.fixtures import is_real_clock
from asynccourse.judge.jobs import Job
from asynccourse.judge.look import explained, look
from asynccourse.judge.outcome import Found
from asynccourse.judge.state import ATTEMPT, EVIDENCE, STATE, Evidence, State
from asynccourse.verdicts.refusal import Refusal
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.messages import Looked

OnTest: TypeAlias = Callable[[Job, TestResult], None]

BACKSTOP = 30.0
"""Seconds beyond a test's own limit after which pytest-timeout ends the suite itself."""

PAUSE = 1.0
"""Seconds between two attempts: noise comes in bursts."""

MORE = 2
"""Attempts beyond the usual ones, each slower still, where the machine was too busy for those."""


class JudgePlugin:
    """The batches as they come, and where their results go."""

    def __init__(
        self,
        batches: Iterable[Batch],
        state: State,
        done: Callable[[Judged], None],
        on_test: OnTest,
    ) -> None:
        self.interrupted = False
        self.ended = False
        """Whether there are no more batches."""
        self._faults: list[str] = []
        self._batches = batches
        self._state = state
        self._done = done
        self._on_test = on_test
        self._raised: list[BaseException] = []

    def fault(self) -> str:
        """Return why suites couldn't be run, and forget it; empty for nothing."""
        fault = "; ".join(self._faults)
        self._faults.clear()
        return fault

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the suites' markers and hand the state to the fixtures."""
        config.stash[STATE] = self._state
        config.addinivalue_line("markers", "points(n): what the test is worth; 1 without it")
        config.addinivalue_line("markers", "real_clock: the test runs on the machine's clock")

    def pytest_collection(self) -> bool:
        """Collect nothing yet: each batch names its suites."""
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge each batch when it comes."""
        for batch in self._batches:
            self._state.batch = batch
            items = self._collect(session)
            gc.freeze()  # what is there by now stays, and needn't be looked at after each test
            for number, item in enumerate(items, 1):
                following = items[number] if number < len(items) else None
                # By the hook, so that pytest-timeout watches over it.
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
                # A test that wasn't run has torn down nothing of what was kept up for it.
                session._setupstate.teardown_exact(following)
            self._done(batch.judged(self.fault()))
            gc.collect()  # what nobody needs of it mustn't be taken for what stays
        self.ended = True
        return True

    def _collect(self, session: pytest.Session) -> list[pytest.Function]:
        """Return the tests of the batch; those of one submission together, in the suite's order.

        The suites are named here one by one: pytest would list every folder above them.
        """
        suites = dict.fromkeys(job.exercise.suite for job in self._batch.jobs)
        modules = [pytest.Module.from_parent(session, path=path) for path in suites]
        found = [item for module in modules for item in session.genitems(module)]
        items = [item for item in found if isinstance(item, pytest.Function)]
        items.sort(key=lambda item: _job(item).number)
        for item in items:
            limit = _job(item).exercise.file.limits.seconds
            times = 2 ** (self._batch.options.attempts + MORE) + deadline.MOST
            seconds = limit * times + BACKSTOP
            item.add_marker(pytest.mark.timeout(seconds))
        return items

    @property
    def _batch(self) -> Batch:
        return self._state.batch

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run each test once for each submission to its exercise."""
        test = metafunc.definition
        if "job" not in metafunc.fixturenames:
            raise pytest.Collector.CollectError(f"{test.name} doesn't use `submission`")
        jobs = [job for job in self._batch.jobs if job.exercise.suite == test.path]
        metafunc.parametrize("job", jobs, ids=[str(job.number) for job in jobs])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a suite that can't be collected: the grader's own fault."""
        if report.failed:
            self._faults.append(f"{report.nodeid} can't be collected: {report.longreprtext}")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note Ctrl-C: what is raised while pytest clears up after it counts no more."""
        # A suite that can't be collected ends pytest in the same way.
        self.interrupted |= not isinstance(excinfo.value, pytest.Session.Interrupted)

    def pytest_internalerror(self, excrepr: object) -> None:
        """Note a failure of pytest or of this plugin."""
        self._faults.append(str(excrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep what a phase of the test raised; pytest's own account of it would take 30 ms."""
        if call.excinfo is not None:
            self._raised.append(call.excinfo.value)
        passed: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, passed, None, call.when)

    def pytest_runtest_protocol(self, item: pytest.Function, nextitem: pytest.Item | None) -> bool:
        """Run one test, again where only time speaks against it."""
        if self.interrupted:
            raise KeyboardInterrupt
        job, batch = _job(item), self._batch
        if batch.is_beyond_the_first(job):
            return True
        began = time.perf_counter()
        found = self._foregone(item, job)
        attempts = 0
        if found is None:
            found, attempts = self._attempts(item, nextitem)
        seconds = time.perf_counter() - began
        evidence = item.stash.get(EVIDENCE, None)
        result = outcome.test_result(item, found, evidence, seconds, attempts)
        if result.status == "failed":
            result = explained(result, self._look(job))
        if evidence is not None and evidence.expired and result.status == "failed":
            batch.expired.add(job.number)
        if found is not None:
            batch.first.setdefault(job.number, found)
        batch.keep(job, result)
        self._on_test(job, result)
        return True

    def _attempts(self, item: pytest.Item, following: pytest.Item | None) -> tuple[Found, int]:
        """Run one test as often as it takes; return its refusal and the number of attempts."""
        slow, number = self._batch.slow, _job(item).number
        found: Found = None
        usual = self._batch.options.attempts
        for attempt in range(usual + MORE):
            if isinstance(found, Refusal) and found.by_time != "once":
                time.sleep(PAUSE)
            before, found = found, self._attempt(item, following, attempt)
            evidence = item.stash.get(EVIDENCE, None)
            if self._is_told(number, found, before, evidence):
                break
            if attempt + 1 >= usual and not outcome.is_worth_more(found, evidence):
                # Asked as often as may be: the tests behind it needn't be.
                if isinstance(found, Refusal) and not outcome.is_unclear(found, evidence):
                    slow.add(number)
                break
        found = outcome.with_line(found, before)
        if outcome.is_proof_of_slowness(found, before):
            slow.add(number)
            if not is_real_clock(item):
                self._batch.exactly_slow.setdefault(number, found)
        return found, attempt + 1

    def _is_told(self, number: int, found: Found, before: Found, evidence: Evidence | None) -> bool:
        """Return whether another attempt would tell no more of a submission than these."""
        if number in self._batch.slow or not outcome.is_worth_repeating(found, before, evidence):
            return True
        return evidence is not None and evidence.expired and self._batch.is_proven(number)

    def _look(self, job: Job) -> Looked:
        """Return what a look at the submission shows, once for all its tests."""
        if job.number not in self._batch.looked:
            self._batch.looked[job.number] = look(job, self._state)
        return self._batch.looked[job.number]

    def _foregone(self, item: pytest.Item, job: Job) -> Found:
        """Return the refusal that a test will meet without being run: the file can't even be
        loaded, a test before this one has used up its time, or it is proven to be slow, and how
        slow it would be on a real clock is the machine's matter. How fast the machine is doesn't
        count: what is run, and so the points, must be the same on any. Where only the code is
        asked for, the first refusal is enough."""
        first = self._batch.first.get(job.number)
        if not isinstance(first, Refusal):
            return None
        if job.number in self._batch.expired or self._batch.options.first_refusal:
            return first
        if is_real_clock(item) and job.number in self._batch.exactly_slow:
            return self._batch.exactly_slow[job.number]
        return self._batch.load_refusals.get(job.number)

    def _attempt(self, item: pytest.Item, following: pytest.Item | None, attempt: int) -> Found:
        item.stash[ATTEMPT] = attempt
        self._raised.clear()
        runtestprotocol(item, log=False, nextitem=following)
        found = outcome.explain(self._raised)
        self._forget()
        return found

    def _forget(self) -> None:
        """Let go of all that a submission has sent in a test, which may be much.

        Its session is full of cycles, which Python gets to only when there are very many, whatever
        hangs on them; and an error that is kept keeps the frames that it came through.
        """
        for error in self._raised:
            error.with_traceback(None).__context__ = None
        self._raised.clear()
        for name in ("last_exc", "last_value", "last_traceback"):  # pytest sets them for debuggers
            setattr(sys, name, None)
        gc.collect()


def _job(item: pytest.Item) -> Job:
    job = item.callspec.params["job"]  # type: ignore[attr-defined]
    assert isinstance(job, Job)
    return job
