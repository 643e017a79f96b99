"""What the driver runs for a request, and what is refused of it in more than one test."""

from __future__ import annotations

import asyncio
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject
from asynccourse.judge.services import Gate, Service
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import very_same

STEPS = ["load", "load, after its wait,", "render"]
INNER = "load handled another request, and after that"
MORE_STEPS = [*STEPS, "the coroutine that render submitted", "render, after submit,"]

STAYS = (
    "A pool's thread lives on, and so does what is set in it: call `render` in a copy of the "
    "context instead, which ends with the call."
)

Lines = dict[str, int]
"""Which of the learner's lines is to be shown for a step."""


class Stage:
    """What the driver runs, and the suite's waits for it."""

    def __init__(self, driver: RemoteObject, witness: Witness):
        self.driver = driver
        self.witness = witness

    def begin(self, name: str, *args: object) -> RemoteCall:
        """Start one of the driver's coroutine functions."""
        return self.driver.call(name, *args).start()

    async def in_flight(self, call: RemoteCall, service: Service, count: int = 1) -> None:
        """Wait until `count` calls of a service are in flight together; refuse if `call` ends."""
        there = asyncio.ensure_future(self._are_there(service, count))
        waits = [there, asyncio.ensure_future(call.outcome())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        if not there.cancelled():
            there.result()
            await self.witness.loop_turned()
            return
        outcome = await end_of(call)
        if outcome.error is not None:
            raise outcome.error
        expect.refuse("wrong_result", f"it {outcome!s} without having waited for {service.label}()")

    async def _are_there(self, service: Service, count: int) -> None:
        until, what = self.witness.until, f"{service.label}()"
        await until(lambda: bool(service.calls), "wrong_result", f"{what} was not called")
        await until(
            lambda: service.distinct >= count,
            "sequential",
            f"{count} calls of {what} should be in flight at once, but some wait for the others",
            cure="No request may wait for another one: for a lock, or for a pool that has too few "
            "threads.",
        )

    async def rendered(self, call: RemoteCall, render: Gate) -> int:
        """Let a request be rendered; return the learner's line that waited for that, or 0."""
        await self.in_flight(call, render)
        line = int(await self.driver.plain("waits_at"))
        render.release()
        return line

    async def request(self, name: str, *services: object) -> RemoteObject:
        """Return a request."""
        request: RemoteObject = await self.driver.plain("Request", name, *services)
        return request

    async def caller_unchanged(self, when: str, source: str) -> None:
        """Refuse if a caller of `handle` found another id after it than before."""
        for before, after in await self.driver.plain("caller_saw"):
            expect.true(
                before == after,
                "wrong_result",
                f"{when}, current_id() gave its caller {after!r}, where it had given {before!r} "
                "before",
                line=set_at(source),
                cure="However `handle` ends, put back what was there before (`reset(token)`).",
            )

    async def nothing_stays(self, load: Service, render: Gate, name: str) -> None:
        """Refuse if what a caller had set is found by one who has not, or in an idle thread."""
        request = await self.request(name, load, render)
        call = self.begin("one", request, None)
        line = await self.rendered(call, render)
        await result_of(call)
        for step, _, found in await request.get("notes"):
            expect.true(
                found == "-",
                "wrong_result",
                f"one caller had set a context variable, and then {step}, for a caller who had "
                f"set nothing, found {found!r} in it",
                line=line,
                cure=STAYS,
            )
        for found in await self.driver.call("asked_in_the_pool"):
            expect.true(
                found == "-",
                "wrong_result",
                "when all requests had been answered, a thread of the loop's pool was asked for "
                f"the context variables, and {found!r} was still there",
                line=line,
                cure=STAYS,
            )

    async def loops_right(self) -> None:
        """Refuse if a coroutine ran on another loop than the one it was submitted to."""
        for line in await self.driver.plain("ran_elsewhere"):
            expect.refuse(
                "wrong_thread",
                "submit ran the coroutine on another event loop than the one that it was given",
                line=line,
                cure="Hand the coroutine to the loop that is given; its own thread runs it there.",
            )


async def end_of(call: RemoteCall) -> Outcome:
    """Return how a call ended; what came of using a loop from the wrong thread is refused."""
    outcome = await call.outcome()
    if outcome.error is None:
        return outcome
    error = outcome.error
    if error.kind == "NotImplementedError":
        raise error
    text = error.error.text
    if text.startswith("Non-thread-safe operation") or "event loop" in text:
        expect.refuse(
            "wrong_thread",
            f"it used an event loop from a thread in which that doesn't run: {error}",
            line=error.line,
            cure="Hand the coroutine to the loop in the one way that is made for other threads.",
        )
    return outcome


async def result_of(call: RemoteCall) -> object:
    """Return the result of a call. Raises `RemoteError`."""
    outcome = await end_of(call)
    if outcome.error is not None:
        raise outcome.error
    return await call


def same(caught: expect.Caught, wanted: Exception, what: str) -> None:
    """Refuse an error that is made like the one that was raised, and isn't that one."""
    very_same(
        caught,
        wanted,
        what,
        "the error that it was given",
        cure="Let the error itself pass, not one that is made like it.",
    )


async def steps_saw(
    request: RemoteObject, name: str, steps: list[str], when: str = "", lines: Lines | None = None
) -> None:
    """Refuse unless the request took these steps, and found its own id in each."""
    notes = await request.get("notes")
    for step, seen, _ in notes:
        expect.true(
            seen == name,
            "wrong_result",
            f"request {name!r}: {step} found {seen!r} in current_id(){when}",
            line=(lines or {}).get(step, 0),
            cure=_cure(step, seen),
        )
    expect.equal([step for step, _, _ in notes], steps, f"the steps of request {name!r}")


def _cure(step: str, seen: str) -> str:
    """Return the way out where a step found an id that isn't its request's."""
    if step == INNER:
        instead = ', not "-"' if seen == "-" else ""
        return f"Put back what was there before (`reset(token)`){instead}."
    if seen != "-":
        return "Keep the id in the ContextVar alone: what all requests share holds one id for all."
    if step == MORE_STEPS[3]:
        return "`render` had found it, so `submit` lost it: the context has to go along there, too."
    if step == "load":
        return "Set the id before `load` is called: what runs for the request begins there."
    return "Set the id for as long as `handle` runs, and take the context along into the thread."


def set_at(source: str) -> int:
    """Return the line that sets the id last, 0 without one; what `main` shows doesn't count."""
    answer = source.partition("\nasync def main(")[0].splitlines()
    lines = [number for number, text in enumerate(answer, 1) if "request_id.set(" in text]
    return lines[-1] if lines else 0


def names(rng: Random, count: int) -> list[str]:
    """Return so many different ids."""
    return [f"req-{n}" for n in rng.sample(range(1000), count)]


def page(name: str, data: object = None) -> str:
    """Return what render makes of the data."""
    return f"page of {name} with {data}"
