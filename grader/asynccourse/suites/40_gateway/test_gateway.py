"""Proves that `main` asks its services together, answers in time with what is there, and ends well.

The services are real servers in the judge, and so are the gateway's clients.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
import signal
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Clients
from asynccourse.parts.web import Page, Web

if TYPE_CHECKING:
    import gateway_faults
    import gateway_run
else:  # a suite's folder is found by its whole name, which no import statement can spell
    gateway_faults = importlib.import_module("asynccourse.suites.40_gateway.gateway_faults")
    gateway_run = importlib.import_module("asynccourse.suites.40_gateway.gateway_run")

NAMES = ("catalog", "stock", "reviews")

AMPLE = 60.0
"""A deadline, in seconds, for what isn't about deadlines."""

REQUESTS = 12
"""Requests at once: with three services, more calls than the threads of any loop's own pool."""

LATENCY = 4.5
"""Seconds in which a gateway that looks for a signal now and then has surely done so, and that are
less than the 5 s after which httpx gives up by itself."""

DRAIN = "Let the requests end before you close: `web.run_app` and `AppRunner.cleanup()` do."

ANY_ID = "An ID needn't be a number: a route `/products/{number}` takes any."

IN_TIME = "What came in time belongs into the answer."

OWN = "Each request has a deadline of its own, from the moment on when it came."

SOON = "The deadline is for what is late. Answer as soon as nothing more is to come."

ANY = (
    "Take the names from `services`, in their order, whichever and however many; and catch what "
    "can go wrong around each by itself."
)

TIME = f"The deadline was {AMPLE:g} s here: what comes before that belongs into the answer."

WHOLE = "A body can be long, and come in pieces: `response.read()` and `json()` wait for all of it."

EMPTY = "A part can be 0, false or empty: only None stands for one that isn't there."


@pytest.fixture
def gateway(witness: Witness, clients: Clients, folder: Path) -> gateway_run.Gateway:
    """A gateway that isn't started yet."""
    return gateway_run.Gateway(witness, clients, folder / "gateway")


@pytest.fixture
def parts(rng: Random) -> dict[str, Any]:
    """What each service gives, drawn from the seed."""
    return {
        "catalog": {"name": f"lamp {rng.randrange(1000)}", "price": rng.randrange(1, 500)},
        "stock": rng.randrange(1, 100),
        "reviews": [f"{rng.randrange(1, 6)} stars" for _ in range(rng.randrange(1, 4))],
    }


def told(number: int | str, parts: dict[str, Any], *missing: str) -> tuple[int, Any]:
    """Return the answer that is wanted, without what is missing."""
    given = {name: None if name in missing else part for name, part in parts.items()}
    return 200, {"id": str(number), "parts": given, "missing": [n for n in parts if n in missing]}


@pytest.mark.points(2)
async def test_services_are_asked_together(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: gateway_run.Gateway,
    parts: dict[str, Any],
    rng: Random,
) -> None:
    """All three services are asked together, and their answers become one."""
    product = f"{rng.choice('abc')}{rng.choice('XYZ')}-{rng.randrange(100)}"
    giving = {name: giver(part) for name, part in parts.items()}
    services = dict(zip(NAMES, witness.meeting(giving), strict=True))
    await gateway.start(submission, web, services, AMPLE)
    client = await gateway.ask(product)
    what = f"GET /products/{product}"
    await witness.until(
        lambda: gateway_run.over(client) or all(map(answered, services.values())),
        "hang",
        f"{what} was never answered",
    )
    got = await gateway.answered(
        client, f"{what}, of which all services had given their part,", code="too_slow", cure=SOON
    )
    cure = ANY_ID if got[0] == HTTPStatus.NOT_FOUND else ""
    gateway_run.same(got, told(product, parts), what, cure=cure)
    asked = {service.calls[0].args[0] for service in services.values()}
    expect.equal(asked, {f"/products/{product}"}, "the path that services were asked for")
    await gateway.end()


def answered(service: Service) -> bool:
    """Return whether a service was asked and has answered."""
    return service.calls != [] and not service.in_flight


def giver(part: Any) -> Callable[[str], Any]:
    """Return the result of a service that always gives this."""
    return lambda path: part


