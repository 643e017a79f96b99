"""Proves that `dashboard` loads while it renders, and that no load outlives it."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import cycle, permutations
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

CALLS = ("load_user()", "load_feed()", "render('loading')")
NAMES = ("load_user", "load_feed", "render")

SOME = 1.05
"""How many times as long as it has to something may take."""

CLEAN_UP = 90.0
"""Seconds that a load cleans up when it is cancelled."""

KINDS = (ConnectionError, TimeoutError, KeyError, ValueError, ZeroDivisionError)
"""Errors of which code may take one or the other for something that it knows itself."""

Answers = dict[str, Callable[..., object]]


def giving(value: object) -> Callable[..., object]:
    """Return a function that gives `value`, whatever it is called with."""
    return lambda *_args, **_kwargs: value


def raising(error: Exception) -> Callable[..., object]:
    """Return a function that raises `error`, whatever it is called with."""

    def fail(*_args: object, **_kwargs: object) -> object:
        raise error

    return fail


def draw(rng: Random, posts: int = 3) -> tuple[str, list[str]]:
    """Return a user and a feed of so many posts, the first of which comes again at its end."""
    feed = [f"post-{number}" for number in rng.sample(range(10**6), posts - 1)]
    return f"user-{rng.randrange(10**6)}", [*feed, feed[0]]


def draw_error(rng: Random, name: str, kind: type[Exception] = ConnectionError) -> Exception:
    """Return an error for the service of that name."""
    return kind(f"{name} is broken: {rng.randrange(10**6)}")


def answers(user: object, feed: object) -> Answers:
    """Return what each service gives."""
    return dict(zip(NAMES, (giving(user), giving(feed), giving(None)), strict=True))


def timed(witness: Witness, delays: Sequence[float], results: Answers) -> list[Service]:
    """Return the three services, each with its own delay."""
    return [
        witness.timed(name, delay, results[name]) for name, delay in zip(NAMES, delays, strict=True)
    ]


def is_result(got: object, user: object, feed: object, *, ordered: bool = True) -> None:
    """Refuse anything but the tuple `(user, feed)`; where both loads end at the same moment, their
    order may be chance, and it isn't `ordered`."""
    wanted = (user, feed)
    if not ordered and got == (feed, user):
        return
    if isinstance(got, list | tuple) and tuple(got) == (feed, user):
        expect.refuse("out_of_order", f"dashboard gave the feed first: {expect.shown(got)}")
    if isinstance(got, list) and tuple(got) == wanted:
        expect.refuse("wrong_result", f"dashboard gave a list, not a tuple: {expect.shown(got)}")
    expect.equal(got, wanted, "dashboard")


def called_once(services: Sequence[Service]) -> None:
    """Refuse unless each service was called once, with the arguments of the task."""
    for service, wanted in zip(services, CALLS, strict=True):
        made = [call.label for call in service.calls]
        expect.true(
            made == [wanted],
            "wrong_result",
            f"{wanted} was to be called once; called were: {', '.join(made) or 'none'}",
        )


def not_delayed(services: Sequence[Service], began: float, took: float, possible: float) -> None:
    """Refuse a run that took too long because one of its calls was made late."""
    for service in services:
        for call in service.calls:
            expect.true(
                took < SOME * possible or call.start <= began,
                "too_slow",
                f"it took {took:.2f} s, where {possible:.2f} s are possible: {call.label} was "
                f"called only after {call.start - began:g} s",
                line=call.line,
                cure="Make the tasks, then await `render` at once: they start when it waits.",
            )


def rendered_to_the_end(render: Service) -> None:
    """Refuse if the call of `render` was cancelled, with nothing gone wrong."""
    for call in render.calls:
        expect.true(
            call.outcome != "cancelled",
            "wrong_result",
            f"{call.label} was cancelled before it had ended",
            line=call.line,
            cure="Await `render` to its end, also where both loads end before it.",
        )


class Tidy:
    """`dashboard` with loads that take some time to clean up when they are cancelled.

    A clean-up gives nothing, or what `cleaned` says for its load: an error, perhaps.
    """

    def __init__(
        self, witness: Witness, services: Sequence[Service], cleaned: Answers | None = None
    ) -> None:
        self.witness = witness
        self.services = services
        results = {name: giving(None) for name in NAMES[:2]} | (cleaned or {})
        self.clean_ups = [
            witness.timed(f"{name}.clean_up", CLEAN_UP, result) for name, result in results.items()
        ]

    def call(self, driver: RemoteObject) -> RemoteCall:
        """Return the call."""
        *loads, render = self.services
        return driver.call("dashboard", loads, self.clean_ups, render)

    async def nothing_goes_on(self, after: str) -> None:
        """Refuse if a call or a clean-up is under way once `dashboard` has ended."""
        await none_in_flight(self.witness, self.services, after)
        for service, clean_up in zip(self.services, self.clean_ups, strict=False):
            if clean_up.in_flight:
                expect.refuse(
                    "leaked_task",
                    f"{service.label}() was cancelled, and still cleaned up after {after}",
                    line=service.calls[0].line,
                    cure="`cancel()` only asks a task to end: await it too, until it has ended.",
                )


