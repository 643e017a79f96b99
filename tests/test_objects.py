"""What a suite can do with a submission: objects, iterators, contexts, errors, cancellation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Lab = Callable[..., Any]


def passed(result: Any) -> bool:
    """Return whether a result is a pass; otherwise show why not."""
    assert result["status"] == "passed", [test["message"] for test in result["tests"]]
    return True


def test_objects_of_the_submissions_classes_are_used_across_the_wall(lab: Lab) -> None:
    """A suite makes an object, calls its async and plain methods and reads its attributes."""
    assert passed(
        lab(
            """
            async def test_object(submission):
                counter = await submission.Counter(5)
                expect.equal(await counter.call("add", 2), 7, "add")
                expect.equal(await counter.plain("peek"), 7, "peek")
                expect.equal(await counter.get("value"), 7, "value")
                expect.equal(await submission.work(counter), 14, "work")
            """,
            """
            class Counter:
                def __init__(self, value): self.value = value
                async def add(self, n):
                    self.value += n
                    return self.value
                def peek(self): return self.value
            async def work(counter): return counter.value * 2
            """,
            functions='work = "async"\nCounter = "class"',
        )
    )


def test_async_iterators_and_context_managers_work_across_the_wall(lab: Lab) -> None:
    """`async for` and `async with` over what the submission makes run on the submission's side."""
    assert passed(
        lab(
            """
            async def test_iterate(submission):
                got = [item async for item in submission.numbers(3)]
                expect.equal(got, [0, 1, 2], "numbers")

            async def test_enter(submission):
                async with submission.lease("x") as thing:
                    expect.equal(thing, "x!", "lease")
            """,
            """
            import contextlib
            async def numbers(count):
                for number in range(count):
                    yield number
            @contextlib.asynccontextmanager
            async def lease(name):
                yield name + "!"
            """,
            functions='numbers = "async"\nlease = "async"',
        )
    )


def test_an_error_of_a_service_is_the_same_error_when_it_comes_back(lab: Lab) -> None:
    """Built-in and own exceptions keep type, words, notes and cause on their way there and back."""
    assert passed(
        lab(
            """
            class Broken(Exception):
                pass

            @pytest.mark.parametrize("error", [ConnectionError("gone"), Broken("so"), KeyError(3)])
            async def test_error(submission, witness, error):
                def fail():
                    raise error
                with expect.raises(error, "work") as caught:
                    await submission.work(witness.instant("service", fail))
                assert caught.error.origin is error

            async def test_group(submission, witness):
                def fail():
                    raise ExceptionGroup("both", [ValueError("a"), OSError("b")])
                try:
                    await submission.work(witness.instant("service", fail))
                except RemoteError as error:
                    assert [inner.kind for inner in error.error.group] == ["ValueError", "OSError"]
                else:
                    raise AssertionError("nothing was raised")
            """,
            """
            async def work(service):
                return await service()
            """,
        )
    )


def test_a_cancelled_call_ends_cancelled_and_its_services_hear_of_it(lab: Lab) -> None:
    """Cancelling from outside cancels what the submission awaits; the witness sees both."""
    assert passed(
        lab(
            """
            async def test_cancel(submission, witness):
                gate = witness.gate("gate")
                call = submission.work(gate).start()
                await witness.until(lambda: gate.in_flight, "hang", "it never called")
                expect.cancelled(await call.cancel(), "work")
                assert gate.calls[0].outcome == "cancelled"
            """,
            """
            async def work(gate):
                await gate()
            """,
        )
    )


def test_services_are_real_functions_to_the_submission(lab: Lab) -> None:
    """An async service is a coroutine function, by name and by kind; a blocking one is not."""
    assert passed(
        lab(
            """
            async def test_kinds(submission, witness):
                a = witness.instant("load", mode="async")
                b = witness.instant("read", mode="blocking")
                expect.equal(await submission.work(a, b), ["load", True, "read", False], "work")
            """,
            """
            import asyncio
            async def work(a, b):
                is_async = asyncio.iscoroutinefunction
                return [a.__name__, is_async(a), b.__name__, is_async(b)]
            """,
        )
    )


def test_the_judges_iterators_contexts_and_objects_work_in_the_submission(lab: Lab) -> None:
    """A submission iterates, enters and calls what lives in the judge, which sees each step."""
    assert passed(
        lab(
            """
            async def test_use(submission, witness):
                source = witness.iterator("source", [1, 2, 3])
                entered = witness.instant("enter", lambda: "thing")
                left = witness.instant("leave", lambda *error: False)
                pool = witness.object("pool", {"__aenter__": entered, "__aexit__": left})
                commit = witness.instant("commit", lambda n: n * 10)
                conn = witness.object("conn", {"commit": commit})
                got = await submission.work(source, pool, conn)
                expect.equal(got, ["conn", [1, 2], "thing", 30], "work")
                assert len(source.methods["__anext__"].calls) == 2
                assert left.calls[0].args[1].kind == "KeyError"
            """,
            """
            async def work(source, pool, conn):
                seen = []
                async for item in source:
                    seen.append(item)
                    if item == 2:
                        break
                try:
                    async with pool as thing:
                        raise KeyError("x")
                except KeyError:
                    return [type(conn).__name__, seen, thing, await conn.commit(3)]
            """,
        )
    )


