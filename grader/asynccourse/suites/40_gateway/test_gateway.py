"""Proves that `main` asks its services together, answers in time with what is there, and ends well.

The services are real servers in the judge, and so are the gateway's clients.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Client, Clients
from asynccourse.parts.web import Dropped, Page, Site, Web

NAMES = ("catalog", "stock", "reviews")

AMPLE = 60.0
"""A deadline, in seconds, for what isn't about deadlines."""


class Gateway:
    """The submission's gateway with a site for each of its services."""

    def __init__(self, witness: Witness, clients: Clients, path: Path) -> None:
        self.sites: dict[str, Site] = {}
        self.call: RemoteCall
        self._witness = witness
        self._clients = clients
        self._path = path

    async def start(
        self, submission: Submission, web: Web, services: dict[str, Service], deadline: float
    ) -> None:
        """Open the sites, and run the gateway until it listens."""
        self.sites = {name: await web.site(GET=service) for name, service in services.items()}
        urls = {name: site.url for name, site in self.sites.items()}
        self.call = submission.main(str(self._path), urls, deadline).start()
        await self._witness.until(
            self._path.exists, "hang", "main() was called, and nothing listens at `path`"
        )

    async def ask(self, number: int) -> Client:
        """Ask for a product as a client of the gateway's."""
        client = await self._clients.connect(self._path)
        client.send(f"GET /products/{number} HTTP/1.1\r\nHost: gateway\r\n\r\n".encode())
        return client

    async def answered(self, client: Client) -> tuple[int, Any]:
        """Wait for the whole answer to a client; return its status and document."""
        await self._witness.until(
            lambda: whole(client.received) is not None or client.ended,
            "hang",
            "a request to the gateway was never answered",
        )
        found = whole(client.received)
        if found is None:
            expect.refuse("wrong_result", "the gateway closed a connection without an answer on it")
        return found

    async def end(self) -> None:
        """Send SIGTERM; refuse the gateway unless it returns with all connections closed."""
        self._witness.signal(signal.SIGTERM)
        await self.ended()

    async def ended(self) -> None:
        """Refuse the gateway unless it returns, with all connections closed."""
        outcome = await self.call.outcome()
        expect.true(
            outcome.kind == "returned"
            or (outcome.error is not None and exits_with_0(outcome.error)),
            "wrong_exception",
            f"after SIGTERM main() {outcome!s}, where it should have returned",
        )
        await self._witness.until(
            lambda: not any(site.open for site in self.sites.values()),
            "resource_leak",
            "main() had returned, and connections to the services were still open",
            cure="Close the session when the application ends: `app.cleanup_ctx` is made for that.",
        )


def exits_with_0(error: Any) -> bool:
    """Return whether an exception ends a process with status 0."""
    return error.kind == "SystemExit" and error.error.args in ([], [0], [None])


def whole(received: bytes) -> tuple[int, Any] | None:
    """Return the status and document of an HTTP answer; None while it isn't all there."""
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        return None
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    if len(body) < int(headers.get("content-length", "0")):
        return None
    try:
        return int(status.split()[1]), json.loads(body)
    except ValueError:
        return int(status.split()[1]), body.decode("utf-8", "replace")


@pytest.fixture
def gateway(witness: Witness, clients: Clients, folder: Path) -> Gateway:
    """A gateway that isn't started yet."""
    return Gateway(witness, clients, folder / "gateway")


@pytest.fixture
def parts(rng: Random) -> dict[str, Any]:
    """What each service gives, drawn from the seed."""
    return {
        "catalog": {"name": f"lamp {rng.randrange(1000)}", "price": rng.randrange(1, 500)},
        "stock": rng.randrange(1, 100),
        "reviews": [f"{rng.randrange(1, 6)} stars" for _ in range(rng.randrange(1, 4))],
    }


def told(number: int, parts: dict[str, Any], *missing: str) -> tuple[int, Any]:
    """Return the answer that is wanted, without what is missing."""
    given = {name: None if name in missing else part for name, part in parts.items()}
    return 200, {"id": str(number), "parts": given, "missing": [n for n in parts if n in missing]}


@pytest.mark.points(2)
async def test_services_are_asked_together(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: Gateway,
    parts: dict[str, Any],
) -> None:
    """All three services are asked together, and their answers become one."""
    giving = {name: giver(part) for name, part in parts.items()}
    services = dict(zip(NAMES, witness.meeting(giving), strict=True))
    await gateway.start(submission, web, services, AMPLE)
    client = await gateway.ask(7)
    expect.equal(await gateway.answered(client), told(7, parts), "GET /products/7")
    asked = {service.calls[0].args[0] for service in services.values()}
    expect.equal(asked, {"/products/7"}, "the path that services were asked for")
    await gateway.end()


def giver(part: Any) -> Callable[[str], Any]:
    """Return the result of a service that always gives this."""
    return lambda path: part


