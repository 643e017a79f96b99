"""Refusals by time: what is asked again, how often, and what a busy machine is no cause of."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from tests.test_processes import linux_only

Lab = Callable[..., Any]


def test_what_only_time_speaks_against_is_repeated_with_doubled_delays(lab: Lab) -> None:
    """A test that fails by a tight limit runs three times, slower each time, before it counts."""
    result = lab(
        """
        from asynccourse.judge import outcome
        outcome.TOO_BUSY = 2.0  # no machine counts as too busy for a clock

        @pytest.mark.real_clock
        async def test_real(submission, witness):
            service = witness.timed("service", 0.02)
            print(witness.scale)
            with witness.under(0.03):
                await submission.work(service)
                await submission.work(service)
        """,
        """
        async def work(service):
            await service()
        """,
    )
    test = result["tests"][0]
    assert (test["status"], test["code"], test["attempts"]) == ("failed", "too_slow", 3)


def test_where_the_machine_was_too_busy_a_test_is_repeated_slower_still(lab: Lab) -> None:
    """A right answer needn't be inconclusive: with delays eight times as long a busy machine tells
    what it can't tell with shorter ones."""
    result = lab(
        """
        import asyncio, time
        @pytest.mark.real_clock
        async def test_real(submission, witness):
            async def hold():  # the judge's own loop, as a machine does that has no time for it
                while True:
                    time.sleep(0.05)
                    await asyncio.sleep(0)
            holding = asyncio.create_task(hold())
            with witness.under(0.15):
                await submission.work()
                await asyncio.sleep(0.2 * witness.scale if witness.scale < 8 else 0)
            holding.cancel()
        """,
        "async def work(): pass",
    )
    test = result["tests"][0]
    assert (test["status"], test["attempts"]) == ("passed", 4), test["message"]


SLOW = {
    "sequential": "await service(1); await service(2)",
    "blocked_loop": "time.sleep(0.12); await asyncio.gather(service(1), service(2))",
    "busy_wait": """
        task = asyncio.ensure_future(service(1))
        while not task.done(): await asyncio.sleep(0)
        """,
    "too_slow": "await asyncio.sleep(3); await asyncio.gather(service(1), service(2))",
}
"""What makes an answer slow, and what is proven of it without a clock, or on an exact one."""


@pytest.mark.parametrize("code", SLOW)
def test_how_slow_the_machine_is_changes_no_points_of_what_is_proven_slow(
    code: str, lab: Lab
) -> None:
    """A test on the real clock, which a machine may pass in time or not, isn't run any more, and
    meets the same refusal."""
    service = 'witness.rendezvous("service", 2)'
    if code in ("busy_wait", "too_slow"):
        service = 'witness.timed("service", 1.0)'
    result = lab(
        f"""
        async def test_exact(submission, witness):
            with witness.under(2.0):
                await submission.work({service})

        @pytest.mark.real_clock
        async def test_real(submission, witness):
            await submission.work(witness.timed("service", 0.001))
        """,
        "import asyncio, time\nasync def work(service):\n"
        + textwrap.indent(textwrap.dedent(SLOW[code]), "    "),
    )
    first, second = result["tests"]
    assert [first["code"], second["code"]] == [code, code]
    assert (second["line"], second["attempts"]) == (first["line"], 0)


def test_a_limit_that_was_used_up_is_not_doubled_for_what_is_refused_anyway(lab: Lab) -> None:
    """Behind a proven refusal a hang costs a learner its limit once, however busy the machine."""
    result = lab(
        """
        from asynccourse.judge import outcome
        outcome.HELD_UP = -1.0  # whatever fails by time is worth a repeat

        async def test_proven(submission, witness):
            assert await submission.work(0) == 1

        @pytest.mark.real_clock
        async def test_hangs(submission):
            await submission.work(3600)
        """,
        """
        import asyncio
        async def work(seconds):
            await asyncio.sleep(seconds)
        """,
        seconds=0.5,
    )
    assert [test["code"] for test in result["tests"]] == ["wrong_result", "hang"]
    assert [test["attempts"] for test in result["tests"]] == [1, 1]


def test_what_was_refused_by_time_as_often_as_may_be_is_not_asked_again(lab: Lab) -> None:
    """A slow answer is timed three times once, and not three times in every test."""
    result = lab(
        """
        from asynccourse.judge import outcome
        outcome.TOO_BUSY = 2.0  # no machine counts as too busy for a clock

        @pytest.mark.real_clock
        async def test_first(submission, witness):
            with witness.under(0.01):
                await submission.work(witness.timed("service", 0.02))

        @pytest.mark.real_clock
        async def test_second(submission, witness):
            with witness.under(0.01):
                await submission.work(witness.timed("service", 0.02))
        """,
        "async def work(service): await service()\n",
    )
    assert [test["attempts"] for test in result["tests"]] == [3, 1]


@linux_only
def test_a_standstill_is_told_however_busy_the_machine_is(lab: Lab) -> None:
    """Where nobody has worked for long, however slow it was asked, the machine isn't to blame."""
    result = lab(
        """
        from asynccourse.judge import outcome
        outcome.HELD_UP = outcome.TOO_BUSY = -1.0  # this machine counts as too busy for any clock
        conductor.PATIENCE = 0.05

        @pytest.mark.real_clock
        async def test_two_at_once(submission, witness):
            await submission.work(witness.rendezvous("service", 2))
        """,
        """
        import asyncio, threading
        async def work(service):
            thread = asyncio.to_thread(threading.Event().wait)  # it could wake anything, one thinks
            await asyncio.gather(thread, one_by_one(service))
        async def one_by_one(service):
            await service(1)
            await service(2)
        """,
    )
    test = result["tests"][0]
    assert (test["status"], test["code"], test["attempts"]) == ("failed", "sequential", 3)


def test_what_came_while_the_judge_was_held_up_is_heard_before_it_refuses(lab: Lab) -> None:
    """On a busy machine the judge may come to itself when its patience is over and what it waited
    for has long been there: a right answer isn't refused."""
    result = lab(
        """
        import asyncio, time
        conductor.PATIENCE = 0.6

        @pytest.mark.real_clock
        async def test_two_at_once(submission, witness):
            service = witness.rendezvous("service", 2, mode="blocking")
            call = submission.work(service).start()
            await witness.until(lambda: len(service.calls) == 1, "sequential", "no call came")
            # The judge's own loop, as on a machine that has no time for it.
            asyncio.get_running_loop().call_later(0.1, time.sleep, 1.2)
            await call
        """,
        """
        import asyncio, time
        def call(service, number):
            time.sleep(0.3 * number)
            service(number)
        async def work(service):
            await asyncio.gather(*(asyncio.to_thread(call, service, n) for n in range(2)))
        """,
    )
    assert (result["status"], result["tests"][0]["attempts"]) == ("passed", 1), result["message"]
