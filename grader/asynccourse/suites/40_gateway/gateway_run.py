"""The submission's gateway as its clients and its services see it."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
import signal
import socket
from pathlib import Path
from typing import Any, cast

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Client, Clients
from asynccourse.parts.web import Site, Web
from asynccourse.verdicts.refusal import ByTime, Refusal
from asynccourse.wall.messages import Idle

STOP = (
    "Have SIGTERM end the serving, and `main` return: `web.run_app` does; with an `AppRunner` of "
    "your own, set an event in `loop.add_signal_handler(signal.SIGTERM, ...)`."
)


LISTENS = (
    "after SIGTERM, with a request under way, a new connection was still taken",
    "Stop listening first, then wait for the requests: `web.run_app` and "
    "`AppRunner.cleanup()` do it in this order.",
)

LOOKS, PAUSE = 40, 0.05
"""How often, and every how many seconds, a gateway is looked at that has threads at work."""


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

    async def ask(self, number: int | str) -> Client:
        """Ask for a product as a client of the gateway's."""
        client = await self._clients.connect(self._path)
        client.send(f"GET /products/{number} HTTP/1.1\r\nHost: gateway\r\n\r\n".encode())
        return client

    async def answered(
        self, client: Client, what: str, *, code: str = "hang", cure: str = ""
    ) -> tuple[int, Any]:
        """Wait for the whole answer to a client; return its status and document."""
        await self._witness.until(
            lambda: over(client),
            code,
            f"{what} was never answered",
            cure=cure,
        )
        expect.true(
            whole(client.received, client.ended),
            "wrong_result",
            f"{what} was not answered: its connection was closed",
            cure=cure,
        )
        return parsed(client.received, what)

    async def listens_no_more(self, under_way: Client) -> None:
        """Refuse the gateway unless, told to end, it takes no new connection.

        Where it looks for the signal now and then, it has until this client is answered.
        """
        message, cure = LISTENS
        while (idle := await self._takes_one()) is not None:
            if over(under_way):
                by_time: ByTime = "generous" if idle.busy_threads else "no"
                raise Refusal("wrong_result", message, by_time=by_time, cure=cure)
            await self._later_than(self._witness.now)

    async def _takes_one(self) -> Idle | None:
        """Return how idle the gateway was that still takes a connection; None where it doesn't."""
        for _ in range(LOOKS):
            idle = await self._witness.idle()
            with socket.socket(socket.AF_UNIX) as visitor:
                visitor.setblocking(False)
                try:
                    visitor.connect(str(self._path))
                except OSError:
                    return None
            if not idle.busy_threads:
                break
            await asyncio.sleep(PAUSE)  # a thread doesn't say that it is idle
        return idle

    async def _later_than(self, now: float) -> None:
        """Let the clock go on to whatever is next."""
        message, cure = LISTENS
        await self._witness.until(
            lambda: self._witness.now > now, "wrong_result", message, cure=cure
        )

    async def end(self) -> None:
        """Send SIGTERM; refuse the gateway unless it returns with all connections closed."""
        self._witness.signal(signal.SIGTERM)
        await self.ended()

    async def ended(self) -> None:
        """Refuse the gateway unless it returns, with all connections closed."""
        try:
            outcome = await self.call.outcome()
        except Refusal as refusal:
            if refusal.code in ("crashed", "hang"):
                refusal.cure = STOP
            raise
        expect.true(
            outcome.kind == "returned"
            or (outcome.error is not None and exits_with_0(outcome.error)),
            "wrong_exception",
            f"after SIGTERM main() {outcome!s}, where it should have returned",
        )
        for _ in range(5):  # what the gateway closed before it returned is read in these turns
            await asyncio.sleep(0)
        expect.true(
            all(client.ended for client in self._clients.clients),
            "resource_leak",
            "main() had returned, and connections of the gateway's clients were still open",
            cure="`await runner.cleanup()` closes them, as `web.run_app` does.",
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


def over(client: Client) -> bool:
    """Return whether a client has its whole answer, or will never have it."""
    return client.ended or whole(client.received, client.ended)


class _Received(io.BytesIO):
    """What has come, as the socket that an HTTPResponse reads from."""

    def makefile(self, _mode: str) -> io.BytesIO:
        """Return what is read."""
        return self


def _response(received: bytes) -> http.client.HTTPResponse:
    """Return an answer whose head is read. Raises HTTPException where it isn't HTTP."""
    response = http.client.HTTPResponse(cast(socket.socket, _Received(received)))
    response.begin()
    return response


def whole(received: bytes, ended: bool) -> bool:
    """Return whether an HTTP answer is all there, or something that isn't one."""
    if b"\r\n\r\n" not in received:
        return False
    try:
        response = _response(received)
        has_end = response.chunked or response.length is not None
        response.read()
    except http.client.IncompleteRead:
        return False
    except (http.client.HTTPException, ValueError):
        return True
    return has_end or ended


def parsed(received: bytes, what: str) -> tuple[int, Any]:
    """Return the status and document of a whole answer; its text where that isn't JSON."""
    try:
        response = _response(received)
        body = response.read()
    except (http.client.HTTPException, ValueError):
        line = received.partition(b"\r\n")[0].decode("latin-1")
        told = f"{what} was answered with something that isn't HTTP: it begins with {line[:80]!r}"
        expect.refuse("wrong_result", told)
    try:
        return response.status, json.loads(body)
    except (ValueError, RecursionError):
        return response.status, body.decode("utf-8", "replace")


def part_in(got: tuple[int, Any], name: str) -> Any:
    """Return what an answer has of a service; None where it has nothing."""
    match got[1]:
        case {"parts": dict() as parts}:
            return parts.get(name)
    return None


def same(got: tuple[int, Any], wanted: tuple[int, Any], what: str, *, cure: str = "") -> None:
    """Refuse another status, then another document."""
    expect.true(
        got[0] == wanted[0],
        "wrong_result",
        f"{what} was answered with status {got[0]}, not {wanted[0]}",
        cure=cure,
    )
    expect.equal(got[1], wanted[1], what, cure=cure)