@pytest.mark.points(1)
async def test_requests_overlap(
    submission: Submission, witness: Witness, web: Web, gateway: gateway_run.Gateway
) -> None:
    """Twelve requests are served at the same time, each with its own answer."""
    services: dict[str, Service] = {
        name: witness.timed(name, LATENCY, lambda path, name=name: [name, path], parties=REQUESTS)
        for name in NAMES
    }
    await gateway.start(submission, web, services, AMPLE)
    clients = {number: await gateway.ask(number) for number in range(REQUESTS)}
    for number, client in clients.items():
        wanted = {name: [name, f"/products/{number}"] for name in NAMES}
        what = f"GET /products/{number}"
        got = await gateway.answered(client, what)
        gateway_run.same(got, told(number, wanted), what, cure=TIME)
    await gateway.end()


@pytest.mark.points(1)
async def test_partial_answer_by_the_deadline(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: gateway_run.Gateway,
    parts: dict[str, Any],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """At the deadline the answer comes without what is missing, which nobody waits for any more."""
    deadline = numbers["deadline"]
    quick = rng.choice(NAMES)
    late = [name for name in NAMES if name != quick]
    services: dict[str, Service] = {
        name: witness.timed(
            name, 0.8 * deadline if name == quick else 100.0, lambda path, name=name: parts[name]
        )
        for name in NAMES
    }
    await gateway.start(submission, web, services, deadline)
    witness.ideal(2 * deadline)
    for number, cure in ((3, IN_TIME), (4, OWN)):
        began = witness.now
        what = f"GET /products/{number} with {' and '.join(late)} too late"
        got = await gateway.answered(await gateway.ask(number), what)
        took = witness.now - began
        expect.true(
            took <= deadline + 0.01,
            "too_slow",
            f"{' and '.join(late)} took long, and the answer came after {took:.2f} s, "
            f"{took - deadline:.2f} s past the deadline",
            cure="Give each request to a service its deadline, all from the same moment on, or "
            "wait for all of them with one.",
        )
        gateway_run.same(got, told(number, parts, *late), what, cure=cure)
    await witness.idle()
    for name in late:
        expect.true(
            not services[name].in_flight,
            "leaked_task",
            f"the answer was given, and the request to {name} still went on",
            cure="Cancel what is no longer waited for.",
        )
    await gateway.end()


@pytest.mark.points(1)
async def test_deadline_holds_for_the_body(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: gateway_run.Gateway,
    parts: dict[str, Any],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """A service that begins to answer, and never ends, is missing at the deadline too."""
    deadline = numbers["deadline"]
    stalled = rng.choice(NAMES)
    sending: list[str] = []

    async def pieces() -> AsyncIterator[bytes]:
        sending.append(stalled)
        try:
            yield b'{"name": '
            await asyncio.Event().wait()
        finally:
            sending.remove(stalled)

    services: dict[str, Service] = {
        name: witness.instant(name, lambda path, name=name: parts[name]) for name in NAMES
    }
    services[stalled].result = lambda path: Page(pieces=pieces(), headers=gateway_faults.JSON)
    await gateway.start(submission, web, services, deadline)
    began = witness.now
    client = await gateway.ask(5)
    what = f"GET /products/5, with half of an answer from {stalled} and never the rest,"
    cure = "The deadline is for the body as well: read it inside the same `asyncio.timeout`."
    got = await gateway.answered(client, what, code="too_slow", cure=cure)
    took = witness.now - began
    late = f"{what} was answered after {took:.2f} s, {took - deadline:.2f} s past the deadline"
    expect.true(took <= deadline + 0.01, "too_slow", late, cure=cure)
    gateway_run.same(got, told(5, parts, stalled), what, cure=gateway_faults.EACH)
    await witness.until(
        lambda: not sending,
        "leaked_task",
        f"the answer was given, and the request to {stalled} still went on",
        cure="Cancel what is no longer waited for.",
    )
    await gateway.end()


@pytest.mark.points(2)
async def test_failures_are_missing(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: gateway_run.Gateway,
    parts: dict[str, Any],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """A service that fails, in whatever way, is missing from the answer, and nothing else is."""
    given = dict(zip(NAMES, rng.sample([0, False, [], {}], len(NAMES)), strict=True))
    broken = rng.sample(NAMES, len(NAMES))  # each in its turn
    plan = list(zip(gateway_faults.drawn(rng), itertools.cycle(broken), strict=False))
    last = len(plan)

    def result(path: str, name: str) -> Any:
        number = int(path.rpartition("/")[2])
        if number == last:
            return given[name]
        fault, broken = plan[number]
        return fault.answer() if name == broken else parts[name]

    services: dict[str, Service] = {
        name: witness.instant(name, lambda path, name=name: result(path, name)) for name in NAMES
    }
    await gateway.start(submission, web, services, numbers["deadline"])
    for number, (fault, name) in enumerate(plan):
        what = f"GET /products/{number} with {fault.words} from {name}"
        got = await gateway.answered(await gateway.ask(number), what, cure=gateway_faults.EACH)
        kept = gateway_run.part_in(got, name) == parts[name]
        cure = gateway_faults.ANEW if kept else fault.cure
        gateway_run.same(got, told(number, parts, name), what, cure=cure)
    what = f"GET /products/{last}, with parts that are 0, false or empty,"
    got = await gateway.answered(await gateway.ask(last), what)
    gateway_run.same(got, told(last, given), what, cure=EMPTY)
    await asked_again(witness, gateway, last, given, gateway_faults.Slow(rng))
    expect.true(
        witness.now < numbers["deadline"],
        "too_slow",
        "every service had answered or failed at once, and their requests were answered "
        f"{witness.now / (len(plan) + 2):.2f} s later",
        cure=SOON,
    )
    await gateway.end()


async def asked_again(
    witness: Witness,
    gateway: gateway_run.Gateway,
    number: int,
    given: dict[str, Any],
    slow: gateway_faults.Slow,
) -> None:
    """Ask for a product again, of which the last part is now a long one that comes in two halves.

    Nothing more comes before the gateway has done with the first half whatever it does.
    """
    before = told(number, given)
    given[NAMES[-1]] = slow.page
    client = await gateway.ask(number)
    what = f"GET /products/{number}, again, with a long part in two halves from {NAMES[-1]},"
    await witness.until(
        lambda: slow.begun or gateway_run.over(client), "hang", f"{what} was never answered"
    )
    await witness.idle()
    slow.rest.set()
    got = await gateway.answered(client, what)
    given[NAMES[-1]] = slow.part
    cure = gateway_faults.ANEW if got == before else WHOLE
    gateway_run.same(got, told(number, given), what, cure=cure)


@pytest.mark.points(1)
async def test_all_services_down(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: gateway_run.Gateway,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """With every service down, whichever they are, there is an answer too: all is missing."""
    names = [name + str(rng.randrange(10)) for name in ("videos", "sizes", "offers", "colours")]
    services: dict[str, Service] = {
        name: witness.instant(name, lambda path: gateway_faults.dropped()) for name in names
    }
    await gateway.start(submission, web, services, numbers["deadline"])
    for name in names[::2]:
        await gateway.sites[name].close()  # nobody listens there any more
    client = await gateway.ask(1)
    what = f"GET /products/1 with all of {', '.join(names)} down"
    got = await gateway.answered(client, what, cure=ANY)
    gateway_run.same(got, told(1, dict.fromkeys(names), *names), what, cure=ANY)
    await gateway.end()


@pytest.mark.points(2)
async def test_sigterm_drains(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: gateway_run.Gateway,
    parts: dict[str, Any],
) -> None:
    """On SIGTERM nothing new is taken, what is under way is answered, and `main` returns."""
    services: dict[str, Service] = {
        name: witness.timed(name, LATENCY, giver(part)) for name, part in parts.items()
    }
    await gateway.start(submission, web, services, AMPLE)
    client = await gateway.ask(9)
    what = "GET /products/9"
    await witness.until(
        lambda: all_asked(services) or gateway_run.over(client),
        "hang",
        f"{what} was never answered",
    )
    early = f"{what} was answered before all services were asked"
    expect.true(all_asked(services), "wrong_result", early)
    witness.signal(signal.SIGTERM)
    await gateway.listens_no_more(client)
    what = f"{what}, with a SIGTERM while it was under way,"
    got = await gateway.answered(client, what, cure=DRAIN)
    gateway_run.same(got, told(9, parts), what, cure=DRAIN)
    client.close()
    await gateway.ended()


def all_asked(services: dict[str, Service]) -> bool:
    """Return whether each service was asked."""
    return all(service.calls for service in services.values())
