"""Proves that `score_all` computes in several worker processes of one pool, off the loop."""

from __future__ import annotations

import asyncio
from random import Random
from typing import NoReturn, cast

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Gate, Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.shared import worker_pools
from asynccourse.verdicts.refusal import Refusal

CHUNKS = 12
WORKERS = 4
"""Processors that the submission is told of: a pool has that many workers by default."""

LAST = CHUNKS - 1
KINDS = (OSError, EOFError, BufferError)
"""Errors that code seldom thinks of: whatever it does for those, it does for all."""

PATIENCE = 1.0
"""Seconds that the others have to come before the last chunk: some answers take that one first."""

AS_IT_IS = "Pass the chunk to `score` as it is: a worker reads it."

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


def in_a_worker(call: ServiceCall, scoring: range) -> None:
    """Refuse a chunk that is read in the submission's own process, `scoring` or before that."""
    if call.process:
        call.inline = False  # what waits at a line of the submission's is the await in its process
        return
    refuse_here(call.line, bool(call.thread), scoring)


def refuse_here(line: int, in_thread: bool, scoring: range) -> NoReturn:
    """Refuse a chunk that was read in the submission's own process."""
    done, cure = ("scored", "") if line in scoring else ("read", AS_IT_IS)
    if in_thread:
        told = f"a chunk was {done} in a thread of the same process: threads compute in turns"
        raise Refusal("wrong_process", told, line=line, cure=cure)
    told = f"a chunk was {done} on the event loop's own thread, which can't do anything else then"
    raise Refusal("blocked_loop", told, line=line, cure=cure)


class Pools(worker_pools.Pools):
    """The pools of `score_all`, and its chunks."""

    def __init__(self, driver: RemoteObject, witness: Witness) -> None:
        super().__init__("score_all", driver, witness)
        self._driver, self._witness = driver, witness

    async def chunks(self, read: Service) -> list[ServiceObject]:
        """Return chunks whose reading the judge sees: which one, and in which process."""
        await self.watch()
        scoring = await self.scoring()
        read.check = lambda call: in_a_worker(call, scoring)
        methods = {"__iter__": read}
        return [self._witness.object("Chunk", methods, bound=(n,)) for n in range(CHUNKS)]

    async def scoring(self) -> range:
        """Return the lines of `score`."""
        first, last = await self._driver.plain("lines_of_score")
        return range(first, last + 1)

    async def held(self, submission: Submission, read: Gate) -> RemoteCall:
        """Start a call and return it with a chunk being read, which lasts until `read` opens."""
        call = submission.score_all(await self.chunks(read))
        none = "score_all scored no chunk at all"
        return await self.started(call, lambda: bool(read.in_flight), "wrong_result", none)

    async def last_alone(self, read: Gate) -> None:
        """Let all chunks end but the last, which may take its time to be left alone."""
        given_up = self._after_patience()
        while len(read.calls) < CHUNKS or len(read.in_flight) > 1:
            others = [call.args for call in read.in_flight if call.args != (LAST,)]
            for other in others:
                read.release(*other)
            if others:
                given_up = self._after_patience()
            if self._witness.now > given_up:
                return
            await asyncio.sleep(0.005)

    def _after_patience(self) -> float:
        return self._witness.now + PATIENCE * self._witness.scale

    async def turns_with_results(self) -> None:
        """Wait until the loop has the results of all chunks but one, and has turned once more.

        How long it waits can only let pass what stands still: a loop that is free turns at once.
        """
        for _ in range(100):
            if await self._driver.plain("under_way") <= 1:
                break
            await asyncio.sleep(0.01)
        for _ in range(3):
            await asyncio.sleep(0.03)
            await self._witness.loop_turned()

    async def are_shut_down(self) -> None:
        """Refuse also if workers outlived the call, whose pool nobody had waited for."""
        await super().are_shut_down()
        for line in await self._driver.plain("ended_early"):
            told = "score_all told its pool to end, and ended before its worker processes had"
            expect.refuse("resource_leak", told, line=line, cure=worker_pools.WAIT)


