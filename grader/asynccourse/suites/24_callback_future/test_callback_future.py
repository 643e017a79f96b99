"""Proves that `call` is woken by the answer alone, in its own thread, and forgets late answers.

The api's threads really run, and each is parked in a gate until the suite lets its answer go. So
nothing here depends on a duration. Where a test is strict, the loop runs in debug mode, in which it
raises when it is used from another thread than its own.
"""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import very_same

if TYPE_CHECKING:
    import callback_stage
else:  # a suite's folder is found by its whole name, which no import statement can spell
    callback_stage = importlib.import_module("asynccourse.suites.24_callback_future.callback_stage")


@pytest.mark.points(2)
async def test_woken_by_the_answer(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """While it waits, the loop is free and asleep, and no thread waits; the answer is returned."""
    answers = callback_stage.draw(rng)
    ((arg, (value,)),) = answers.items()
    stage = callback_stage.Stage(driver, witness, answers)
    call = await stage.call(arg)
    # The clock is the judge's here: it stands still, and a timer that is set shows.
    timer = (await witness.idle()).timer
    if timer is not None:
        await callback_stage.woken_by_itself(stage, call, timer)
    busy = await stage.calm(callback_stage.TRIES)
    if busy:
        threads = "1 thread was" if busy == 1 else f"{busy} threads were"
        expect.refuse(
            "wrong_thread",
            f"while it waited for the answer, {threads} at work or waiting, beside the loop's and "
            "the api's",
            line=await stage.line(),
            cure="Let `on_done` itself tell the loop: nobody else needs to wait for the answer.",
        )
    expect.equal(await stage.answer_to(call, arg), value, "call")
    expect.equal(len(stage.start.calls), 1, "counting the requests of one call")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_loop_used_in_its_own_thread(
    driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The api's thread touches nothing of the loop's but through call_soon_threadsafe."""
    answers = callback_stage.draw(rng)
    ((arg, (value,)),) = answers.items()
    stage = callback_stage.Stage(driver, witness, answers)
    await stage.strict()
    expect.equal(await stage.answer_to(await stage.call(arg), arg), value, "call")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_many_at_once(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Forty requests are under way at once, and each caller has its own answer as it comes."""
    count = int(numbers["calls"])
    answers = callback_stage.draw(rng, count)
    wanted = {arg: value for arg, (value,) in answers.items()}
    stage = callback_stage.Stage(driver, witness, answers)
    returned = witness.instant("returned")
    await stage.strict()
    everything = stage.begin("all_calls", await stage.api(), list(answers), returned)
    await stage.under_way(everything, count)
    # The last one first: of waits that stand in line, it is the one that hasn't come to its turn.
    *others, last = answers
    for number, arg in enumerate([last, *rng.sample(others, count - 1)]):
        await stage.let_answer(arg)
        await witness.until(
            lambda number=number: len(returned.calls) > number,  # type: ignore[misc]
            "sequential",
            f"the answer for {arg!r} was there, and its call did not return while "
            f"{count - number - 1} others waited for theirs",
            cure=callback_stage.ITS_OWN,
        )
        got_arg, got = returned.calls[number].args
        expect.equal(got, wanted[got_arg], f"call for {got_arg!r}")
        expect.equal(got_arg, arg, f"the answer for {arg!r}, which ended the call for {got_arg!r},")
    await everything
    # Two callers may ask for the same thing: each waits for an answer of its own.
    twins = [f"twin-{rng.randrange(10**6)}" for _ in range(2)]
    stage.answers["twin"] = [*twins]
    everything = stage.begin("all_calls", await stage.api(), ["twin", "twin"], returned)
    await stage.under_way(everything, 2)
    for _ in twins:
        await stage.let_answer("twin")
    await stage.calm()
    await everything
    got = sorted(call.args[1] for call in returned.calls[count:])
    expect.equal(got, sorted(twins), "two calls with the same argument")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_any_answer_at_any_time(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """Any result is a result, an empty one too, and it may come before `start` has returned."""
    empty: list[object] = [None, 0, False, "", [], {}]
    stage = callback_stage.Stage(driver, witness, {"empty": list(empty)})
    await stage.strict()
    for value in empty:
        got = await stage.answer_to(await stage.call("empty"), "empty")
        expect.equal(got, value, "call")
    await stage.error_as_value(ValueError(f"a value {rng.randrange(10**6)}"))
    answers = callback_stage.draw(rng)
    ((arg, (value,)),) = answers.items()
    quick = callback_stage.Stage(driver, witness, answers)
    call = quick.begin("in_another_loop", await quick.api("QuickApi"), arg)
    await quick.under_way(call)
    await quick.let_answer(arg)
    expect.equal(await call, value, "call, answered before api.start() had returned,")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_errors_reach_the_caller(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """The error of a request that failed reaches the caller, and so does an error of `start`."""
    error = ConnectionError(f"no line {rng.randrange(10**6)}")
    stage = callback_stage.Stage(driver, witness, {"broken": [error]})
    await stage.strict()
    call = await stage.call("broken")
    with expect.raises(error, "call") as caught:
        await stage.answer_to(call, "broken")
    very_same(
        caught,
        error,
        "call",
        "the error of the request",
        cure="Hand on the error that `on_done` is given, not one that is made like it.",
    )

    shut = PermissionError(f"no entry {rng.randrange(10**6)}")
    call = stage.begin("one_call", await driver.plain("ShutApi", str(shut)), "shut")
    with expect.raises(shut, "call"):
        await call
    await stage.nothing_lost("call had raised its error")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_late_answer_after_cancellation(
    driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, `call` ends at once, and the late answer does no harm."""
    late = [f"late-{rng.randrange(10**6)}", ConnectionError(f"late {rng.randrange(10**6)}")]
    fresh = f"fresh-{rng.randrange(10**6)}"
    stage = callback_stage.Stage(driver, witness, {"req": [*late, fresh]})
    await stage.strict()
    for kind in ("answer", "error"):
        call = await stage.call("req")
        expect.cancelled(await call.cancel(), "call")
        await stage.let_answer("req")
        await witness.loop_turned()
        await stage.nothing_lost(f"the {kind} came after call had been cancelled")
    got = await stage.answer_to(await stage.call("req"), "req")
    expect.equal(got, fresh, "call, after others had been cancelled,")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_answer_and_cancellation_cross(driver: RemoteObject, rng: Random) -> None:
    """An answer that is given just before the caller is cancelled does no harm either."""
    answer = f"answer-{rng.randrange(10**6)}"
    how, value, raised, reported = await driver.call("crossing", "req", answer)
    callback_stage.judge_callback(raised)
    for text, line in reported:
        callback_stage.lost(
            text, line, "call was cancelled after on_done had returned and before the loop turned"
        )
    expect.true(
        how == "was cancelled",
        "swallowed_cancellation",
        "call was cancelled by its caller when its answer had just been given, but it "
        f"{how} {value if how == 'raised' else expect.shown(value)}",
    )
