"""Proves that `Cache` loads each key once, and that no caller can spoil it for the others."""

from collections.abc import Sequence
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

NOTE_IT_DOWN = "Note down that the load has begun before the first `await`."
"""The way out where several find nothing, and all load."""

AGAIN = "when it was asked for again after a load that had failed"

NOBODYS = (
    "The load belongs to no caller: let it run in a task of its own, and all callers wait for it."
)
"""The way out where the load is that of one caller."""

SHIELDED = (
    "Awaiting a task and being cancelled cancels the task: `await asyncio.shield(task)`. The load "
    "itself must run in no caller."
)
"""The way out where the load is cancelled with one caller."""

ASKERS = 5
"""Callers at the same time, where the number doesn't matter."""


def draw(rng: Random, count: int) -> dict[str, str]:
    """Return keys with a value each."""
    return {
        f"key-{number}": f"value-{rng.randrange(10**6)}" for number in rng.sample(range(100), count)
    }


def draw_error(rng: Random, key: str) -> ConnectionError:
    """Return an error for the load of a key."""
    return ConnectionError(f"{key} can't be loaded: {rng.randrange(10**6)}")


def ask(cache: RemoteObject, key: str, count: int = ASKERS) -> list[RemoteCall]:
    """Start `count` callers that ask for the same key."""
    return [cache.call("get", key).start() for _ in range(count)]


def times(count: int) -> str:
    """Return how often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def loads_of(load: Service, key: str, wanted: int, when: str, *, cure: str = "") -> None:
    """Refuse unless a key has been loaded so many times."""
    calls = [call for call in load.calls if key in (*call.args, *call.kwargs.values())]
    called = f"called {times(len(calls))}" if calls else "never called"
    expect.true(
        len(calls) == wanted,
        "wrong_result",
        f"load({key!r}) was {called}, not {times(wanted)}, {when}",
        line=calls[-1].line if calls else 0,
        cure=cure,
    )


async def waiting(witness: Witness, load: Service) -> None:
    """Wait until all callers wait; refuse if one of them would wake by itself to look."""
    report = await witness.idle()
    if load.in_flight:
        expect.true(
            report.timer is None,
            "busy_wait",
            "while callers wait for a load, a timer is set: somebody wakes to look whether it is "
            "done, instead of being woken by its end",
        )


def not_cancelled(outcome: Outcome, what: str, line: int, cure: str) -> None:
    """Refuse a caller that was cancelled along with another."""
    expect.true(
        outcome.kind != "cancelled",
        "wrong_exception",
        f"{what} ended with CancelledError, though nobody had cancelled it",
        line=line,
        cure=cure,
    )


async def all_get(
    calls: Sequence[RemoteCall], value: object, what: str, *, line: int = 0, cure: str = SHIELDED
) -> None:
    """Refuse unless each caller got the value; `line` is where they waited."""
    for call in calls:
        not_cancelled(await call.outcome(), what, line, cure)
        expect.equal(await call, value, what)


async def all_fail(calls: Sequence[RemoteCall], error: Exception, *, line: int = 0) -> None:
    """Refuse unless each caller got the error of the load that it waited for."""
    for call in calls:
        not_cancelled(await call.outcome(), "get(), whose load failed,", line, SHIELDED)
        with expect.raises(error, "get()"):
            await call


@pytest.mark.points(2)
async def test_one_load_for_many(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Ten callers at the same time make one load, and later ones none."""
    [(key, value)] = draw(rng, 1).items()
    askers = int(numbers["askers"])
    load = witness.gate("load", {key: value}.__getitem__)
    cache = await submission.Cache(load)
    loads_of(load, key, 0, "before anybody had asked for it")
    calls = ask(cache, key, askers)
    await waiting(witness, load)
    for call in load.calls:
        expect.equal(call.label, f"load({key!r})", "the call of load")
    loads_of(load, key, 1, f"for {askers} callers who ask at the same time", cure=NOTE_IT_DOWN)
    late = ask(cache, key)
    await waiting(witness, load)
    loads_of(load, key, 1, "though callers asked while its load was under way", cure=NOTE_IT_DOWN)
    load.release()
    await all_get(calls + late, value, f"get({key!r})")
    calls = ask(cache, key)
    await witness.idle()
    loads_of(load, key, 1, "though its value had been loaded before")
    await all_get(calls, value, f"get({key!r}) after its load")


