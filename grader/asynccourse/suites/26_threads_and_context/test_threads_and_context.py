"""Proves that a request's id is where the request is, and nowhere else: on the loop, in threads.

The threads really run, so the clock is the machine's. They are parked in gates that the suite
opens: what is proven is proven by who was where when, never by how long it took.
"""

import asyncio
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

pytestmark = pytest.mark.real_clock

STEPS = ["load", "load, after its wait,", "render"]
MORE_STEPS = [*STEPS, "the coroutine that render submitted", "render, after submit,"]


class Stage:
    """What the driver runs, and the suite's waits for it."""

    def __init__(self, driver: RemoteObject, witness: Witness):
        self.driver = driver
        self.witness = witness

    def begin(self, name: str, *args: object) -> RemoteCall:
        """Start one of the driver's coroutine functions."""
        return self.driver.call(name, *args).start()

    async def turn(self) -> None:
        """Wait until the loop has turned: it isn't held."""
        await self.driver.get("__name__")

    async def in_flight(self, call: RemoteCall, service: Service, count: int = 1) -> None:
        """Wait until `count` calls of a service are in flight together; refuse if `call` ends."""
        there = asyncio.ensure_future(self._are_there(service, count))
        waits = [there, asyncio.ensure_future(call.outcome())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        if not there.cancelled():
            there.result()
            await self.turn()
            return
        outcome = await end_of(call)
        if outcome.error is not None:
            raise outcome.error
        expect.refuse("wrong_result", f"it {outcome!s} without having waited for {service.label}()")

    async def _are_there(self, service: Service, count: int) -> None:
        called = f"{service.label}() was not called"
        await self.witness.until(lambda: bool(service.calls), "wrong_result", called)
        await self.witness.all_in_flight(service, count)

    async def request(self, name: str, *services: object) -> RemoteObject:
        """Return a request."""
        request: RemoteObject = await self.driver.plain("Request", name, *services)
        return request

    async def caller_unchanged(self, when: str) -> None:
        """Refuse if a caller of `handle` found another id after it than before."""
        for before, after in await self.driver.plain("caller_saw"):
            expect.true(
                before == after,
                "wrong_result",
                f"{when}, current_id() gave its caller {after!r}, where it had given {before!r} "
                "before",
            )

    async def loops_right(self) -> None:
        """Refuse if a coroutine ran on another loop than the one it was submitted to."""
        right = await self.driver.plain("loops_were_right")
        expect.true(
            all(right),
            "wrong_thread",
            "submit ran the coroutine on another event loop than the one that it was given",
        )


async def end_of(call: RemoteCall) -> Outcome:
    """Return how a call ended; what came of using a loop from the wrong thread is refused."""
    outcome = await call.outcome()
    if outcome.error is None:
        return outcome
    error = outcome.error
    if error.kind == "NotImplementedError":
        raise error
    text = error.error.text
    if text.startswith("Non-thread-safe operation") or "event loop" in text:
        expect.refuse(
            "wrong_thread",
            f"it used an event loop from a thread in which that doesn't run: {error}",
            line=error.line,
        )
    return outcome


async def result_of(call: RemoteCall) -> object:
    """Return the result of a call. Raises `RemoteError`."""
    outcome = await end_of(call)
    if outcome.error is not None:
        raise outcome.error
    return await call


async def steps_saw(request: RemoteObject, name: str, steps: list[str], when: str = "") -> None:
    """Refuse unless the request took these steps, and found its own id in each."""
    notes = await request.get("notes")
    for step, seen, _ in notes:
        expect.true(
            seen == name,
            "wrong_result",
            f"{step} of the request {name!r} found {seen!r} in current_id(){when}",
        )
    expect.equal([step for step, _, _ in notes], steps, "noting the steps")


def names(rng: Random, count: int) -> list[str]:
    """Return so many different ids."""
    return [f"req-{n}" for n in rng.sample(range(1000), count)]


def page(name: str, data: object = None) -> str:
    """Return what render makes of the data."""
    return f"page of {name} with {data}"


@pytest.mark.points(2)
async def test_render_in_a_thread(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """`render` gets what `load` gave, and blocks a thread of its own, not the loop."""
    stage = Stage(driver, witness)
    for data in (f"data-{rng.randrange(10**6)}", "", None):
        (name,) = names(rng, 1)
        load = witness.instant("load", lambda _name, data=data: data)
        render = witness.gate("render", page, mode="blocking")
        call = stage.begin("one", await stage.request(name, load, render), "en")
        await stage.in_flight(call, render)
        made = render.calls[0]
        expect.true(made.thread != 0, "wrong_thread", "render ran in the loop's own thread")
        expect.equal(made.args, (name, data), "load, as render got it,")
        render.release()
        expect.equal(await result_of(call), page(name, data), "handle")
        expect.equal([len(load.calls), len(render.calls)], [1, 1], "counting load and render")


@pytest.mark.points(2)
async def test_id_goes_along(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """`load` on the loop and `render` in its thread both find the request's id."""
    stage = Stage(driver, witness)
    for name in [*names(rng, 3), ""]:
        load, render = witness.instant("load"), witness.instant("render", mode="blocking")
        request = await stage.request(name, load, render)
        await result_of(stage.begin("one", request, "en"))
        await steps_saw(request, name, STEPS)


@pytest.mark.points(1)
async def test_requests_kept_apart(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Requests that are under way together each find their own id, and get their own answer."""
    stage = Stage(driver, witness)
    count = int(numbers["requests"])
    ids = names(rng, count)
    data = {name: f"data-{rng.randrange(10**6)}" for name in ids}
    load = witness.gate("load", data.__getitem__)
    render = witness.gate("render", page, mode="blocking")
    returned = witness.instant("returned")
    requests = [await stage.request(name, load, render) for name in ids]
    call = stage.begin("several", requests, returned)
    await stage.in_flight(call, load, count)
    for name in rng.sample(ids, count):
        load.release(name)
    await stage.in_flight(call, render, count)
    for name in rng.sample(ids, count):
        render.release(name, data[name])
    await result_of(call)
    for request, name in zip(requests, ids, strict=True):
        await steps_saw(request, name, STEPS, f", while {count} requests were under way")
    got = dict(call.args for call in returned.calls)
    wanted = {index: page(name, data[name]) for index, name in enumerate(ids)}
    expect.equal([got[index] for index in range(count)], [*wanted.values()], "several handles")


@pytest.mark.points(1)
async def test_callers_context(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """The caller's whole context goes along into the thread, and is as before in the end."""
    stage = Stage(driver, witness)
    outer, inner = names(rng, 2)
    spoken = rng.choice(["de", "fr", "cs", "eo"])
    load, render = witness.instant("load"), witness.instant("render", mode="blocking")
    part = await stage.request(inner, load, render)
    request = await stage.request(outer, load, render, None, part)
    await result_of(stage.begin("one", request, spoken))
    for step, _, found in [*await part.get("notes"), *await request.get("notes")]:
        expect.true(
            found == spoken,
            "wrong_result",
            f"the caller had set a context variable to {spoken!r}, and {step} found {found!r} "
            "in it: the whole context should go along, not the id alone",
        )
    await stage.caller_unchanged("after handle had returned")
    after = "load, after it had handled another request,"
    await steps_saw(part, inner, STEPS)
    await steps_saw(request, outer, [*STEPS[:2], after, STEPS[2]])


@pytest.mark.points(1)
async def test_errors_reach_the_caller(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """The error of a step reaches the caller, who then finds the id that was there before."""
    stage = Stage(driver, witness)
    for broken in ("load", "render"):
        (name,) = names(rng, 1)
        error = ConnectionError(f"{broken} is broken: {rng.randrange(10**6)}")

        def fail(*_args: object, error: Exception = error) -> None:
            raise error

        load = witness.instant("load", fail if broken == "load" else page)
        render = witness.instant("render", fail, mode="blocking")
        call = stage.begin("one", await stage.request(name, load, render), "en")
        with expect.raises(error, "handle"):
            await result_of(call)
        expect.true(
            len(render.calls) == (broken == "render"),
            "wrong_result",
            f"render was called {len(render.calls)} times when {broken} had failed",
        )
    await stage.caller_unchanged("after handle had raised an error")


@pytest.mark.points(1)
async def test_cancelled_from_outside(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """When the caller is cancelled, `handle` ends at once, also while `render` is under way."""
    stage = Stage(driver, witness)
    for step in ("load", "render"):
        (name,) = names(rng, 1)
        load = witness.gate("load") if step == "load" else witness.instant("load")
        render = witness.gate("render", mode="blocking")
        call = stage.begin("one", await stage.request(name, load, render), "en")
        await stage.in_flight(call, load if step == "load" else render)
        expect.cancelled(await call.cancel(), "handle")
        await stage.turn()
        expect.true(
            not load.in_flight, "leaked_task", "load went on after handle had been cancelled"
        )
        await stage.caller_unchanged(f"after handle had been cancelled during {step}")
        expect.true(
            step == "render" or not render.calls,
            "wrong_result",
            "render was called although handle had been cancelled during load",
        )
        render.release()
        await stage.turn()


@pytest.mark.points(1)
async def test_submit_runs_on_the_loop(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """`submit` runs the coroutine on the loop it was given, waits, and gives result or error."""
    stage = Stage(driver, witness)
    await driver.plain("be_strict")
    error = ConnectionError(f"no answer {rng.randrange(10**6)}")

    def fail(_arg: str) -> None:
        raise error

    for where in ("submitted", "submitted_elsewhere"):
        for value in (f"answer-{rng.randrange(10**6)}", None, error):
            given = fail if value is error else lambda _arg, value=value: value
            ask = witness.gate("ask", given)
            call = stage.begin(where, ask, "question")
            await stage.in_flight(call, ask)
            await stage.loops_right()
            ask.release()
            if value is error:
                with expect.raises(error, "submit"):
                    await result_of(call)
            else:
                expect.equal(await result_of(call), value, "submit")


@pytest.mark.points(1)
async def test_there_and_back(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """What `render` submits from its thread to the loop finds the id too, for many at once."""
    stage = Stage(driver, witness)
    count = int(numbers["requests"])
    ids = names(rng, count)
    answers = {name: f"answer-{rng.randrange(10**6)}" for name in ids}
    load, render = witness.instant("load"), witness.instant("render", page, mode="blocking")
    ask = witness.gate("ask", answers.__getitem__)
    returned = witness.instant("returned")
    requests = [await stage.request(name, load, render, ask) for name in ids]
    call = stage.begin("several", requests, returned)
    await stage.in_flight(call, ask, count)
    await stage.loops_right()
    for name in rng.sample(ids, count):
        ask.release(name)
    await result_of(call)
    for request, name in zip(requests, ids, strict=True):
        await steps_saw(request, name, MORE_STEPS)
    got = dict(call.args for call in returned.calls)
    wanted = [[page(name), answers[name]] for name in ids]
    expect.equal([got[index] for index in range(count)], wanted, "several handles with submit")
