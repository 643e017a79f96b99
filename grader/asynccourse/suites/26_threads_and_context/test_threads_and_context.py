"""Proves that a request's id is where the request is, and nowhere else: on the loop, in threads.

The threads really run, so the clock is the machine's. They are parked in gates that the suite
opens: what is proven is proven by who was where when, never by how long it took.
"""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import request_stage
else:  # a suite's folder is found by its whole name, which no import statement can spell
    request_stage = importlib.import_module(
        "asynccourse.suites.26_threads_and_context.request_stage"
    )

pytestmark = pytest.mark.real_clock


@pytest.mark.points(2)
async def test_render_in_a_thread(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """`render` gets what `load` gave, and blocks a thread of its own, not the loop."""
    stage = request_stage.Stage(driver, witness)
    (name,) = request_stage.names(rng, 1)  # of all three, as when one request is sent again
    for data in (f"data-{rng.randrange(10**6)}", "", None):
        load = witness.instant("load", lambda _name, data=data: data)
        render = witness.gate("render", request_stage.page, mode="blocking")
        call = stage.begin("one", await stage.request(name, load, render), "en")
        await stage.in_flight(call, render)
        made = render.calls[0]
        expect.true(made.thread != 0, "wrong_thread", "render ran in the loop's own thread")
        expect.equal(made.args, (name, data), "load, as render got it,")
        render.release()
        expect.equal(await request_stage.result_of(call), request_stage.page(name, data), "handle")
        expect.equal([len(load.calls), len(render.calls)], [1, 1], "counting load and render")


@pytest.mark.points(2)
async def test_id_goes_along(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """`load` on the loop and `render` in its thread both find the request's id."""
    stage = request_stage.Stage(driver, witness)
    for name in [*request_stage.names(rng, 3), ""]:
        load, render = witness.instant("load"), witness.gate("render", mode="blocking")
        request = await stage.request(name, load, render)
        call = stage.begin("one", request, "en")
        lines = {"render": await stage.rendered(call, render)}
        await request_stage.result_of(call)
        await request_stage.steps_saw(request, name, request_stage.STEPS, lines=lines)


@pytest.mark.points(1)
async def test_requests_kept_apart(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Requests that are under way together each find their own id, and get their own answer."""
    stage = request_stage.Stage(driver, witness)
    count = int(numbers["requests"])
    ids = request_stage.names(rng, count)
    data = {name: f"data-{rng.randrange(10**6)}" for name in ids}
    load = witness.gate("load", data.__getitem__)
    render = witness.gate("render", request_stage.page, mode="blocking")
    returned = witness.instant("returned")
    requests = [await stage.request(name, load, render) for name in ids]
    call = stage.begin("several", requests, returned)
    await stage.in_flight(call, load, count)
    for name in rng.sample(ids, count):
        load.release(name)
    await stage.in_flight(call, render, count)
    for name in rng.sample(ids, count):
        render.release(name, data[name])
    await request_stage.result_of(call)
    for request, name in zip(requests, ids, strict=True):
        await request_stage.steps_saw(
            request, name, request_stage.STEPS, f", while {count} requests were under way"
        )
    got = dict(call.args for call in returned.calls)
    wanted = {index: request_stage.page(name, data[name]) for index, name in enumerate(ids)}
    expect.equal([got[index] for index in range(count)], [*wanted.values()], "several handles")


@pytest.mark.points(1)
async def test_callers_context(
    driver: RemoteObject, witness: Witness, rng: Random, source: str
) -> None:
    """The caller's whole context goes along into the thread, and is as before in the end."""
    stage = request_stage.Stage(driver, witness)
    outer, inner, later = request_stage.names(rng, 3)
    spoken = rng.choice(["de", "fr", "cs", "eo"])
    load, render = witness.instant("load"), witness.gate("render", mode="blocking")
    part = await stage.request(inner, load, render)
    request = await stage.request(outer, load, render, None, part)
    call = stage.begin("one", request, spoken)
    lines = {"render": await stage.rendered(call, render)}
    await stage.rendered(call, render)
    await request_stage.result_of(call)
    for step, _, found in [*await part.get("notes"), *await request.get("notes")]:
        expect.true(
            found == spoken,
            "wrong_result",
            f"the caller had set a context variable to {spoken!r}, and {step} found {found!r} "
            "in it: the whole context should go along, not the id alone",
            line=lines.get(step, 0),
            cure="Call `render` in a copy of the whole context that `handle` runs in.",
        )
    await stage.caller_unchanged("after handle had returned", source)
    after = request_stage.INNER
    lines[after] = request_stage.set_at(source)
    await request_stage.steps_saw(part, inner, request_stage.STEPS, lines=lines)
    steps = [*request_stage.STEPS[:2], after, request_stage.STEPS[2]]
    await request_stage.steps_saw(request, outer, steps, lines=lines)
    await stage.nothing_stays(load, render, later)


@pytest.mark.points(1)
async def test_errors_reach_the_caller(
    driver: RemoteObject, witness: Witness, rng: Random, source: str
) -> None:
    """The error of a step reaches the caller, who then finds the id that was there before."""
    stage = request_stage.Stage(driver, witness)
    for broken in ("load", "render"):
        (name,) = request_stage.names(rng, 1)
        error = ConnectionError(f"{broken} is broken: {rng.randrange(10**6)}")

        def fail(*_args: object, error: Exception = error) -> None:
            raise error

        load = witness.instant("load", fail if broken == "load" else request_stage.page)
        render = witness.instant("render", fail, mode="blocking")
        call = stage.begin("one", await stage.request(name, load, render), "en")
        with expect.raises(error, "handle") as caught:
            await request_stage.result_of(call)
        request_stage.same(caught, error, "handle")
        expect.true(
            len(render.calls) == (broken == "render"),
            "wrong_result",
            f"render was called {len(render.calls)} times when {broken} had failed",
        )
    await stage.caller_unchanged("after handle had raised an error", source)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, rng: Random, source: str
) -> None:
    """When the caller is cancelled, `handle` ends at once, also while `render` is under way."""
    stage = request_stage.Stage(driver, witness)
    for step in ("load", "render"):
        (name,) = request_stage.names(rng, 1)
        load = witness.gate("load") if step == "load" else witness.instant("load")
        render = witness.gate("render", mode="blocking")
        call = stage.begin("one", await stage.request(name, load, render), "en")
        await stage.in_flight(call, load if step == "load" else render)
        expect.cancelled(await call.cancel(), "handle")
        await witness.loop_turned()
        expect.true(
            not load.in_flight, "leaked_task", "load went on after handle had been cancelled"
        )
        await stage.caller_unchanged(f"after handle had been cancelled during {step}", source)
        expect.true(
            step == "render" or not render.calls,
            "wrong_result",
            "render was called although handle had been cancelled during load",
        )
        render.release()
        await witness.loop_turned()


@pytest.mark.points(1)
async def test_submit_runs_on_the_loop(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """`submit` runs the coroutine on the loop it was given, waits, and gives result or error."""
    stage = request_stage.Stage(driver, witness)
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
                with expect.raises(error, "submit") as caught:
                    await request_stage.result_of(call)
                request_stage.same(caught, error, "submit")
            else:
                cure = "Let `submit` wait for the coroutine's end, and return what that returned."
                got = await request_stage.result_of(call)
                expect.equal(got, value, "submit", cure=cure)


@pytest.mark.points(1)
async def test_there_and_back(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """What `render` submits from its thread to the loop finds the id too, for many at once."""
    stage = request_stage.Stage(driver, witness)
    count = int(numbers["requests"])
    ids = request_stage.names(rng, count)
    answers = {name: f"answer-{rng.randrange(10**6)}" for name in ids}
    load, render = (
        witness.instant("load"),
        witness.instant("render", request_stage.page, mode="blocking"),
    )
    ask = witness.gate("ask", answers.__getitem__)
    returned = witness.instant("returned")
    requests = [await stage.request(name, load, render, ask) for name in ids]
    call = stage.begin("several", requests, returned)
    await stage.in_flight(call, ask, count)
    await stage.loops_right()
    for name in rng.sample(ids, count):
        ask.release(name)
    await request_stage.result_of(call)
    for request, name in zip(requests, ids, strict=True):
        await request_stage.steps_saw(request, name, request_stage.MORE_STEPS)
    got = dict(call.args for call in returned.calls)
    wanted = [[request_stage.page(name), answers[name]] for name in ids]
    expect.equal([got[index] for index in range(count)], wanted, "several handles with submit")
