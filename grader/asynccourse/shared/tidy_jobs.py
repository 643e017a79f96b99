"""Jobs that take time, and clean up when they are cancelled; what must have become of them.

Of 12 and 13: in both, jobs are started together, and some or all of them are called off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, RemoteObject
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.shared import MOMENT
from asynccourse.wall.values import Error

JOBS = 6

LONG = 1000.0
"""Seconds that a job takes which is to be cancelled: longer than all clean-ups together."""

KINDS = (ConnectionError, TimeoutError, KeyError, ValueError, AssertionError)

ONCE = (
    "Cancel each task once, then await it. A `gather` or a `TaskGroup` that is cancelled has "
    "cancelled its tasks already."
)

WHOLE = (
    "A group that a job itself had raised is that job's exception: put it in as it is, and don't "
    "take it apart."
)

AGAIN = (
    "Await every task of yours before you end: a `gather` that is cancelled ends with the first of "
    "its tasks that does."
)


def draw_error(rng: Random) -> Exception:
    """Return an error of any kind."""
    return rng.choice(KINDS)(f"broken: {rng.randrange(10**6)}")


def ending(outcome: object) -> Callable[[], object]:
    """Return a function that returns the outcome, or raises it if it is an exception."""

    def end() -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return end


def timed(
    witness: Witness, delays: Sequence[float], outcomes: Sequence[object], name: str = "job"
) -> list[Service]:
    """Return services that end so after these delays."""
    pairs = zip(delays, outcomes, strict=True)
    return [
        witness.timed(f"{name}_{n}", delay, ending(outcome))
        for n, (delay, outcome) in enumerate(pairs)
    ]


def clean_ups(witness: Witness, rng: Random) -> list[Service]:
    """Return a clean-up for each job, no two of the same length."""
    delays = [float(delay) for delay in rng.sample(range(2, 20), JOBS)]
    return timed(witness, delays, [None] * JOBS, "clean_up")


def of(services: Sequence[Service]) -> list[ServiceCall]:
    """Return all calls of these services."""
    return [call for service in services for call in service.calls]


async def none_in_flight(witness: Witness, services: Sequence[Service], after: str) -> None:
    """Refuse if a job is still at work once the call has ended."""
    await witness.idle()
    left = [call for call in of(services) if call.outcome == "open"]
    expect.true(
        not left,
        "leaked_task",
        f"{len(left)} of {JOBS} jobs still ran after {after}: nobody had cancelled them",
        line=left[0].line if left else 0,
    )


class CalledOff:
    """The jobs of one call that were to be cancelled, and their clean-ups."""

    def __init__(
        self,
        driver: RemoteObject,
        witness: Witness,
        jobs: Sequence[Service],
        cleaners: Sequence[Service],
    ) -> None:
        self._driver, self._witness = driver, witness
        self._jobs, self._cleaners = jobs, cleaners

    async def have_ended(self, count: int, after: str) -> None:
        """Refuse unless so many jobs were cancelled, and have cleaned up to the end by now."""
        await self._witness.idle()  # what was cancelled just now hears of it
        running = [call for call in of(self._jobs) if call.outcome == "open"]
        expect.true(
            not running,
            "leaked_task",
            f"{after}, and {len(running)} jobs ran on: nobody had cancelled them",
            line=running[0].line if running else 0,
            cure="Cancel what still runs, and await it: `asyncio.wait` and `shield` leave their "
            "tasks running.",
        )
        await self._not_cut_short()
        self._all_cancelled(count, after)
        left = self._numbers("open")
        line = await self._line_of_cancel(left[0], 0) if left else 0
        expect.true(
            not left,
            "leaked_task",
            f"{after} when {len(left)} of the {count} jobs that were cancelled had not ended: "
            "their clean-up was still under way",
            line=line or self._line_of_start(left),
            cure="" if line else AGAIN,
        )

    async def cancelled_at(self, due: float, after: str) -> None:
        """Refuse unless all of them were cancelled at that time."""
        last = max(of(self._cleaners), key=lambda call: call.start)
        number = next(n for n, cleaner in enumerate(self._cleaners) if last in cleaner.calls)
        expect.true(
            last.start < due + MOMENT,
            "too_slow",
            f"one of the jobs was cancelled only {last.start - due:g} s after {after}: first "
            "cancel all of them, then wait for all",
            line=await self._line_of_cancel(number, 0),
        )

    def _all_cancelled(self, count: int, after: str) -> None:
        """Refuse if fewer were cancelled: the others had ended by themselves, or not begun."""
        unbegun = sum(not job.calls for job in self._jobs)
        expect.true(
            not unbegun, "sequential", f"{after} when {unbegun} jobs had not even been started"
        )
        begun = len(of(self._cleaners))
        expect.true(
            begun == count,
            "too_slow",
            f"{after} only when {count - begun} jobs had run to their own end: they were not "
            "cancelled",
            cure="Cancel the others as soon as it is clear that nobody needs them.",
        )

    async def _not_cut_short(self) -> None:
        """Refuse if a job was cancelled once more while it cleaned up."""
        cut = self._numbers("cancelled")
        expect.true(
            not cut,
            "resource_leak",
            f"the clean-up of {len(cut)} jobs was cut short: they were cancelled once more in it",
            line=(await self._line_of_cancel(cut[0], 1) if cut else 0) or self._line_of_start(cut),
            cure=ONCE,
        )

    def _numbers(self, outcome: str) -> list[int]:
        """Return the numbers of the jobs whose clean-up is in that state."""
        return [
            number
            for number, cleaner in enumerate(self._cleaners)
            if any(call.outcome == outcome for call in cleaner.calls)
        ]

    async def _line_of_cancel(self, number: int, place: int) -> int:
        """Return the line that cancelled a job, for the first time or a later one."""
        lines = (await self._driver.plain("cancels"))[number][place:]
        return next((int(line) for line in lines if line), 0)

    def _line_of_start(self, numbers: Sequence[int]) -> int:
        """Return the line that made the task of the first of these jobs; 0 without one."""
        return next((of([self._cleaners[number]])[0].line for number in numbers), 0)


def is_group_of(error: RemoteError, wanted: Sequence[Exception], what: str, cure: str) -> None:
    """Refuse unless `error` is an ExceptionGroup of exactly these exceptions, in any order."""
    names = expect.shown(list(wanted))[1:-1]
    is_one_of_them = told(error.error) in map(given, wanted)  # a job may have raised a group
    expect.true(
        error.is_a("ExceptionGroup") and not is_one_of_them,
        "wrong_exception",
        f"{what} raised {expect.shown_error(error)}, not an ExceptionGroup that holds {names}",
        line=error.line,
        cure=WHOLE if is_one_of_them and error.origin not in wanted else cure,
    )
    held = [told(inner) for inner in error.error.group]
    shown = ", ".join(f"{inner.kind}({inner.text!r})" for inner in error.error.group)
    for one in wanted:
        if given(one) not in held:
            _missing(error, one, len(held) < len(wanted), f"the group that {what} raised", shown)
        held.remove(given(one))
    expect.true(
        not held,
        "wrong_exception",
        f"the group that {what} raised holds {shown}; the jobs had raised only {names}",
        line=error.line,
    )


def _missing(error: RemoteError, one: Exception, fewer: bool, group: str, shown: str) -> None:
    inside = [found for inner in error.error.group for found in _within(inner)]
    if given(one) in map(told, inside):
        expect.refuse(
            "wrong_exception",
            f"{group} holds {shown}: {expect.shown(one)}, which a job had raised, is inside "
            "another group",
            line=error.line,
            cure="The group has to be flat: take the exceptions out of a group before you put "
            "them into one.",
        )
    expect.refuse(
        "lost_exception" if fewer else "wrong_exception",
        f"{group} holds {shown}; a job had raised {expect.shown(one)}, which is not in it",
        line=error.line,
    )


def _within(error: Error) -> list[Error]:
    """Return all that a group holds, at any depth."""
    return [found for inner in error.group for found in (inner, *_within(inner))]


def told(error: Error) -> tuple[str, object]:
    """Return what an exception is known by: its kind and words, or the members of a group."""
    return error.kind, [told(inner) for inner in error.group] or error.text


def given(error: Exception) -> tuple[str, object]:
    """Return the same of a suite's own exception."""
    members = error.exceptions if isinstance(error, ExceptionGroup) else ()
    return type(error).__name__, [given(inner) for inner in members] or str(error)