def test_a_plain_function_runs_where_no_loop_is_running(lab: Lab) -> None:
    """A sync function may call asyncio.run, twice; a loop that it leaves open is a leak."""
    suite = """
    async def test_plain(submission, witness):
        service = witness.rendezvous("service", 2, lambda n: n)
        expect.equal(await submission.work(service), [1, 2], "work")
        expect.equal(await submission.work(service), [1, 2], "work")
    """
    head = "import asyncio\nasync def both(s): return await asyncio.gather(s(1), s(2))\n"
    closed = lab(
        suite, head + "def work(s): return asyncio.run(both(s))", functions='work = "sync"'
    )
    assert passed(closed)
    left_open = (
        "kept = []\ndef work(s):\n    kept.append(asyncio.Runner())\n"
        "    return kept[-1].run(both(s))"
    )
    leaky = lab(suite, head + left_open, functions='work = "sync"')
    assert leaky["code"] == "resource_leak"


def test_a_refusal_stands_even_where_the_suite_would_swallow_it(lab: Lab) -> None:
    """Once refused, a test has failed, whatever the suite does with the exception."""
    result = lab(
        """
        async def test_swallow(submission):
            try:
                await submission.work()
            except BaseException:
                pass
        """,
        """
        import asyncio
        async def work():
            await asyncio.Event().wait()
        """,
    )
    assert result["code"] == "hang"


def test_a_fault_of_the_suite_is_no_verdict_on_the_submission(lab: Lab) -> None:
    """An error in a hidden suite is the grader's fault: inconclusive, not passed, not failed."""
    result = lab(
        """
        async def test_broken(submission):
            await submission.work()
            raise ZeroDivisionError("a bug of ours")
        """,
        "async def work(): return 1",
    )
    assert (result["status"], result["code"], result["points"]) == ("inconclusive", None, 0)
    assert "a bug of ours" in result["message"]


@pytest.mark.parametrize(
    ("suite", "words"),
    [
        ("async def test_idle(): pass", "test_idle doesn't use `submission`"),
        ("import nosuchmodule", "No module named 'nosuchmodule'"),
    ],
)
def test_a_suite_that_cannot_be_collected_says_why(suite: str, words: str, lab: Lab) -> None:
    """An author reads what is wrong with the suite; it isn't taken for Ctrl-C."""
    with pytest.raises(AssertionError, match="GraderFault") as caught:
        lab(suite, "async def work(): return 1")
    assert words in str(caught.value)


def test_runners_that_are_started_anew_judge_the_same(lab: Lab) -> None:
    """Where there is no fork, each runner is a process of its own, with the same verdicts."""
    suite = """
    async def test_together(submission, witness):
        service = witness.rendezvous("service", 3, lambda n: n)
        expect.equal(await submission.work(service), [0, 1, 2], "work")
    """
    together = "import asyncio\nasync def work(s): return await asyncio.gather(s(0), s(1), s(2))"
    single = "async def work(s):\n    return [await s(n) for n in range(3)]"
    assert passed(lab(suite, together, fork=False))
    refused = lab(suite, single, fork=False)
    assert (refused["code"], refused["line"]) == ("sequential", 2)
    assert lab(suite, "import os\nos._exit(0)", fork=False)["code"] == "crashed"


def test_a_driver_does_on_the_submissions_side_what_a_plain_call_cannot(lab: Lab) -> None:
    """A suite's driver.py drives the learner's objects by hand and returns plain data."""
    assert passed(
        lab(
            """
            async def test_driven(driver, witness):
                expect.equal(await driver.plain("turns", 3), 3, "turns")
                load = witness.timed("load", 2.0, lambda n: n * 2)
                expect.equal(await driver.call("in_a_task", load), 14, "in_a_task")
                expect.equal(await driver.alone("no_loop"), True, "no_loop")
                with expect.raises(ValueError("no"), "fail"):
                    await driver.plain("fail")
            """,
            """
            class Ticket:
                def __init__(self, turns): self.turns = turns
                def __await__(self):
                    for _ in range(self.turns): yield
            async def work(load): return await load(7)
            """,
            driver="""
            import asyncio
            def turns(n):
                return sum(1 for _ in submission.Ticket(n).__await__())
            async def in_a_task(load):
                return await asyncio.create_task(submission.work(load))
            def no_loop():
                return asyncio._get_running_loop() is None
            def fail():
                raise ValueError("no")
            """,
        )
    )


def test_an_ordinary_iterator_is_asked_item_by_item(lab: Lab) -> None:
    """A suite sees how many items were taken so far: reading ahead doesn't go unnoticed."""
    assert passed(
        lab(
            """
            async def test_lazy(submission, witness):
                items = witness.items("items", range(100))
                expect.equal(await submission.work(items), [0, 1, 2], "work")
                assert len(items.methods["__next__"].calls) == 3
                rest = witness.items("rest", "ab")
                expect.equal(await submission.work(rest), ["a", "b"], "work")
            """,
            """
            async def work(items):
                taken = []
                for item in items:
                    taken.append(item)
                    if len(taken) == 3: break
                return taken
            """,
        )
    )


def test_a_suite_sees_whether_a_wait_polls(lab: Lab) -> None:
    """When all is idle, a timer that is set is the submission's own: it would wake by itself."""
    assert passed(
        lab(
            """
            async def test_waits(submission, witness):
                call = submission.work(False).start()
                assert (await witness.idle()).timer is None
                assert (await witness.idle()).tasks == 1
                await call.cancel()
                call = submission.work(True).start()
                assert (await witness.idle()).timer == 0.5
                assert witness.now == 0.0
                await call.cancel()
            """,
            """
            import asyncio
            async def work(polls):
                task = asyncio.create_task(asyncio.Event().wait())
                try:
                    while polls: await asyncio.sleep(0.5)
                    await task
                finally:
                    task.cancel()
            """,
        )
    )
