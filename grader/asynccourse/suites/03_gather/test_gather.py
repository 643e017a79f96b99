"""Proves that `fetch_all` overlaps its fetches, and keeps order, errors and tidiness."""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject, Submission
from asynccourse.judge.services import Service, Timed
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import reaches_caller
from asynccourse.shared.patience import expect_patience

CALLS = 10

MANY = 200
"""Fetches at once, where the ten have overlapped: more than a limit of a hundred lets through."""

DAYS = 1e6
"""Seconds within which a timer counts as a limit: no fetch takes longer than some days."""

NO_LIMIT = "Set no limit of your own: a fetch takes as long as it takes."

NO_AWAITABLE = ("unhashable type", "a coroutine or an awaitable is required")
"""What `gather` says to a list, or to a generator, in the place of an awaitable."""


def keys_and_values(rng: Random, count: int = CALLS) -> dict[str, str]:
    """Return that many keys with a value each, drawn from the seed."""
    return {
        f"key-{number}": f"value-{rng.randrange(10**6)}"
        for number in rng.sample(range(10 * count), count)
    }


async def fetch_all(submission: Submission, fetch: Service, keys: Sequence[str]) -> Any:
    """Return what `fetch_all` gives, or raise its error; a mistaken `gather` is refused here."""
    call = submission.fetch_all(fetch, keys)
    outcome = await call.outcome()
    expect_awaited(outcome)
    error = outcome.error
    if (
        error is not None
        and error.kind == "TypeError"
        and any(said in error.error.text for said in NO_AWAITABLE)
        and "gather(" in submission.session.source.quote(error.line)
    ):
        expect.refuse(
            "not_awaited",
            "gather was handed all coroutines as one object, where it takes each as an argument",
            line=error.line,
            cure="A `*` before that object hands its coroutines over one by one.",
        )
    return await call


def expect_awaited(outcome: Outcome) -> None:
    """Refuse a result that is still to be awaited, as that of `gather` is."""
    value = outcome.value
    expect.true(
        not (isinstance(value, RemoteObject) and value.handle.kind == "awaitable"),
        "not_awaited",
        "fetch_all returned something that is still to be awaited, not the list of results",
        cure="Put `await` before what makes it: only that gives the results of a `gather(...)`.",
    )


def expect_fetched_twice(fetch: Service, key: str) -> None:
    """Refuse a key that stands in the keys twice, and wasn't fetched twice."""
    expect.true(
        sum(call.args == (key,) for call in fetch.calls) == 2,
        "wrong_result",
        f"{key!r} stands in the keys twice, and was not fetched twice",
        cure="Fetch once for each place in `keys`, also where a key comes again.",
    )


async def expect_many_together(
    submission: Submission, witness: Witness, rng: Random, latency: float
) -> None:
    """Refuse where some of very many fetches wait for others, be it for one of the same key."""
    values = keys_and_values(rng, MANY)
    fetch = witness.timed("fetch", latency, values.__getitem__, parties=MANY)
    last = list(values)[-1]
    keys = (*values, last)  # side by side, and no list: any sequence will do
    with witness.under(1.9 * latency, code="sequential", ideal=latency):
        witness.ideal(witness.now + latency)  # in the picture they stand behind the ten
        got = await fetch_all(submission, fetch, keys)
    expect_fetched_twice(fetch, last)
    expect.same_order(got, [values[key] for key in keys], "fetch_all")


async def expect_anew(
    submission: Submission, fetch: Timed, rng: Random, twin: str, other: str
) -> None:
    """Refuse a second call that gives anything but the results of its own fetches, in place."""
    newer = [f"newer-{number}" for number in rng.sample(range(10**6), 3)]
    answers = {twin: newer[:2], other: newer[2:]}
    fetch.delay = 0.1
    fetch.result = lambda key: answers[key].pop(0) if answers.get(key) else ""
    got = await fetch_all(submission, fetch, [twin, "", other, twin])
    wanted = [newer[0], "", newer[2], newer[1]]
    if isinstance(got, list) and got[:1] == [newer[1]]:
        wanted = [newer[1], "", newer[2], newer[0]]  # the fetches may start in any order
    expect.equal(
        got,
        wanted,
        "fetch_all, called again,",
        cure="Each fetch has its own place in the results, also one of an empty key or of a key "
        "that comes again; and nothing is kept for the next call.",
    )


def failing_once(values: dict[str, str], broken: str, error: Exception) -> Callable[[str], str]:
    """Return what fetches give: one fails, and would not if it were made again."""
    errors = [error]

    def result(key: str) -> str:
        if key == broken and errors:
            raise errors.pop()
        return values[key]

    return result


