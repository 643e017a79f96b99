"""The ways in which a service of the gateway's fails, and a part that comes slowly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from asynccourse.parts.web import Dropped, Page

JSON = {"Content-Type": "application/json"}

EACH = "Catch what can go wrong around each service by itself."

STATUS = (
    "Only the status says that a service failed, whatever came with it: from 400 on, "
    "`response.raise_for_status()` raises an error, and `response.ok` is false."
)

ALL_OF_IT = "The whole body has to be JSON: `response.json()` and `json.loads` look at all of it."

ANEW = "Ask all services anew for each request, and keep nothing from one to the next."


@dataclass(frozen=True)
class Fault:
    """One way to fail: its words, what is answered, and the way out of taking that for a part."""

    words: str
    answer: Callable[[], Any]
    cure: str = EACH


def drawn(rng: Random) -> list[Fault]:
    """Return all ways to fail. Some give what could be a part."""
    part = {"name": "spoon", "price": rng.randrange(1, 500)}
    fourth, fifth = rng.choice([404, 410, 429]), rng.choice([500, 503])
    return [
        Fault(f"status {fourth}", lambda: Page(part, fourth), STATUS),
        Fault(f"status {fifth}", lambda: Page(part, fifth), STATUS),
        Fault("no JSON", lambda: Page("<h1>it works</h1>", headers={"Content-Type": "text/html"})),
        Fault("no JSON, though it is called so,", lambda: Page(b"it works", headers=JSON)),
        Fault("more behind the JSON", lambda: Page(b'{"name": 1} or so', headers=JSON), ALL_OF_IT),
        Fault("bytes that are no text", lambda: Page(b'{"name": "\xff"}', headers=JSON)),
        Fault("half of an answer", lambda: Page(b'{"half": ', cut=5)),
        Fault("a closed connection", dropped),
    ]


def dropped() -> Any:
    """Give no answer."""
    raise Dropped


class Slow:
    """A long part of which the second half comes when the test says so."""

    def __init__(self, rng: Random) -> None:
        self.part = f"{rng.randrange(10**6)} stars " * 2**13
        self.begun = False
        self.rest = asyncio.Event()

    @property
    def page(self) -> Page:
        """What the service answers."""
        body = f'"{self.part}"'.encode()
        return Page(pieces=self._halves(body), size=len(body), headers=JSON)

    async def _halves(self, body: bytes) -> AsyncIterator[bytes]:
        half = len(body) // 2
        self.begun = True
        yield body[:half]
        await self.rest.wait()
        yield body[half:]
