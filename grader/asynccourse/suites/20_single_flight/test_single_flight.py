"""Proves that `Cache` loads each key once, and that no caller can spoil it for the others."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import flights
else:  # a suite's folder is found by its whole name, which no import statement can spell
    flights = importlib.import_module("asynccourse.suites.20_single_flight.flights")

OTHERS = (ValueError, RuntimeError, ZeroDivisionError)
"""Errors that have nothing to do with a connection."""

HOUR = 3600.0

MANY = 200
"""Keys at the same time: more than any limit that an answer could set for itself."""


@pytest.mark.points(2)
async def test_one_load_for_many(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Ten callers at the same time make one load, and later ones none."""
    [(key, value)] = flights.draw(rng, 1).items()
    askers = int(numbers["askers"])
    load = witness.gate("load", {key: value}.__getitem__)
    cache = await submission.Cache(load)
    flights.loads_of(load, key, 0, "before anybody had asked for it")
    calls = flights.ask(cache, key, askers)
    await flights.waiting(witness, load, calls)
    for call in load.calls:
        expect.equal(call.label, f"load({key!r})", "the call of load")
    flights.loads_of(
        load,
        key,
        1,
        f"for {askers} callers who ask at the same time",
        cure=flights.NOTE_IT_DOWN,
    )
    late = flights.ask(cache, key)
    await flights.waiting(witness, load, late)
    flights.loads_of(
        load, key, 1, "though callers asked while its load was under way", cure=flights.NOTE_IT_DOWN
    )
    load.release()
    await flights.all_get(calls + late, value, f"get({key!r})")
    calls = flights.ask(cache, key)
    await witness.idle()
    flights.loads_of(load, key, 1, flights.KEPT)
    await flights.all_get(calls, value, f"get({key!r}) after its load")


