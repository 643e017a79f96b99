"""An api whose answers the suite lets go one by one, and what is refused of them in many tests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random
from typing import NoReturn

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteError, RemoteObject
from asynccourse.judge.services import Gate, Service
from asynccourse.judge.witness import Witness

ITS_OWN = "Each answer ends its own call: no lock, and no thread of a pool, may stand between."
ASK_THERE = "Ask `future.done()` in the function that the loop runs, right before it fills it."
LET_IT_GO = (
    "When its caller is cancelled, nobody looks at the future any more: let it be cancelled too."
)
TRIES = 200
PAUSE = 0.01
"""Seconds between two tries: what a thread is to do, it has this long, times the tries, to do."""

CALM_TRIES = 20
"""Tries in which a thread that has told its last word should have ended."""


@dataclass(frozen=True)
class AsValue:
    """An error that is a request's result, a value like any other: nothing has failed."""

    error: Exception


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
        if isinstance(answer, AsValue):
            return answer.error
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
            await self.witness.loop_turned()
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
            cure=ITS_OWN,
        )

    async def let_answer(self, arg: str) -> None:
        """Let one request with `arg` be answered, and judge what `on_done` did in that thread."""
        before = len(self.answered.calls)
        self.start.answer(next(call for call in self.start.in_flight if call.args == (arg,)))
        await self.witness.loop_turned()  # heard of by the loop, the answer counts as delivered
        await self.witness.until(
            lambda: len(self.answered.calls) > before,
            "hang",
            "the api called on_done in its thread, and on_done did not return",
            cure="Let `on_done` hand the answer over and return: nothing may be waited for there.",
        )
        judge_callback(self.answered.calls[-1].args[1])
        await self.witness.loop_turned()

    async def line(self) -> int:
        """Return the line at which the learner's code waits, 0 where it isn't known."""
        return int(await self.driver.plain("waits_at"))

    async def calm(self, tries: int = CALM_TRIES) -> int:
        """Wait until no thread is at work but those that wait for the judge; return how many are.

        What is to be proven of a loop that sleeps can be proven then.
        """
        busy = 0
        for _ in range(tries):
            await self.witness.loop_turned()
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

    async def error_as_value(self, value: Exception) -> None:
        """Refuse unless a result that is an exception is returned, like any other."""
        self.answers["an error"] = [AsValue(value)]
        call = await self.call("an error")
        await self.let_answer("an error")
        await self.calm()
        outcome = await call.outcome()
        if outcome.error is not None:
            expect.refuse(
                "wrong_exception",
                f"the request went well, and its result was an exception, as a value: {value!r}; "
                f"call raised {expect.shown_error(outcome.error)}",
                line=outcome.error.line,
                cure="Whether the request has failed is for `error` to say, not for the result: "
                "keep the two apart.",
            )
        got = outcome.value
        is_same = isinstance(got, RemoteError) and str(got) == f"{type(value).__name__}: {value}"
        expect.true(is_same, "wrong_result", f"call gave {expect.shown(got)}, not {value!r}")

    async def ended_by_timer(self, call: RemoteCall, seconds: float) -> Outcome | None:
        """Let so many seconds pass, and return how the call has ended by then; None if it hasn't.

        What only looks for the answer has not.
        """
        await self.driver.call("nap", seconds)
        end = asyncio.ensure_future(call.outcome())
        waits = [end, asyncio.ensure_future(self.witness.idle())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        return None if end.cancelled() else end.result()

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
            cure="Hand `call_soon_threadsafe` a function that does it in the loop's thread.",
        )
    if "event loop" in raised.error.text:
        expect.refuse(
            "wrong_thread",
            f"on_done asked for the event loop in the api's thread, where none is running: {said}",
            line=raised.line,
            cure="Ask for the running loop in `call`, before the request begins.",
        )
    expect.refuse(
        "lost_exception",
        f"on_done raised {said} in the api's thread, where nobody can catch it",
        line=raised.line,
        cure="Whatever has become of the caller meanwhile, `on_done` must raise nothing.",
    )


async def woken_by_itself(stage: Stage, call: RemoteCall, seconds: float) -> NoReturn:
    """Refuse a call that has set a timer, for what comes of it: it ends, or only looks."""
    line = await stage.line()
    outcome = await stage.ended_by_timer(call, seconds)
    if outcome is None:
        expect.refuse(
            "busy_wait",
            f"while it waited for the answer, it would have woken by itself {seconds:g} s on: it "
            "looks for the answer now and then, instead of being woken by it",
            line=line,
        )
    expect.refuse(
        "wrong_result" if outcome.error is None else "wrong_exception",
        f"the answer had not come after {seconds:g} s, and call waited no longer: it {outcome!s}",
        line=line,
        cure="Set no timeouts: how long to wait is for the caller of `call` to say.",
    )


def lost(text: str, line: int, when: str) -> None:
    """Refuse an error that the loop reported."""
    if text.startswith("InvalidStateError"):
        cure = ASK_THERE
        text = f"was then asked to fill a future that was done already ({text})"
    else:
        cure = LET_IT_GO
        text = f"had {text} to report, which nobody looked at"
    expect.refuse("lost_exception", f"{when}, and the loop {text}", line=line, cure=cure)


def draw(rng: Random, count: int = 1) -> dict[str, list[object]]:
    """Return so many args, with an answer for each."""
    return {f"req-{n}": [f"answer-{rng.randrange(10**6)}"] for n in rng.sample(range(1000), count)}
