"""Proves that `score_all` computes in several worker processes of one pool, off the loop."""

import asyncio
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

CHUNKS = 12
WORKERS = 4
"""Processors that the submission is told of: a pool has that many workers by default."""

pytestmark = pytest.mark.real_clock


def draw(rng: Random) -> list[list[int]]:
    """Return the chunks' numbers."""
    return [rng.sample(range(1000), rng.randrange(1, 60)) for _ in range(CHUNKS)]


def score(chunk: list[int]) -> int:
    """Return what the given function of the exercise returns."""
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


def in_a_worker(call: ServiceCall) -> None:
    """Refuse a chunk that is read in the submission's own process."""
    if call.process:
        return
    if call.thread:
        told = "a chunk was scored in a thread of the same process: threads compute in turns"
        raise Refusal("wrong_process", told, line=call.line)
    told = "a chunk was scored on the event loop's own thread, which can't do anything else then"
    raise Refusal("blocked_loop", told, line=call.line)


def chunks_of(witness: Witness, read: Service, count: int = CHUNKS) -> list[ServiceObject]:
    """Return chunks whose reading the judge sees: which one, and in which process."""
    read.check = in_a_worker
    return [witness.object("Chunk", {"__iter__": read}, bound=(n,)) for n in range(count)]


async def result_of(call: RemoteCall) -> object:
    """Return a call's result; a function that can't be sent to a worker is a crash of its own."""
    try:
        return await call
    except RemoteError as error:
        text = str(error).lower()
        if "pickle" in text or "local object" in text:
            told = f"what was sent to the pool can't be: {error}"
            raise Refusal("crashed", told, line=error.line) from None
        raise


@pytest.mark.points(3)
async def test_in_worker_processes(submission: Submission, witness: Witness, rng: Random) -> None:
    """Worker processes score the chunks, two at a time and more; the results are in order."""
    numbers = draw(rng)
    read = witness.rendezvous("read", 2, numbers.__getitem__, mode="blocking")
    got = await result_of(submission.score_all(chunks_of(witness, read)))
    expect.same_order(got, [score(chunk) for chunk in numbers], "score_all")


@pytest.mark.points(2)
async def test_one_pool(submission: Submission, witness: Witness, rng: Random) -> None:
    """One pool scores all chunks, with no more workers than there are processors."""
    numbers = draw(rng)
    read = witness.instant("read", numbers.__getitem__, mode="blocking")
    await result_of(submission.score_all(chunks_of(witness, read)))
    processes = max(len({call.process for call in read.calls}), witness.busiest.children)
    expect.true(
        processes <= WORKERS,
        "wrong_process",
        f"there were {processes} worker processes for {CHUNKS} chunks on {WORKERS} processors: "
        "one pool, no larger than the machine, does it all",
    )


@pytest.mark.points(2)
async def test_loop_stays_free(submission: Submission, witness: Witness, rng: Random) -> None:
    """While a worker computes, the event loop does other things."""
    numbers = draw(rng)
    read = witness.gate("read", numbers.__getitem__, mode="blocking")
    call = submission.score_all(chunks_of(witness, read)).start()
    await witness.until(
        lambda: bool(read.in_flight), "wrong_result", "score_all scored no chunk at all"
    )
    # Only a loop that turns can answer this; the workers compute until it has.
    await submission.get("__name__")
    read.open()
    expect.equal(await call, [score(chunk) for chunk in numbers], "score_all")


@pytest.mark.points(1)
async def test_no_chunks(submission: Submission) -> None:
    """Without chunks there is nothing to score, and the result is an empty list."""
    expect.equal(await result_of(submission.score_all([])), [], "score_all without chunks")


@pytest.mark.points(1)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a chunk can't be scored, the error reaches the caller, and no worker is left."""
    numbers = draw(rng)
    broken = rng.randrange(CHUNKS)
    error = ValueError(f"chunk {broken} is broken")

    def result(number: int) -> list[int]:
        if number == broken:
            raise error
        return numbers[number]

    read = witness.instant("read", result, mode="blocking")
    with expect.raises(error, "score_all"):
        await result_of(submission.score_all(chunks_of(witness, read)))


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so is score_all, and no worker is left."""
    numbers = draw(rng)
    read = witness.gate("read", numbers.__getitem__, mode="blocking")
    call = submission.score_all(chunks_of(witness, read)).start()
    await witness.until(
        lambda: bool(read.in_flight), "wrong_result", "score_all scored no chunk at all"
    )
    ended = asyncio.ensure_future(call.cancel())
    await asyncio.sleep(0)
    # What a worker has begun it ends; leaving a `with` block waits for that.
    read.open()
    expect.cancelled(await ended, "score_all")