async def expect_error(
    submission: Submission, fetch: Service, keys: list[str], error: Exception
) -> None:
    """Refuse unless the error of a fetch, and no other, reaches the caller."""
    call = fetch_all(submission, fetch, keys)
    await reaches_caller(call, error, "fetch_all", submission.session.source)


async def until_ended(witness: Witness, fetch: Service) -> None:
    """Wait for fetches that go on behind an error, as those in a `gather` may."""
    await witness.until(lambda: not fetch.in_flight, "hang", "a fetch never ended")


@pytest.mark.points(2)
async def test_all_in_flight_together(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """All ten fetches are in flight together."""
    values = keys_and_values(rng)
    fetch = witness.rendezvous("fetch", CALLS, values.__getitem__)
    got = await fetch_all(submission, fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")


@pytest.mark.points(1)
async def test_no_longer_than_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Ten fetches take no longer than one."""
    values = keys_and_values(rng)
    fetch = witness.timed("fetch", numbers["latency"], values.__getitem__)
    latency = numbers["latency"]
    with witness.under(1.05 * latency, code="sequential", ideal=latency):
        got = await fetch_all(submission, fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")
    # Behind the ten, whose sentence and picture are the plainer ones.
    await expect_many_together(submission, witness, rng, latency)


@pytest.mark.points(2)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the keys, whichever fetch ends first."""
    values = keys_and_values(rng)
    delays = dict(zip(values, rng.sample(range(1, 100), CALLS), strict=True))
    twice = rng.sample(list(values), 2)
    keys = [*values, *twice]
    rng.shuffle(keys)
    fetched: Counter[str] = Counter()

    def delay(key: str) -> float:
        fetched[key] += 1
        # The last to end is one whose key comes again: a dict of tasks by key would forget it.
        # Still short enough for those who look every millisecond whether all have ended.
        return 2.0 if key in twice and fetched[key] == 1 else delays[key] / 100

    fetch = witness.timed("fetch", delay, values.__getitem__)
    got = await fetch_all(submission, fetch, keys)
    for key in twice:
        expect_fetched_twice(fetch, key)
    expect.same_order(got, [values[key] for key in keys], "fetch_all")
    for call in fetch.in_flight:
        expect.refuse(
            "leaked_task",
            f"fetch_all returned while {call.label}, one of two for that key, was in flight",
            line=call.line,
            cure="A dict keeps one task for a key, and loses the other: keep them in a list.",
        )
    await expect_anew(submission, fetch, rng, *twice)


@pytest.mark.points(1)
async def test_no_keys(submission: Submission, witness: Witness) -> None:
    """Without keys there is nothing to fetch, and the result is an empty list."""
    fetch = witness.instant("fetch")
    expect.equal(await fetch_all(submission, fetch, []), [], "fetch_all without keys")


@pytest.mark.points(2)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If one fetch fails, its error reaches the caller."""
    values = keys_and_values(rng)
    broken = rng.choice(list(values))
    said = f"{broken} is broken"
    error: Exception = ConnectionError(said)
    fetch = witness.rendezvous("fetch", CALLS, failing_once(values, broken, error))
    await expect_error(submission, fetch, list(values), error)
    # In the middle of others that take longer, and of kinds that one's own code may take for
    # something that it knows itself.
    before, after = rng.sample([key for key in values if key != broken], 2)
    for error in (KeyError(said), TimeoutError(said), ZeroDivisionError(said)):
        result = failing_once(values, broken, error)
        slow = witness.timed("fetch", lambda key: 0.1 if key == broken else 0.3, result)
        await expect_error(submission, slow, [before, broken, after], error)
        await until_ended(witness, slow)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, every fetch is cancelled too."""
    values = keys_and_values(rng)
    fetch = witness.gate("fetch", values.__getitem__)
    call = submission.fetch_all(fetch, list(values)).start()
    await witness.all_in_flight(fetch, CALLS)
    await expect_patience(witness, fetch, "fetch_all", far=DAYS, cure=NO_LIMIT)
    outcome = await call.cancel()
    expect_awaited(outcome)
    expect.cancelled(outcome, "fetch_all")
    await witness.idle()  # what was cancelled and not waited for ends in the loop's next turn
    left = fetch.in_flight
    if left:
        expect.refuse(
            "leaked_task",
            f"{len(left)} fetches went on after their caller was cancelled",
            line=left[0].line,
            cure="`gather` and a `TaskGroup` hand a cancellation on to their tasks; "
            "`asyncio.shield` doesn't, and other tasks are yours to cancel.",
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, ten fetches take about as long as one."""
    values = keys_and_values(rng)
    fetch = witness.timed("fetch", numbers["latency"], values.__getitem__, parties=CALLS)
    latency = numbers["latency"]
    with witness.under(0.8 * CALLS * latency, ideal=latency):
        got = await fetch_all(submission, fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")