async def none_in_flight(witness: Witness, services: Sequence[Service], after: str) -> None:
    """Refuse if a call is still in flight once `dashboard` has ended."""
    await witness.idle()
    left = [call for service in services for call in service.in_flight]
    if left:
        names = " and ".join(call.label for call in left)
        verb = "was" if len(left) == 1 else "were"
        expect.refuse(
            "leaked_task", f"{names} {verb} still in flight after {after}", line=left[0].line
        )


async def fails(
    driver: RemoteObject,
    witness: Witness,
    services: Sequence[Service],
    *errors: Exception,
    cleaned: Answers | None = None,
) -> None:
    """Refuse unless `dashboard` raises one of `errors`, or a group of them, and leaves no call.

    How it ends the other calls is its own business: it may cancel them or wait for them.
    """
    given = " and ".join(repr(error) for error in errors)
    tidy = Tidy(witness, services, cleaned)
    try:
        got = await tidy.call(driver)
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise  # still the stub, which is a verdict of its own
        raised = expect.shown_error(error)
        known = {(type(one).__name__, str(one)) for one in errors}
        expect.true(
            all((leaf.kind, leaf.text) in known for leaf in expect.leaves(error.error)),
            "wrong_exception",
            f"dashboard raised {raised}, where the calls in it had raised {given}",
            line=error.line,
        )
        await tidy.nothing_goes_on(f"dashboard had raised {raised}")
        called_once(services)
        await none_lost(driver, services, errors)
        return
    expect.refuse(
        "wrong_exception",
        f"dashboard returned {expect.shown(got)}, though the calls in it had raised {given}",
    )


async def none_lost(
    driver: RemoteObject, services: Sequence[Service], errors: Sequence[Exception]
) -> None:
    """Refuse if asyncio had to report an error, because its task was never looked at."""
    texts = await driver.plain("lost_errors")
    for name, service in zip(NAMES, services, strict=True):
        for error in errors:
            expect.true(
                not (str(error) in texts and str(error).startswith(name)),
                "lost_exception",
                f"{name}() raised {error!r} in its task, and nobody looked at that task",
                line=service.calls[0].line if service.calls else 0,
                cure="Await each task in the end, also one that is done: it may have failed.",
            )


async def cancelled(witness: Witness, call: RemoteCall, loads: Sequence[Service]) -> Outcome:
    """Cancel `dashboard`; refuse if it then waits for loads that it hasn't cancelled."""
    loads = [load for load in loads if load.in_flight]
    ended = False

    async def cancel() -> None:
        nonlocal ended
        await call.cancel()
        ended = True

    async def look() -> Outcome:
        await witness.idle()
        await witness.until(
            lambda: ended or not loads or not all(load.in_flight for load in loads),
            "hang",
            "dashboard was cancelled, didn't cancel its loads, and waits for them",
            cure="Cancel the tasks before you wait for them to end.",
        )
        return await call.outcome()

    _, outcome = await asyncio.gather(cancel(), look())
    return outcome


async def all_in_flight(witness: Witness, gates: Sequence[Service]) -> None:
    """Wait until every gate holds a call."""
    await witness.until(
        lambda: all(gate.in_flight for gate in gates),
        "sequential",
        "the loads and render were never in flight together",
    )


