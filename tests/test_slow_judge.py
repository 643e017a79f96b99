"""What a submission waits for the judge is not held against it; what it lets the loop wait is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Lab = Callable[..., Any]


def test_a_wait_for_a_service_of_the_judge_is_no_hold(lab: Lab) -> None:
    """An instant service is an ordinary function, and its round trip isn't held against anyone."""
    result = lab(
        """
        async def test_instant(submission, witness):
            note = witness.instant("note", lambda n: n + 1, mode="instant")
            expect.equal(await submission.work(note), 300, "work")
        """,
        """
        async def work(note):
            n = 0
            while n < 300:
                n = note(n)
            return n
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_a_blocking_service_blocks_and_says_which_thread_called(lab: Lab) -> None:
    """A blocking service really blocks its caller; the judge sees the thread it was called from."""
    result = lab(
        """
        @pytest.mark.real_clock
        async def test_threads(submission, witness):
            read = witness.rendezvous("read", 3, lambda n: n * 2, mode="blocking")
            expect.equal(await submission.work(read), [0, 2, 4], "work")
            assert len({call.thread for call in read.calls}) == 3
            assert 0 not in {call.thread for call in read.calls}
        """,
        """
        import asyncio
        async def work(read):
            return await asyncio.gather(*(asyncio.to_thread(read, n) for n in range(3)))
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_a_blocking_service_on_the_loops_thread_is_a_hold(lab: Lab) -> None:
    """Called on the loop's own thread, a blocking service stops the loop, and is found to."""
    result = lab(
        """
        @pytest.mark.real_clock
        async def test_direct(submission, witness):
            read = witness.timed("read", 0.2, mode="blocking")
            await submission.work(read)
        """,
        """
        async def work(read):
            x = 1
            read(5)
        """,
    )
    assert (result["code"], result["line"]) == ("blocked_loop", 4)


def test_a_judge_that_takes_its_time_is_no_hold(lab: Lab) -> None:
    """However long an instant service takes in the judge, the submission isn't held to it."""
    result = lab(
        """
        import time
        async def test_slow_judge(submission, witness):
            slow = witness.instant("slow", lambda: time.sleep(0.8), mode="instant")
            await submission.work(slow)
        """,
        "async def work(slow): slow()\n",
    )
    assert result["status"] == "passed", result["message"]


@pytest.mark.parametrize("work", ["return DATA", "await save(DATA)"])
def test_a_judge_that_is_slow_to_read_is_no_hold(work: str, lab: Lab) -> None:
    """Much data goes over to the judge in pieces, as fast as it takes them: on a busy machine right
    answers with 15 MB to tell were refused for having held the loop."""
    result = lab(
        """
        import time
        async def test_reading(submission, witness):
            save = witness.instant("save", lambda data: None)
            call = submission.work(save).start()
            time.sleep(1.0)
            await call
        """,
        f"""
        DATA = b"x" * 10**6
        async def work(save):
            {work}
        """,
    )
    assert result["status"] == "passed", result["message"]
