"""Threads and processes of a submission: what they prove while they work, wait or do nothing."""

from __future__ import annotations

import runpy
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

from tests.commands import REPOSITORY
from tests.test_processes import linux_only

Lab = Callable[..., Any]


def test_idle_threads_of_a_pool_prove_as_much_as_none(lab: Lab) -> None:
    """With nothing to do, the threads behind to_thread() can wake nobody: no patience is needed."""
    result = lab(
        """
        conductor.PATIENCE = 1e6  # seconds: what is proven needs none
        @pytest.mark.real_clock
        async def test_after_threads(submission, witness):
            service = witness.timed("service", 30.0, parties=2)
            await submission.work(service)
        """,
        """
        import asyncio
        async def work(service):
            await asyncio.to_thread(len, "abc")
            await service(1)
            await service(2)
        """,
    )
    test = result["tests"][0]
    assert (test["code"], test["attempts"]) == ("sequential", 1)


def test_a_suite_sees_that_threads_were_at_work(lab: Lab) -> None:
    """Work that was moved into a thread shows while the loop is idle."""
    result = lab(
        """
        async def test_threads(submission, witness):
            await submission.work(False)
            assert witness.busiest.busy_threads == 0
            await submission.work(True)
            assert witness.busiest.busy_threads == 1
        """,
        """
        import asyncio, time
        async def work(threaded):
            await asyncio.sleep(0.1)
            if threaded: await asyncio.to_thread(time.sleep, 0.2)
        """,
    )
    assert result["status"] == "passed", result["message"]


POOL_SUITE = """
@pytest.mark.real_clock
async def test_pool(submission, witness):
    numbers = {n: list(range(n, n + 50)) for n in range(6)}
    read = witness.rendezvous("read", 2, numbers.__getitem__, mode="blocking")
    chunks = [witness.object("Chunk", {"__iter__": read}, bound=(n,)) for n in numbers]
    got = await submission.work(chunks)
    expect.equal(got, [sum(x * x for x in numbers[n]) for n in numbers], "work")
    processes = {call.process for call in read.calls}
    expect.true(0 not in processes, "wrong_process", "a chunk was read in the runner")
    expect.true(len(processes) <= 4, "wrong_process", f"{len(processes)} processes")
"""

POOL = """
import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

def score(chunk):
    return sum(number * number for number in chunk)

async def work(chunks):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        scores = [loop.run_in_executor(pool, score, chunk) for chunk in chunks]
        return await asyncio.gather(*scores)
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("", "", None),
        ("ProcessPoolExecutor()", "ThreadPoolExecutor()", "wrong_process"),
        ("ProcessPoolExecutor()", "ProcessPoolExecutor(1)", "sequential"),
        ("return await", "await asyncio.sleep(0); return await", None),
        (
            "with ProcessPoolExecutor() as pool:",
            "global pool; pool = ProcessPoolExecutor()\n    if True:",
            "resource_leak",
        ),
    ],
)
def test_which_process_called_is_seen(old: str, new: str, code: str | None, lab: Lab) -> None:
    """An object of the judge's speaks from whichever process it is sent to, and that is told."""
    result = lab(POOL_SUITE, POOL.replace(old, new), workers=True, hold=3.0)
    assert result["code"] == code, [test["message"] for test in result["tests"]]


@pytest.mark.parametrize("mark", ["", "@pytest.mark.real_clock"])
def test_a_thread_that_was_just_given_work_is_not_idle(mark: str, lab: Lab) -> None:
    """Between the hand-over and the thread's waking, nothing is proven: no right answer hangs."""
    result = lab(
        f"""
        {mark}
        async def test_hand_over(submission):
            await submission.work()
        """,
        """
        import asyncio
        async def work():
            for _ in range(1000):
                await asyncio.to_thread(len, "abc")
        """,
    )
    assert result["status"] == "passed", result["message"]