@pytest.mark.points(2)
async def test_loads_while_it_renders(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """Both loads are in flight while render runs, and what they gave is returned."""
    user, feed = draw(rng)
    services = witness.meeting(answers(user, feed))
    is_result(await submission.dashboard(*services), user, feed)
    called_once(services)
    await calls_apart(submission, witness, [draw(rng), draw(rng)])


async def calls_apart(
    submission: Submission, witness: Witness, pages: Sequence[tuple[str, list[str]]]
) -> None:
    """Refuse if a call of `dashboard` changes what one beside it, or after it, gives."""
    each = [witness.meeting(answers(*page)) for page in pages]
    both = await asyncio.gather(*(submission.dashboard(*services) for services in each))
    for got, page in zip(both, pages, strict=True):
        is_result(got, *page)
    first, other = each[0], pages[1]
    for service, result in zip(first, answers(*other).values(), strict=True):
        service.result = result
    is_result(await submission.dashboard(*first), *other)


@pytest.mark.points(1)
async def test_loads_start_first(submission: Submission, witness: Witness, rng: Random) -> None:
    """Neither load starts later than render."""
    for longest in range(len(NAMES)):
        user, feed = draw(rng)
        delays = [float(delay) for delay in rng.sample(range(1, 99), 3)]
        delays[longest] = 99.0  # no limit of a minute, say, is spared by chance
        services = timed(witness, delays, answers(user, feed))
        is_result(await submission.dashboard(*services), user, feed)
        called_once(services)
        *loads, render = (service.calls[0] for service in services)
        for load in loads:
            late = load.start - render.start
            expect.true(
                late <= 0,
                "out_of_order",
                f"{load.label} was started {late:g} s later than {render.label}",
                line=load.line,
            )


@pytest.mark.points(1)
async def test_whichever_ends_first(submission: Submission, witness: Witness, rng: Random) -> None:
    """Whichever call ends first, the result is (user, feed), as soon as the last has ended."""
    orders = [*permutations((1.0, 2.0, 3.0))]
    witness.ideal(3.0 * len(orders))
    for delays in rng.sample(orders, len(orders)):
        user, feed = rng.choice([draw(rng, 12), ("", [])])
        services = timed(witness, delays, answers(user, feed))
        began = witness.now
        with witness.under(SOME * 3.0):
            got = await submission.dashboard(*services)
            called_once(services)
            rendered_to_the_end(services[-1])
            not_delayed(services, began, witness.now - began, 3.0)
        is_result(got, user, feed)
        await none_in_flight(witness, services, "dashboard had returned")


@pytest.mark.points(2)
async def test_error_of_a_load(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """If a load fails, its error reaches the caller, and the other load doesn't go on."""
    for broken in (0, 1):
        for kind, rendering in zip(KINDS, cycle((1.0, 3.0)), strict=False):
            error = draw_error(rng, NAMES[broken], kind)
            delays = [50.0, 50.0, rendering]
            delays[broken] = 2.0
            failing = {NAMES[broken]: raising(error)}
            services = timed(witness, delays, answers(*draw(rng)) | failing)
            await fails(driver, witness, services, error)


@pytest.mark.points(1)
async def test_error_of_render(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """If render fails, its error reaches the caller, and neither load goes on."""
    for kind, loading in zip(KINDS, cycle((50.0, 1.0)), strict=False):
        error = draw_error(rng, "render", kind)
        failing = answers(*draw(rng)) | {"render": raising(error)}
        services = timed(witness, (loading, loading + 1.0, 3.0), failing)
        await fails(driver, witness, services, error)


@pytest.mark.points(1)
async def test_two_errors(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """If two of the three fail, one error or both reach the caller, and none is lost."""
    for first, second in ((1, 0), (0, 1), (0, 2), (1, 2)):
        errors = {NAMES[n]: draw_error(rng, NAMES[n]) for n in (first, second)}
        delays = [3.0, 3.0, 3.0]
        delays[first], delays[second] = 1.0, 2.0
        failing = {name: raising(error) for name, error in errors.items()}
        services = timed(witness, delays, answers(*draw(rng)) | failing)
        await fails(driver, witness, services, *errors.values())
    for first, second in ((1, 0), (0, 1)):  # the second one as it cleans up
        one, other = draw_error(rng, NAMES[first]), draw_error(rng, NAMES[second])
        delays = [9.0, 9.0, 1.0]
        delays[first] = 2.0
        services = timed(witness, delays, answers(*draw(rng)) | {NAMES[first]: raising(one)})
        cleaned = {NAMES[second]: raising(other)}
        await fails(driver, witness, services, one, other, cleaned=cleaned)


@pytest.mark.points(1)
async def test_cancelled_from_outside(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """When the caller is cancelled, while render runs or after it, the loads are cancelled too."""
    for over in ((), (2,), (0, 2), (1, 2), (0, 1)):  # which of the three have ended by then
        results = answers(*draw(rng))
        gates = [witness.gate(name, results[name]) for name in NAMES]
        tidy = Tidy(witness, gates)
        call = tidy.call(driver).start()
        await all_in_flight(witness, gates)
        for place in over:
            gates[place].release()
        await witness.idle()
        expect.cancelled(await cancelled(witness, call, gates[:2]), "dashboard")
        when = "after render" if 2 in over else "while render ran"
        await tidy.nothing_goes_on(f"dashboard had been cancelled {when}")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock too, rendering and two loads take less than one after the other."""
    user, feed = draw(rng)
    latency = numbers["latency"]
    services = timed(witness, [latency] * 3, answers(user, feed))
    witness.ideal(latency)
    with witness.under(0.8 * 3 * latency):
        got = await submission.dashboard(*services)
    is_result(got, user, feed, ordered=False)
