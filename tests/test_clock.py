"""The conducted clock: figures are exact on any machine, and order is proven, not timed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Lab = Callable[..., Any]

MEASURE = """
async def test_duration(submission, witness, numbers):
    '''Prints how long the work takes on the test's clock.'''
    service = witness.timed("work_on", lambda n: 0.1 * n if n else 0.1, lambda n: n)
    began = witness.now
    reading = await submission.work(service, JOBS)
    expect.equal((round(witness.now - began, 9), reading), EXPECTED, "the clock")
"""

ANSWERS = {
    "gathered": (
        "await asyncio.gather(*(work_on(job) for job in jobs))",
        [0] * 10,
        0.1,
    ),
    "one after another": (
        "for job in jobs: await work_on(job)",
        [0] * 10,
        1.0,
    ),
    "three at a time, uneven": (
        "gate = asyncio.Semaphore(3)\n"
        "    async def one(job):\n        async with gate: await work_on(job)\n"
        "    await asyncio.gather(*map(one, jobs))",
        [6, 1, 1, 6, 1, 1, 6, 1, 1],
        0.9,
    ),
    "chunks of three, uneven": (
        "for i in range(0, 9, 3): await asyncio.gather(*map(work_on, jobs[i:i + 3]))",
        [6, 1, 1, 6, 1, 1, 6, 1, 1],
        1.8,
    ),
    "a minute of back-off": (
        "for n in range(6): await asyncio.sleep(2 ** n)",
        [],
        63.0,
    ),
    "a time-out": (
        "try:\n        async with asyncio.timeout(3): await asyncio.Event().wait()\n"
        "    except TimeoutError: pass",
        [],
        3.0,
    ),
}


@pytest.mark.parametrize(
    "clock", ["time.monotonic", "time.perf_counter", "asyncio.get_running_loop().time"]
)
@pytest.mark.parametrize("name", ANSWERS)
def test_a_duration_is_exact_and_the_submission_reads_the_same(
    name: str, clock: str, lab: Lab
) -> None:
    """Judge and submission read the same duration, to the nanosecond, whatever the machine does."""
    body, jobs, seconds = ANSWERS[name]
    submission = (
        f"import asyncio, time\nasync def work(work_on, jobs):\n    began = {clock}()\n"
        f"    {body}\n    return round({clock}() - began, 9)\n"
    )
    suite = f"JOBS = {jobs}\nEXPECTED = ({seconds}, {seconds})\n" + MEASURE
    result = lab(suite, submission)
    assert result["status"] == "passed", result["message"]
    assert result["tests"][0]["timeline"]["clock"] == "virtual"


@pytest.mark.parametrize(
    ("head", "clock"),
    [
        ("from time import monotonic", "monotonic"),
        ("from time import perf_counter as now", "now"),
        ("from time import time_ns", "1e-9 * time_ns"),
        ("import aiohttp.connector", "aiohttp.connector.monotonic"),
    ],
)
def test_a_clock_that_was_taken_by_name_is_the_tests_clock(head: str, clock: str, lab: Lab) -> None:
    """`from time import monotonic`, in an answer or in a library, reads the test's time as well."""
    result = lab(
        """
        async def test_reading(submission):
            expect.equal(await submission.work(), 3.0, "the duration")
        """,
        f"""
        import asyncio
        {head}
        async def work():
            began = {clock}()
            await asyncio.sleep(3)
            return round({clock}() - began, 6)
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_time_moves_only_when_nobody_can_act(lab: Lab) -> None:
    """A suite that is at work itself has all the time it needs: the clock waits for it."""
    result = lab(
        """
        async def test_suite_acts(submission, witness):
            gate = witness.gate("gate")
            call = submission.work(gate).start()
            await witness.until(lambda: gate.in_flight, "hang", "it never called")
            for _ in range(200):
                await asyncio.sleep(0)
            assert witness.now == 0.0
            gate.release()
            expect.equal(await call, "in time", "work")
        """,
        """
        import asyncio
        async def work(gate):
            try:
                async with asyncio.timeout(5): await gate()
            except TimeoutError:
                return "too late"
            return "in time"
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_on_the_real_clock_a_sequential_answer_is_refused_by_proof(lab: Lab) -> None:
    """Idle with 1 of 5 in flight is proof enough: no time has to pass, nothing is repeated."""
    result = lab(
        """
        @pytest.mark.real_clock
        async def test_real(submission, witness):
            service = witness.timed("service", 30.0, parties=5)
            await submission.work(service)
        """,
        """
        async def work(service):
            for n in range(5):
                await service(n)
        """,
    )
    test = result["tests"][0]
    assert (test["code"], test["line"], test["attempts"]) == ("sequential", 4, 1)


def test_a_plain_function_that_is_refused_in_the_middle_is_not_waited_for(lab: Lab) -> None:
    """Who starts a loop per job learns of it at once: a runner that is in the middle of that isn't
    asked what it has left, which it could only say afterwards."""
    result = lab(
        """
        from asynccourse.judge import session
        session.ANSWER_TIME = 1e6  # seconds: nobody is asked who can't answer
        async def test_together(submission, witness):
            await submission.work(witness.rendezvous("service", 2))
        """,
        """
        import asyncio
        def work(service):
            return [asyncio.run(service(number)) for number in range(2)]
        """,
        functions='work = "sync"',
    )
    assert result["code"] == "sequential"


def test_a_limit_without_a_reason_of_its_own_names_where_everything_waits(lab: Lab) -> None:
    """Code that never ends is refused as a hang, with the line of every parked task."""
    result = lab(
        """
        async def test_hang(submission, witness):
            await submission.work()
        """,
        """
        import asyncio
        async def child(queue):
            await queue.get()
        async def work():
            queue = asyncio.Queue()
            task = asyncio.create_task(child(queue))
            await asyncio.gather(task)
        """,
    )
    assert result["code"] == "hang"
    assert "work() at line 8" in result["message"]
    assert "child() at line 4" in result["message"]
    assert result["line"] == 8


def test_a_wait_of_the_suite_is_not_refused_while_time_can_still_bring_it_about(lab: Lab) -> None:
    """A call that is due later may lead to what the suite waits for: time goes on first."""
    result = lab(
        """
        async def test_gate_later(submission, witness):
            first, second = witness.timed("first", 5.0), witness.gate("second")
            call = submission.one_by_one(first, second).start()
            await witness.until(lambda: second.in_flight, "hang", "it never called second()")
            second.release()
            await call
            assert witness.now == 5.0

        async def test_rendezvous_later(submission, witness):
            first, second = witness.timed("first", 5.0), witness.rendezvous("second", 2)
            await submission.together(first, second)
            assert witness.now == 5.0
        """,
        """
        import asyncio
        async def one_by_one(first, second):
            await first()
            await second(1)
        async def together(first, second):
            await asyncio.gather(one_by_one(first, second), second(2))
        """,
        functions='one_by_one = "async"\ntogether = "async"',
    )
    assert result["status"] == "passed", [test["message"] for test in result["tests"]]


def test_calls_that_met_end_one_after_another(lab: Lab) -> None:
    """What fails when all are in flight fails before the others or after them, the last one first:
    who cancels the others for it, gets the same points each time."""
    result = lab(
        """
        async def test_meeting(submission, witness):
            names = ["first", "second", "third"]
            services = witness.meeting({name: lambda name=name: name for name in names})
            assert await submission.work(services) == [["third"], ["second"], ["first"]]
        """,
        """
        import asyncio
        async def work(services):
            waiting, seen = {asyncio.ensure_future(service()) for service in services}, []
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                seen.append([one.result() for one in done])
            return seen
        """,
    )
    assert result["status"] == "passed", [test["message"] for test in result["tests"]]


def test_calls_that_come_apart_are_together_all_the_same(lab: Lab) -> None:
    """A right answer isn't refused because its first call was due before its last one came."""
    result = lab(
        """
        @pytest.mark.real_clock
        async def test_apart(submission, witness):
            service = witness.timed("service", 0.01, parties=3)
            await submission.work(service)
            assert service.peak == 3
        """,
        """
        import asyncio
        async def work(service):
            async with asyncio.TaskGroup() as group:
                for number in range(3):
                    group.create_task(service(number))
                    await asyncio.to_thread(sum, range(10 ** 5))
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_what_was_begun_before_the_suite_acts_decides_nothing(lab: Lab) -> None:
    """Between idle() and the suite's next act the clock stands still: nobody's time-out comes."""
    result = lab(
        """
        import asyncio
        async def test_acts(submission, witness, folder):
            mark = folder / "mark"
            call = submission.work(str(mark)).start()
            ended = asyncio.ensure_future(call.outcome())
            # It holds with the very report from which idle() comes too.
            await witness.until(mark.exists, "hang", "it never got there")
            await witness.idle()
            for _ in range(200):
                await asyncio.sleep(0)
            assert witness.now == 0, "the clock moved"
            assert (await ended).value == 5
        """,
        """
        import asyncio, pathlib
        async def work(mark):
            pathlib.Path(mark).touch()
            await asyncio.sleep(5)
            return 5
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_a_call_that_was_given_up_keeps_no_proof_waiting(lab: Lab) -> None:
    """On the real clock, the end of a call that nobody waits for any more is looked at too."""
    result = lab(
        """
        conductor.PATIENCE = 1e6  # seconds: what is proven needs none
        @pytest.mark.real_clock
        async def test_given_up(submission, witness):
            service = witness.timed("service", 0.3)
            submission.work(service).start()
            await witness.until(lambda: False, "wrong_result", "it never came")
        """,
        """
        import asyncio
        async def work(service):
            call = asyncio.ensure_future(service())
            await asyncio.sleep(0.01)
            call.cancel()
            await asyncio.Event().wait()
        """,
    )
    assert (result["code"], result["message"]) == ("wrong_result", "it never came")