@pytest.mark.parametrize("clock", ["", "@pytest.mark.real_clock"], ids=["virtual", "real"])
def test_a_loop_in_a_thread_may_call_too(clock: str, lab: Lab) -> None:
    """What a loop of the submission's own calls, in a thread, is answered and may be cancelled,
    though the main loop had nothing to do before, and has nothing to do after."""
    result = lab(
        f"""
        {clock}
        async def test_work(submission, witness):
            service = witness.timed("service", 0.05)
            assert await submission.work(service) == 2
            assert [call.outcome for call in service.calls] == ["returned", "cancelled", "returned"]
        """,
        """
        import asyncio, threading
        async def calls(service):
            await service(1)
            second = asyncio.ensure_future(service(2))
            await asyncio.sleep(0)
            second.cancel()
            await asyncio.wait([second])
            await service(3)
            return 2
        async def work(service):
            other = asyncio.new_event_loop()
            thread = threading.Thread(target=other.run_forever)
            thread.start()
            try:
                called = asyncio.run_coroutine_threadsafe(calls(service), other)
                return await asyncio.wrap_future(called)
            finally:
                other.call_soon_threadsafe(other.stop)
                thread.join()
                other.close()
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_threads_that_all_wait_for_the_judge_prove_as_much_as_tasks(lab: Lab) -> None:
    """One blocking call at a time is refused by proof, at once and without a repeat."""
    result = lab(
        """
        conductor.PATIENCE = 1e6  # seconds: what is proven needs none
        @pytest.mark.real_clock
        async def test_one_by_one(submission, witness):
            read = witness.rendezvous("read", 3, mode="blocking")
            await submission.work(read)
        """,
        """
        import asyncio
        async def work(read):
            for number in range(3):
                await asyncio.to_thread(read, number)
        """,
    )
    test = result["tests"][0]
    assert (test["code"], test["attempts"]) == ("sequential", 1)


@pytest.mark.parametrize(
    "submit",
    [
        "loop.run_in_executor(pool, read, number)",
        "asyncio.wrap_future(pool.submit(read, number))",
    ],
)
def test_work_that_waits_in_a_full_pool_is_no_hope(submit: str, lab: Lab) -> None:
    """A pool of two threads, both waiting, can begin no third call: refused by proof, at once."""
    result = lab(
        """
        conductor.PATIENCE = 1e6  # seconds: what is proven needs none
        @pytest.mark.real_clock
        async def test_three_at_once(submission, witness):
            read = witness.rendezvous("read", 3, mode="blocking")
            await submission.work(read)
        """,
        f"""
        import asyncio
        from concurrent.futures import ThreadPoolExecutor
        async def work(read):
            loop = asyncio.get_running_loop()
            with ThreadPoolExecutor(2) as pool:
                await asyncio.gather(*({submit} for number in range(5)))
        """,
    )
    test = result["tests"][0]
    assert (test["code"], test["attempts"]) == ("sequential", 1)


@pytest.mark.parametrize("cancelled", [False, True])
def test_work_that_is_over_or_was_thrown_away_is_no_hope(cancelled: bool, lab: Lab) -> None:
    """When a pool's work has ended, or was dropped before it began, a hang is sure."""
    result = lab(
        """
        conductor.PATIENCE = 1e6  # seconds: what is proven needs none
        async def test_wait(submission):
            await submission.work()
        """,
        f"""
        import asyncio, threading, time
        from concurrent.futures import ThreadPoolExecutor
        async def work():
            loop = asyncio.get_running_loop()
            pool = ThreadPoolExecutor(1)
            begun, go_on = threading.Event(), threading.Event()
            first = loop.run_in_executor(pool, lambda: (begun.set(), go_on.wait()))
            rest = [loop.run_in_executor(pool, len, "abc") for _ in range(3)]
            await asyncio.to_thread(begun.wait)
            pool.shutdown(wait=False, cancel_futures={cancelled})
            go_on.set()
            await asyncio.gather(first, *rest, return_exceptions=True)
            await asyncio.Event().wait()
        """,
    )
    test = result["tests"][0]
    assert (test["code"], test["attempts"]) == ("hang", 1)
    assert "after" not in test["message"], test["message"]  # and not at the test's limit


def test_a_selector_of_the_submissions_own_is_any_selector(lab: Lab) -> None:
    """A thread may wait with `selectors`: only what a loop waits with tells of the loop."""
    result = lab(
        """
        async def test_own(submission):
            expect.equal(await submission.work(), [True, True], "the pipes that were ready")
        """,
        """
        import asyncio, os, selectors
        def wait():
            read, write = os.pipe()
            with selectors.DefaultSelector() as selector:
                selector.register(read, selectors.EVENT_READ)
                os.write(write, b"!")
                ready = bool(selector.select(1))
            os.close(read)
            os.close(write)
            return ready
        async def work():
            return [await asyncio.to_thread(wait), wait()]
        """,
    )
    assert result["status"] == "passed", result["message"]


@contextmanager
def threads_come_and_go() -> Iterator[None]:
    """Start threads, several at a time, that end after some moments, until the block ends."""
    over = threading.Event()

    def start() -> None:
        while not over.is_set():
            threads = [threading.Thread(target=time.sleep, args=(n / 2000,)) for n in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    starter = threading.Thread(target=start)
    starter.start()
    try:
        yield
    finally:
        over.set()
        starter.join()


@linux_only
def test_a_thread_may_end_while_children_are_counted() -> None:
    """asyncio waits for each program in a thread, which ends with it: 35 looks on undisturbed."""
    driver = REPOSITORY / "grader/asynccourse/suites/35_run_command/driver.py"
    look = runpy.run_path(str(driver), {"submission": ModuleType("submission")})["_children"]
    with threads_come_and_go():
        assert not any(look() for _ in range(2000))