@pytest.mark.points(1)
async def test_keys_apart(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Different keys are loaded at the same time, and a loaded one is given at once."""
    values = flights.draw(rng, int(numbers["keys"]) + 1)
    slow, *keys = values
    load = witness.rendezvous("load", len(keys), values.__getitem__)
    cache = await submission.Cache(load)
    calls = {key: flights.ask(cache, key) for key in keys}
    for key in keys:
        await flights.all_get(calls[key], values[key], f"get({key!r})")
        flights.loads_of(
            load, key, 1, "for callers who ask at the same time", cure=flights.NOTE_IT_DOWN
        )
    quick = keys[0]
    gate = witness.gate("load", values.__getitem__)
    cache = await submission.Cache(gate)
    calls[quick] = flights.ask(cache, quick)
    await flights.waiting(witness, gate, calls[quick])
    gate.release()
    await flights.all_get(calls[quick], values[quick], f"get({quick!r})")
    calls[slow] = flights.ask(cache, slow)
    await flights.waiting(witness, gate, calls[slow])
    again = flights.ask(cache, quick, 1)
    await witness.idle()
    flights.loads_of(gate, quick, 1, flights.KEPT)
    await flights.all_get(again, values[quick], f"get({quick!r}) while {slow!r} is being loaded")
    gate.release()
    await flights.all_get(calls[slow], values[slow], f"get({slow!r})")
    await many_keys_apart(submission, driver, witness)


async def many_keys_apart(submission: Submission, driver: RemoteObject, witness: Witness) -> None:
    """Refuse unless a great many keys are loaded at the same time, and all of them kept."""
    keys = [f"key-{number}" for number in range(MANY)]
    load = witness.rendezvous("load", MANY, str.upper)
    cache = await submission.Cache(load)
    for _ in range(2):
        got = await driver.call("ask_all", cache, keys, 1)
        expect.equal(got, [key.upper() for key in keys], f"get() of {MANY} keys")
    for key in keys:
        flights.loads_of(load, key, 1, f"{flights.KEPT}, with {MANY - 1} others")


@pytest.mark.points(1)
async def test_any_value(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Any value is kept, None and 0 too, and each cache has its own."""
    number = rng.randrange(10**6)
    values: list[object] = [None, 0, "", False, [], ValueError(f"no error: {number}"), number]
    rng.shuffle(values)
    names = list(flights.draw(rng, len(values) - 2))
    keys = [*names, names[0].upper(), ""]
    for shift in (0, 1):
        given = dict(zip(keys, values[shift:] + values[:shift], strict=True))
        load = witness.instant("load", given.__getitem__)
        cache = await submission.Cache(load)
        for _ in range(3):
            for key, value in given.items():
                await flights.gives(cache.call("get", key), value, f"get({key!r})")
            await driver.call("let_pass", HOUR)
        for key, value in given.items():
            flights.loads_of(load, key, 1, f"though its value, {value!r}, had been loaded before")


@pytest.mark.points(2)
async def test_failure_not_kept(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When a load fails, all who wait get its error, once; whoever asks then loads anew."""
    values = flights.draw(rng, 2)
    key, other = values
    error = flights.draw_error(rng, key)
    broken = True

    def answer(asked: str) -> str:
        if broken and asked == key:
            raise error
        return values[asked]

    for count, kind in ((1, ConnectionError), (flights.ASKERS, rng.choice(OTHERS))):
        broken, error = True, flights.draw_error(rng, key, kind)
        load = witness.gate("load", answer)
        cache = await submission.Cache(load)
        before = flights.ask(cache, other, 1)
        await flights.waiting(witness, load, before)
        load.release()
        await flights.all_get(before, values[other], f"get({other!r})")
        calls = flights.ask(cache, key, count)
        await flights.waiting(witness, load, calls)
        load.release()
        await witness.idle()
        flights.loads_of(
            load,
            key,
            1,
            f"when {count} waited for the one load, and it failed",
            cure="All who wait get the error of that one load; only who asks later loads anew.",
        )
        await flights.all_fail(calls, error)
        broken = False
        calls = flights.ask(cache, key) + flights.ask(cache, other, 1)
        await flights.waiting(witness, load, calls)
        flights.loads_of(load, key, 2, flights.AGAIN, cure="Forget a load that has failed.")
        when = f"though its value had been loaded, and only load({key!r}) had failed"
        flights.loads_of(
            load, other, 1, when, cure="Forget the load that has failed, and no other."
        )
        load.release()
        what = f"get({key!r}) after a load that had failed"
        await flights.all_get(calls[:-1], values[key], what)
        await flights.all_get(calls[-1:], values[other], f"get({other!r})")

    broken = True
    load = witness.gate("load", answer)
    cache = await submission.Cache(load)
    calls = [driver.call("try_again", cache, key).start() for _ in range(flights.ASKERS)]
    await flights.waiting(witness, load, calls)
    load.release()
    await witness.idle()
    broken = False
    flights.loads_of(
        load,
        key,
        2,
        f"when {flights.ASKERS} callers whose load had failed tried again at once",
        cure="Forget the load that failed, and not the new one that somebody has begun meanwhile.",
    )
    load.release()
    await flights.all_get(calls, values[key], f"get({key!r}), tried again at once,")


@pytest.mark.points(1)
async def test_one_cancelled(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When one of the callers is cancelled, the first or any other, the rest get the value."""
    for place, (key, value) in enumerate(flights.draw(rng, flights.ASKERS).items()):
        load = witness.gate("load", {key: value}.__getitem__)
        cache = await submission.Cache(load)
        calls = flights.ask(cache, key)
        await flights.waiting(witness, load, calls)
        line = await driver.call("waits_at")
        expect.cancelled(await calls.pop(place).cancel(), f"get({key!r})")
        await flights.waiting(witness, load, calls)
        when = f"when caller {place + 1} of {flights.ASKERS} had been cancelled"
        flights.loads_of(load, key, 1, when, cure=flights.NOBODYS)
        load.release()
        what = f"get({key!r}), with another caller of it cancelled,"
        await flights.all_get(calls, value, what, line=line)
        calls = flights.ask(cache, key)
        await witness.idle()
        flights.loads_of(load, key, 1, "though its value had been loaded for callers before")
        await flights.all_get(calls, value, f"get({key!r}) after its load")


@pytest.mark.points(1)
async def test_failure_after_a_cancellation(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A failure is not kept either when the first caller has been cancelled before it."""
    [(key, value)] = flights.draw(rng, 1).items()
    error = flights.draw_error(rng, key)
    answers: list[object] = [error, value]

    def answer(key: str) -> object:
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    load = witness.gate("load", answer)
    cache = await submission.Cache(load)
    first, *others = flights.ask(cache, key)
    await flights.waiting(witness, load, [first, *others])
    line = await driver.call("waits_at")
    expect.cancelled(await first.cancel(), f"get({key!r})")
    load.release()
    await witness.idle()
    when = "when its first caller was cancelled, and then the load failed"
    flights.loads_of(load, key, 1, when, cure=flights.NOBODYS)
    await flights.all_fail(others, error, line=line)
    calls = flights.ask(cache, key)
    await flights.waiting(witness, load, calls)
    flights.loads_of(load, key, 2, flights.AGAIN, cure="Forget a load that has failed.")
    load.release()
    await flights.all_get(calls, value, f"get({key!r}) after a load that had failed")


@pytest.mark.points(1)
async def test_asked_for_again(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the only caller has been cancelled, the next gets the value, however soon it asks."""
    for turns, (key, value) in enumerate(flights.draw(rng, 6).items()):
        load = witness.gate("load", {key: value}.__getitem__)
        cache = await submission.Cache(load)
        call = driver.call("come_after", cache, key, turns).start()
        await flights.waiting(witness, load, [call])
        load.release()
        await flights.all_get(
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
    values = flights.draw(rng, int(numbers["keys"]))
    latency = numbers["latency"]
    load = witness.timed("load", latency, values.__getitem__)
    cache = await submission.Cache(load)
    with witness.under(0.8 * len(values) * latency, ideal=latency):
        got = await driver.call("ask_all", cache, list(values), flights.ASKERS)
    for key in values:
        flights.loads_of(load, key, 1, "for callers who ask at the same time")
    expect.equal(
        got,
        list(values.values()) * flights.ASKERS,
        f"{flights.ASKERS} callers' get() of {list(values)}",
    )