@pytest.mark.points(3)
async def test_in_worker_processes(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Worker processes score the chunks, two at a time and more; the results are in order."""
    numbers, pools = draw(rng), Pools(driver, witness)
    read = witness.rendezvous("score", 2, numbers.__getitem__, mode="blocking")
    got = worker_pools.value_of(await submission.score_all(await pools.chunks(read)).outcome())
    expect.same_order(got, [score(chunk) for chunk in numbers], "score_all")
    await pools.are_shut_down()


@pytest.mark.points(2)
async def test_one_pool(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """One pool scores all chunks, with no more workers than there are processors."""
    numbers, pools = draw(rng), Pools(driver, witness)
    read = witness.gate("score", numbers.__getitem__, mode="blocking")
    # A pool starts a worker where none is idle: none is, before all chunks are handed out.
    call = await pools.held(submission, read)
    read.open()
    worker_pools.value_of(await call.outcome())
    most, line, count = await driver.plain("most")
    # A pool may start workers afresh, one after the other: it counts how many there are at once.
    processes = most if count else len({call.process for call in read.calls})
    expect.true(
        count <= 1,
        "wrong_process",
        f"{count} pools were used for {CHUNKS} chunks, where one does it all",
        line=line,
        cure="Make one pool, and hand all the chunks to it.",
    )
    expect.true(
        processes <= WORKERS,
        "wrong_process",
        f"there were at least {processes} worker processes for {CHUNKS} chunks, where "
        f"`os.cpu_count()` gives {WORKERS} in this test: one pool no larger than that does it all",
        line=line,
        cure="Make one pool, and leave its size to it or ask `os.cpu_count()`.",
    )
    await pools.are_shut_down()


@pytest.mark.points(2)
async def test_loop_stays_free(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """While a worker computes, the event loop does other things."""
    numbers, pools = draw(rng), Pools(driver, witness)
    read = witness.gate("score", numbers.__getitem__, mode="blocking")
    call = await pools.held(submission, read)
    await witness.loop_turned()  # the workers compute until it has
    await pools.last_alone(read)
    await pools.turns_with_results()  # whoever awaits the others goes on to the last
    read.open()
    expect.same_order(await call, [score(chunk) for chunk in numbers], "score_all")
    await pools.are_shut_down()


@pytest.mark.points(1)
async def test_few_chunks(submission: Submission, driver: RemoteObject, witness: Witness) -> None:
    """No chunks give an empty list, and then a single one, which is empty, gives a list of 0."""
    pools = Pools(driver, witness)
    await pools.watch()
    expect.equal(await submission.score_all([]), [], "score_all without chunks")
    outcome = await driver.call("score_empty").outcome()
    got, read_here = cast(tuple[object, list[tuple[int, bool]]], worker_pools.value_of(outcome))
    for line, in_thread in read_here:
        refuse_here(line, in_thread, await pools.scoring())
    expect.equal(got, [0], "score_all of a tuple of one empty chunk")
    await pools.are_shut_down()


@pytest.mark.points(1)
async def test_error_reaches_caller(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """If a chunk can't be scored, the error reaches the caller, when the workers have ended."""
    numbers, pools = draw(rng), Pools(driver, witness)
    read = witness.gate("score", mode="blocking")
    call = await pools.held(submission, read)
    broken = read.in_flight[0].args[0]
    error = rng.choice(KINDS)(f"chunk {broken} is broken")

    def result(number: int) -> list[int]:
        if number == broken:
            raise error
        return numbers[number]

    read.result = result
    read.release(broken)
    outcome = await pools.end_before(asyncio.ensure_future(call.outcome()), [read])
    worker_pools.raised(outcome, error, "`score` had")
    await pools.are_shut_down()


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so is score_all, when the workers have ended."""
    numbers, pools = draw(rng), Pools(driver, witness)
    read = witness.gate("score", numbers.__getitem__, mode="blocking")
    call = await pools.held(submission, read)
    outcome = await pools.end_before(asyncio.ensure_future(call.cancel()), [read])
    expect.cancelled(outcome, "score_all")
    await pools.are_shut_down()