@pytest.mark.points(1)
async def test_requests_overlap(
    submission: Submission, witness: Witness, web: Web, gateway: Gateway
) -> None:
    """Five requests are served at the same time, each with its own answer."""
    services: dict[str, Service] = {
        name: witness.rendezvous(name, 5, lambda path, name=name: [name, path]) for name in NAMES
    }
    await gateway.start(submission, web, services, AMPLE)
    clients = {number: await gateway.ask(number) for number in range(1, 6)}
    for number, client in clients.items():
        wanted = {name: [name, f"/products/{number}"] for name in NAMES}
        expect.equal(
            await gateway.answered(client), told(number, wanted), f"GET /products/{number}"
        )
    await gateway.end()


@pytest.mark.points(2)
async def test_partial_answer_by_the_deadline(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: Gateway,
    parts: dict[str, Any],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """At the deadline the answer comes without what is missing, which nobody waits for any more."""
    deadline = numbers["deadline"]
    slow = rng.choice(NAMES)
    services: dict[str, Service] = {
        name: witness.timed(
            name, 100.0 if name == slow else 0.8 * deadline, lambda path, name=name: parts[name]
        )
        for name in NAMES
    }
    await gateway.start(submission, web, services, deadline)
    began = witness.now
    witness.ideal(deadline)
    client = await gateway.ask(3)
    got = await gateway.answered(client)
    took = witness.now - began
    expect.true(
        took <= deadline + 0.01,
        "too_slow",
        f"{slow} took long, and the answer came after {took:.2f} s, {took - deadline:.2f} s past "
        "the deadline",
        cure="Give each request to a service its deadline, or wait for all of them with one.",
    )
    expect.equal(got, told(3, parts, slow), f"GET /products/3 with {slow} too late")
    await witness.idle()
    expect.true(
        not services[slow].in_flight,
        "leaked_task",
        f"the answer was given, and the request to {slow} still went on",
        cure="Cancel what is no longer waited for.",
    )
    await gateway.end()


@pytest.mark.points(2)
async def test_failures_are_missing(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: Gateway,
    parts: dict[str, Any],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """A service that fails, in whatever way, is missing from the answer, and nothing else is."""
    status = rng.choice([404, 500, 503])
    faults: dict[str, Callable[[], Any]] = {
        f"status {status}": lambda: Page({"error": "not now"}, status),
        "no JSON": lambda: Page("<h1>it works</h1>", headers={"Content-Type": "text/html"}),
        "half of an answer": lambda: Page(b'{"half": ', cut=5),
        "a closed connection": dropped,
    }
    plan = [(fault, rng.choice(NAMES)) for fault in faults]

    def result(path: str, name: str) -> Any:
        fault, broken = plan[int(path.rpartition("/")[2])]
        return faults[fault]() if name == broken else parts[name]

    services: dict[str, Service] = {
        name: witness.instant(name, lambda path, name=name: result(path, name)) for name in NAMES
    }
    await gateway.start(submission, web, services, numbers["deadline"])
    for number, (fault, broken) in enumerate(plan):
        client = await gateway.ask(number)
        what = f"GET /products/{number} with {fault} from {broken}"
        expect.equal(
            await gateway.answered(client),
            told(number, parts, broken),
            what,
            cure="Catch what can go wrong around each service by itself.",
        )
    await gateway.end()


def dropped() -> Any:
    """Give no answer."""
    raise Dropped


@pytest.mark.points(1)
async def test_all_services_down(
    submission: Submission, witness: Witness, web: Web, gateway: Gateway, numbers: dict[str, float]
) -> None:
    """With every service down there is an answer too: everything is missing."""
    services: dict[str, Service] = {
        name: witness.instant(name, lambda path: dropped()) for name in NAMES
    }
    await gateway.start(submission, web, services, numbers["deadline"])
    client = await gateway.ask(1)
    wanted = told(1, dict.fromkeys(NAMES), *NAMES)
    expect.equal(await gateway.answered(client), wanted, "GET /products/1 with all services down")
    await gateway.end()


@pytest.mark.points(2)
async def test_sigterm_drains(
    submission: Submission,
    witness: Witness,
    web: Web,
    gateway: Gateway,
    parts: dict[str, Any],
    numbers: dict[str, float],
) -> None:
    """On SIGTERM the requests under way are answered, then `main` returns."""
    latency = 0.8 * numbers["deadline"]
    services: dict[str, Service] = {
        name: witness.timed(name, latency, giver(part)) for name, part in parts.items()
    }
    await gateway.start(submission, web, services, numbers["deadline"])
    client = await gateway.ask(9)
    for service in services.values():
        await witness.all_in_flight(service, 1)
    witness.signal(signal.SIGTERM)
    expect.equal(
        await gateway.answered(client),
        told(9, parts),
        "GET /products/9, with a SIGTERM while it was under way,",
        cure="Let the requests end before you close: `web.run_app` and `AppRunner.cleanup()` do.",
    )
    client.close()
    await gateway.ended()