@pytest.mark.points(1)
async def test_keys_apart(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Different keys are loaded at the same time, and a loaded one is given at once."""
    values = draw(rng, int(numbers["keys"]) + 1)
    slow, *keys = values
    load = witness.rendezvous("load", len(keys), values.__getitem__)
    cache = await submission.Cache(load)
    calls = {key: ask(cache, key) for key in keys}
    for key in keys:
        await all_get(calls[key], values[key], f"get({key!r})")
        loads_of(load, key, 1, "for callers who ask at the same time", cure=NOTE_IT_DOWN)
    quick = keys[0]
    gate = witness.gate("load", values.__getitem__)
    cache = await submission.Cache(gate)
    calls[quick] = ask(cache, quick)
    await waiting(witness, gate)
    gate.release()
    await all_get(calls[quick], values[quick], f"get({quick!r})")
    calls[slow] = ask(cache, slow)
    await waiting(witness, gate)
    again = cache.call("get", quick)
    await all_get([again], values[quick], f"get({quick!r}) while {slow!r} is being loaded")
    gate.release()
    await all_get(calls[slow], values[slow], f"get({slow!r})")


@pytest.mark.points(1)
async def test_any_value(submission: Submission, witness: Witness, rng: Random) -> None:
    """Any value is kept, None and 0 too, and each cache has its own."""
    values: list[object] = [None, 0, "", False, [], f"value-{rng.randrange(10**6)}"]
    rng.shuffle(values)
    keys = [*list(draw(rng, len(values) - 1)), ""]
    for shift in (0, 1):
        given = dict(zip(keys, values[shift:] + values[:shift], strict=True))
        load = witness.instant("load", given.__getitem__)
        cache = await submission.Cache(load)
        for _ in range(3):
            for key, value in given.items():
                expect.equal(await cache.call("get", key), value, f"get({key!r})")
        for key, value in given.items():
            loads_of(load, key, 1, f"though its value, {value!r}, had been loaded before")


@pytest.mark.points(2)
async def test_failure_not_kept(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When a load fails, all who wait get its error, once; whoever asks then loads anew."""
    [(key, value)] = draw(rng, 1).items()
    error = draw_error(rng, key)
    broken = True

    def answer(key: str) -> str:
        if broken:
            raise error
        return value

    for count in (1, ASKERS):
        broken = True
        load = witness.gate("load", answer)
        cache = await submission.Cache(load)
        calls = ask(cache, key, count)
        await waiting(witness, load)
        load.release()
        await witness.idle()
        loads_of(
            load,
            key,
            1,
            f"when {count} waited for the one load, and it failed",
            cure="All who wait get the error of that one load; only who asks later loads anew.",
        )
        await all_fail(calls, error)
        broken = False
        calls = ask(cache, key)
        await waiting(witness, load)
        loads_of(load, key, 2, AGAIN, cure="Forget a load that has failed.")
        load.release()
        await all_get(calls, value, f"get({key!r}) after a load that had failed")

    broken = True
    load = witness.gate("load", answer)
    cache = await submission.Cache(load)
    calls = [driver.call("try_again", cache, key).start() for _ in range(ASKERS)]
    await waiting(witness, load)
    load.release()
    await witness.idle()
    broken = False
    loads_of(
        load,
        key,
        2,
        f"when {ASKERS} callers whose load had failed tried again at once",
        cure="Forget the load that failed, and not the new one that somebody has begun meanwhile.",
    )
    load.release()
    await all_get(calls, value, f"get({key!r}), tried again at once,")


@pytest.mark.points(1)
async def test_one_cancelled(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When one of the callers is cancelled, the first or any other, the rest get the value."""
    for place, (key, value) in enumerate(draw(rng, ASKERS).items()):
        load = witness.gate("load", {key: value}.__getitem__)
        cache = await submission.Cache(load)
        calls = ask(cache, key)
        await waiting(witness, load)
        line = await driver.call("waits_at")
        expect.cancelled(await calls.pop(place).cancel(), f"get({key!r})")
        await waiting(witness, load)
        when = f"when caller {place + 1} of {ASKERS} had been cancelled"
        loads_of(load, key, 1, when, cure=NOBODYS)
        load.release()
        what = f"get({key!r}), with another caller of it cancelled,"
        await all_get(calls, value, what, line=line)
        calls = ask(cache, key)
        await witness.idle()
        loads_of(load, key, 1, "though its value had been loaded for callers before")
        await all_get(calls, value, f"get({key!r}) after its load")


@pytest.mark.points(1)
async def test_failure_after_a_cancellation(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A failure is not kept either when the first caller has been cancelled before it."""
    [(key, value)] = draw(rng, 1).items()
    error = draw_error(rng, key)
    answers: list[object] = [error, value]

    def answer(key: str) -> object:
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    load = witness.gate("load", answer)
    cache = await submission.Cache(load)
    first, *others = ask(cache, key)
    await waiting(witness, load)
    line = await driver.call("waits_at")
    expect.cancelled(await first.cancel(), f"get({key!r})")
    load.release()
    await witness.idle()
    when = "when its first caller was cancelled, and then the load failed"
    loads_of(load, key, 1, when, cure=NOBODYS)
    await all_fail(others, error, line=line)
    calls = ask(cache, key)
    await waiting(witness, load)
    loads_of(load, key, 2, AGAIN, cure="Forget a load that has failed.")
    load.release()
    await all_get(calls, value, f"get({key!r}) after a load that had failed")


@pytest.mark.points(1)
async def test_asked_for_again(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the only caller has been cancelled, the next gets the value, however soon it asks."""
    for turns, (key, value) in enumerate(draw(rng, 6).items()):
        load = witness.gate("load", {key: value}.__getitem__)
        cache = await submission.Cache(load)
        call = driver.call("come_after", cache, key, turns).start()
        await waiting(witness, load)
        load.release()
        await all_get(
            [call],
            value,
            f"get({key!r}), soon after its only caller was cancelled,",
            cure="A load that is being cancelled has no value to give: shield it, or forget it as "
            "you cancel it.",
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """On a real clock, many callers of five keys take about as long as one load."""
    values = draw(rng, int(numbers["keys"]))
    latency = numbers["latency"]
    load = witness.timed("load", latency, values.__getitem__)
    cache = await submission.Cache(load)
    with witness.under(0.8 * len(values) * latency, ideal=latency):
        got = await driver.call("ask_all", cache, list(values), ASKERS)
    for key in values:
        loads_of(load, key, 1, "for callers who ask at the same time")
    expect.equal(got, list(values.values()) * ASKERS, f"{ASKERS} callers' get() of {list(values)}")
