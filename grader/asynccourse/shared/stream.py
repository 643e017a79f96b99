"""Items in a stream and a call for each, one of which fails; what is refused of how the rest ends.

The matter of 17_semaphore and 19_worker_queue.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.shared import MOMENT


def draw(rng: Random, count: int) -> dict[str, str]:
    """Return so many items, with a result each."""
    return {
        f"item-{number}": f"result-{rng.randrange(10**6)}"
        for number in rng.sample(range(1000), count)
    }


def shortest(durations: Sequence[float], limit: int) -> float:
    """Return how long these calls take if the next one starts as soon as one has ended."""
    places = [0.0] * limit
    for duration in durations:
        heapq.heapreplace(places, places[0] + duration)
    return max(places)


def one_fails(
    rng: Random, results: dict[str, str], broken: str, error: Exception
) -> tuple[Callable[[str], float], Callable[[str], str]]:
    """Return how long each call takes, no two ending together, and what it gives."""
    order = {item: number for number, item in enumerate(results)}
    offset = rng.randrange(1, 10) / 100

    def lasts(item: str) -> float:
        return 0.5 + offset if item == broken else 1.0 + order[item] / 20

    def result(item: str) -> str:
        if item == broken:
            raise error
        return results[item]

    return lasts, result


def ending(items: Iterable[str], error: Exception) -> Iterator[str]:
    """Yield the items, then fail."""
    yield from items
    raise error


def none_in_flight(services: Iterable[Service], after: str) -> None:
    """Refuse if a call is still in flight."""
    left = [call for service in services for call in service.in_flight]
    if left:
        more = f" (and {len(left) - 1} more)" if len(left) > 1 else ""
        expect.refuse(
            "leaked_task",
            f"{left[0].label} was still in flight after {after}{more}",
            line=left[0].line,
        )


async def fails(
    call: RemoteCall, what: str, witness: Witness, fn: Service, feed: Service, error: Exception
) -> None:
    """Refuse unless `call` of `what` raises `error`, or a group of it, at once, and all has ended.

    `feed` is called for each item, and then `fn` with it.
    """
    services = (fn, feed)
    try:
        got = await call
    except RemoteError as raised:
        failed = _failure(services)
        if failed is None:
            raise  # an error of its own, before there was another
        _is_only(raised, what, error)
    else:
        was = "was" if _failure(services) else "was to be"
        expect.refuse(
            "wrong_exception",
            f"{what} returned {expect.shown(got)}, though {error!r} {was} raised in it",
        )
    now = witness.now
    await witness.idle()
    none_in_flight(services, f"{what} had raised an error")
    _none_made_after(services, failed)
    _none_went_on(fn, failed, now)


def _failure(services: Iterable[Service]) -> ServiceCall | None:
    """Return the call that failed."""
    calls = [call for service in services for call in service.calls]
    return next((call for call in calls if call.outcome == "raised"), None)


def _is_only(raised: RemoteError, what: str, error: Exception) -> None:
    """Refuse unless what was raised is `error`, or a group that holds nothing else."""
    held = {(leaf.kind, leaf.text) for leaf in expect.leaves(raised.error)}
    expect.true(
        held == {(type(error).__name__, str(error))},
        "wrong_exception",
        f"{what} raised {expect.shown_error(raised)}; {error!r} was raised in it, and nothing else",
        line=raised.line,
    )


def _none_made_after(services: Iterable[Service], failed: ServiceCall) -> None:
    """Refuse if calls were made later than one had failed."""
    time = failed.end or 0.0
    late = [call for service in services for call in service.calls if call.start > time]
    if late:
        expect.refuse(
            "wrong_exception",
            f"{failed.label} had failed at {time:g} s, and {len(late)} more calls were made before "
            f"the error reached the caller, the first {late[0].start - time:g} s later: "
            f"{late[0].label}",
            line=late[0].line,
            cure="Let the error pass: what keeps it for later, like "
            "`gather(return_exceptions=True)`, doesn't stop the others.",
        )


def _none_went_on(fn: Service, failed: ServiceCall, now: float) -> None:
    """Refuse if the error was raised later than one call had failed, as others went on."""
    late = now - (failed.end or 0.0)
    rest = [call for call in fn.calls if call.outcome == "returned" and call.end == now]
    expect.true(
        late < MOMENT,
        "too_slow",
        f"{failed.label} had failed, and the error reached the caller only {late:g} s later"
        + (f", when {rest[-1].label} had come to its own end" if rest else ""),
        line=rest[-1].line if rest else 0,
        cure="Cancel the calls in flight as soon as one has failed, as a `TaskGroup` does.",
    )
