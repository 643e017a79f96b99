"""Proves that `call` is woken by the answer alone, in its own thread, and forgets late answers.

The api's threads really run, and each is parked in a gate until the suite lets its answer go. So
nothing here depends on a duration. Where a test is strict, the loop runs in debug mode, in which it
raises when it is used from another thread than its own.
"""

import asyncio
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject
from asynccourse.judge.services import Gate, Service
from asynccourse.judge.witness import Witness

TRIES = 200
PAUSE = 0.01
"""Seconds between two tries: what a thread is to do, it has this long, times the tries, to do."""

CALM_TRIES = 20
"""Tries in which a thread that has told its last word should have ended."""


class Stage:
    """An api on the learner's side, and what the judge sees and decides of it."""

    def __init__(self, driver: RemoteObject, witness: Witness, answers: dict[str, list[object]]):
        self.driver = driver
        self.witness = witness
        self.answers = answers
        self.start: Gate = witness.gate("api.start", self._result, mode="blocking")
        self.answered: Service = witness.instant("on_done", mode="blocking")

    def _result(self, arg: str) -> object:
        answer = self.answers[arg].pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def api(self, kind: str = "Api") -> RemoteObject:
        """Return a new api."""
        api: RemoteObject = await self.driver.plain(kind, self.start, self.answered)
        return api

    async def strict(self) -> None:
        """Let the loop refuse calls from other threads, and keep what it reports."""
        await self.driver.plain("be_strict")

    def begin(self, name: str, *args: object) -> RemoteCall:
        """Start one of the driver's coroutine functions."""
        return self.driver.call(name, *args).start()

    async def call(self, arg: str) -> RemoteCall:
        """Start the learner's call with an api of its own, and wait until its request is there."""
        call = self.begin("one_call", await self.api(), arg)
        await self.under_way(call)
        return call

    async def turn(self) -> None:
        """Wait until the loop has turned: it isn't held."""
        await self.driver.get("__name__")

    async def under_way(self, call: RemoteCall, count: int = 1) -> None:
        """Wait until `count` requests are under way and the loop is free; refuse if `call` ends."""
        there = asyncio.ensure_future(self._are_there(count))
        waits = [there, asyncio.ensure_future(call.outcome())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        if not there.cancelled():
            there.result()
            await self.turn()
            return
        expect.refuse(
            "wrong_result",
            f"call returned {expect.shown(await call)} with its request not yet answered"
            if self.start.calls
            else f"call returned {expect.shown(await call)} without calling api.start()",
        )

    async def _are_there(self, count: int) -> None:
        start, until = self.start, self.witness.until
        await until(lambda: bool(start.in_flight), "wrong_result", "call didn't call api.start()")
        await until(
            lambda: len(start.in_flight) >= count,
            "sequential",
            f"{count} requests should be under way at once, but some calls wait for the others",
        )

    async def let_answer(self, arg: str) -> None:
        """Let one request with `arg` be answered, and judge what `on_done` did in that thread."""
        before = len(self.answered.calls)
        self.start.answer(next(call for call in self.start.in_flight if call.args == (arg,)))
        await self.witness.until(
            lambda: len(self.answered.calls) > before,
            "hang",
            "the api called on_done, which did not return",
        )
        judge_callback(self.answered.calls[-1].args[1])
        await self.turn()

    async def line(self) -> int:
        """Return the line at which the learner's code waits, 0 where it isn't known."""
        return int(await self.driver.plain("waits_at"))

    async def calm(self, tries: int = CALM_TRIES) -> int:
        """Wait until no thread is at work but those that wait for the judge; return how many are.

        What is to be proven of a loop that sleeps can be proven then.
        """
        busy = 0
        for _ in range(tries):
            await self.turn()
            busy = (await self.witness.idle()).busy_threads
            if busy == 0:
                break
            await asyncio.sleep(PAUSE * self.witness.scale)
        return busy

    async def answer_to(self, call: RemoteCall, arg: str) -> object:
        """Let the request with `arg` be answered, and return what the call gives."""
        await self.let_answer(arg)
        await self.calm()
        return await call

    async def nothing_lost(self, when: str) -> None:
        """Refuse if the loop had an error to report."""
        for text, line in await self.driver.plain("reported"):
            lost(text, line, when)


def judge_callback(raised: RemoteError | None) -> None:
    """Refuse what `on_done` raised in the api's thread."""
    if raised is None:
        return
    said = str(raised)
    if raised.error.text.startswith("Non-thread-safe operation"):
        expect.refuse(
            "wrong_thread",
            "on_done, in the api's thread, changed what belongs to the event loop: the loop's own "
            "thread may be using it at that moment, and isn't woken",
            line=raised.line,
        )
    if "event loop" in raised.error.text:
        expect.refuse(
            "wrong_thread",
            f"on_done asked for the event loop in the api's thread, where none is running: {said}",
            line=raised.line,
        )
    expect.refuse(
        "lost_exception",
        f"on_done raised {said} in the api's thread, where nobody can catch it",
        line=raised.line,
    )


def lost(text: str, line: int, when: str) -> None:
    """Refuse an error that the loop reported."""
    if text.startswith("InvalidStateError"):
        text = f"was then asked to fill a future that was done already ({text})"
    else:
        text = f"had {text} to report, which nobody looked at"
    expect.refuse("lost_exception", f"{when}, and the loop {text}", line=line)


def draw(rng: Random, count: int = 1) -> dict[str, list[object]]:
    """Return so many args, with an answer for each."""
    return {f"req-{n}": [f"answer-{rng.randrange(10**6)}"] for n in rng.sample(range(1000), count)}


@pytest.mark.points(2)
async def test_woken_by_the_answer(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """While it waits, the loop is free and asleep; the answer wakes it and is returned."""
    answers = draw(rng)
    ((arg, (value,)),) = answers.items()
    stage = Stage(driver, witness, answers)
    call = await stage.call(arg)
    # The clock is the judge's here: it stands still, and a timer that is set shows.
    timer = (await witness.idle()).timer
    if timer is not None:
        expect.refuse(
            "busy_wait",
            f"while it waited for the answer, it would have woken by itself {timer:g} s on: it "
            "looks for the answer now and then, instead of being woken by it",
            line=await stage.line(),
        )
    expect.equal(await stage.answer_to(call, arg), value, "call")
    expect.equal(len(stage.start.calls), 1, "counting the requests of one call")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_loop_used_in_its_own_thread(
    driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The api's thread touches nothing of the loop's but through call_soon_threadsafe."""
    answers = draw(rng)
    ((arg, (value,)),) = answers.items()
    stage = Stage(driver, witness, answers)
    await stage.strict()
    expect.equal(await stage.answer_to(await stage.call(arg), arg), value, "call")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_many_at_once(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Forty requests are under way at once, and each caller has its own answer as it comes."""
    count = int(numbers["calls"])
    answers = draw(rng, count)
    wanted = {arg: value for arg, (value,) in answers.items()}
    stage = Stage(driver, witness, answers)
    returned = witness.instant("returned")
    await stage.strict()
    everything = stage.begin("all_calls", await stage.api(), list(answers), returned)
    await stage.under_way(everything, count)
    for number, arg in enumerate(rng.sample(list(answers), count)):
        await stage.let_answer(arg)
        await witness.until(
            lambda number=number: len(returned.calls) > number,  # type: ignore[misc]
            "sequential",
            f"the answer for {arg!r} was there, and its call did not return while "
            f"{count - number - 1} others waited for theirs",
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
    stage = Stage(driver, witness, {"empty": list(empty)})
    await stage.strict()
    for value in empty:
        got = await stage.answer_to(await stage.call("empty"), "empty")
        expect.equal(got, value, "call")
    answers = draw(rng)
    ((arg, (value,)),) = answers.items()
    quick = Stage(driver, witness, answers)
    call = quick.begin("in_another_loop", await quick.api("QuickApi"), arg)
    await quick.under_way(call)
    await quick.let_answer(arg)
    expect.equal(await call, value, "call, answered before api.start() had returned,")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_errors_reach_the_caller(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """The error of a request that failed reaches the caller, and so does an error of `start`."""
    error = ConnectionError(f"no line {rng.randrange(10**6)}")
    stage = Stage(driver, witness, {"broken": [error]})
    await stage.strict()
    call = await stage.call("broken")
    with expect.raises(error, "call"):
        await stage.answer_to(call, "broken")

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
    stage = Stage(driver, witness, {"req": [*late, fresh]})
    await stage.strict()
    for kind in ("answer", "error"):
        call = await stage.call("req")
        expect.cancelled(await call.cancel(), "call")
        busy = await stage.calm(TRIES)
        expect.true(
            busy == 0,
            "resource_leak",
            f"after call had been cancelled, {busy} thread besides the api's still waited for the "
            "answer",
        )
        await stage.let_answer("req")
        await stage.turn()
        await stage.nothing_lost(f"the {kind} came after call had been cancelled")
    got = await stage.answer_to(await stage.call("req"), "req")
    expect.equal(got, fresh, "call, after others had been cancelled,")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_answer_and_cancellation_cross(driver: RemoteObject, rng: Random) -> None:
    """An answer that is given just before the caller is cancelled does no harm either."""
    answer = f"answer-{rng.randrange(10**6)}"
    how, value, raised, reported = await driver.call("crossing", "req", answer)
    judge_callback(raised)
    for text, line in reported:
        lost(text, line, "call was cancelled after on_done had returned and before the loop turned")
    expect.true(
        how == "was cancelled",
        "swallowed_cancellation",
        "call was cancelled by its caller when its answer had just been given, but it "
        f"{how} {expect.shown(value)}",
    )
