"""The submission's gateway as its clients and its services see it."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from pathlib import Path
from typing import Any

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Client, Clients
from asynccourse.parts.web import Site, Web
from asynccourse.verdicts.refusal import Refusal

STOP = (
    "Have SIGTERM end the serving, and `main` return: `web.run_app` does; with an `AppRunner` of "
    "your own, set an event in `loop.add_signal_handler(signal.SIGTERM, ...)`."
)


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

    async def answered(
        self, client: Client, what: str, *, code: str = "hang", cure: str = ""
    ) -> tuple[int, Any]:
        """Wait for the whole answer to a client; return its status and document."""
        await self._witness.until(
            lambda: whole(client.received) is not None or client.ended,
            code,
            f"{what} was never answered",
            cure=cure,
        )
        found = whole(client.received)
        if found is None:
            expect.refuse(
                "wrong_result", f"{what} was not answered: its connection was closed", cure=cure
            )
        return found

    async def listens_no_more(self) -> None:
        """Refuse the gateway unless it takes no new connection, now that it was told to end."""
        for _ in range(20):  # the signal may be a moment on its way
            await self._witness.idle()
            with socket.socket(socket.AF_UNIX) as visitor:
                visitor.setblocking(False)
                try:
                    visitor.connect(str(self._path))
                except OSError:
                    return
        expect.refuse(
            "wrong_result",
            "after SIGTERM, with a request under way, a new connection was still taken",
            cure="Stop listening first, then wait for the requests: `web.run_app` and "
            "`AppRunner.cleanup()` do it in this order.",
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


def same(got: tuple[int, Any], wanted: tuple[int, Any], what: str, *, cure: str = "") -> None:
    """Refuse another status, then another document."""
    expect.true(
        got[0] == wanted[0],
        "wrong_result",
        f"{what} was answered with status {got[0]}, not {wanted[0]}",
        cure=cure,
    )
    expect.equal(got[1], wanted[1], what, cure=cure)
