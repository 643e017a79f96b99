"""Scenes for `get_json`: a server with a script, and what is said of a call of it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Dropped, Page, Web

SLACK = 1e-6
"""Seconds of rounding."""

LONG = 1000.0
"""A budget that is never spent, in seconds."""

BIG = 2**22
"""Bytes of an error page that nobody reads by accident."""

Answer = Callable[[], Any]


def given(value: Any) -> Answer:
    """Return the answer with this value in JSON."""
    return lambda: Page(json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def status(number: int, **headers: str) -> Answer:
    """Return an answer with this status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: Page("not now", number, named)


def dropped() -> Any:
    """Cut the connection without an answer."""
    raise Dropped


def broken_off() -> Page:
    """Cut the connection in the middle of an answer."""
    return Page({"a text": "that is never read to its end"}, cut=9)


FAULTS: dict[str, Answer] = {
    "429": status(429),
    "503": status(503),
    "a connection cut before the answer": dropped,
    "a connection cut in the middle of the answer": broken_off,
}

LOST = {
    "a connection cut before the answer": "ClientConnectionError",
    "a connection cut in the middle of the answer": "ClientPayloadError",
}
"""What aiohttp raises for a connection that is lost before the answer's end, by fault."""


def script(*answers: Answer) -> Callable[[str], Any]:
    """Return the result of a service that gives these answers in turn, the last again and again."""
    left = list(answers)
    return lambda _path: (left.pop(0) if len(left) > 1 else left[0])()


def busy_for_each(times: int, value: Any) -> Callable[[str], Any]:
    """Return the result of a service that gives each path 503 so many times, then the value."""
    asked = Counter[str]()

    def answer(path: str) -> Any:
        asked[path] += 1
        return (status(503) if asked[path] <= times else given(value))()

    return answer


def waits_of_each(service: Service, retries: int) -> list[list[float]]:
    """Return, for each retry, the seconds that the clients of `busy_for_each` waited before it."""
    calls: dict[object, list[ServiceCall]] = {}
    for call in service.calls:
        calls.setdefault(call.args, []).append(call)
    return [
        [one[retry].start - (one[retry - 1].end or 0.0) for one in calls.values()]
        for retry in range(1, retries + 1)
    ]


@contextmanager
def closed_port() -> Iterator[int]:
    """Give a port at which nobody listens, and nobody can begin to meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@dataclass
class Scene:
    """One server with one script, and what became of a call of `get_json`."""

    service: Service
    url: str
    attempts: int = 1
    budget: float = LONG
    before: int = 0
    """How many requests of earlier calls the server has seen."""
    began: float = 0.0
    ended: float = 0.0
    outcome: Outcome = field(default_factory=lambda: Outcome("returned"))

    @property
    def asked(self) -> int:
        """How many requests the server has seen of this call."""
        return len(self.service.calls) - self.before

    @property
    def waits(self) -> list[float]:
        """The seconds between the end of each answer and the next request."""
        pairs = pairwise(self.service.calls[self.before :])
        return [after.start - (before.end or before.start) for before, after in pairs]

    @property
    def took(self) -> float:
        """The seconds that the call took."""
        return self.ended - self.began

    @property
    def told(self) -> str:
        """How the call ended, as a clause."""
        error = self.outcome.error
        if error is not None:
            return f"it raised {expect.shown_error(error)}"
        return f"it gave {expect.shown(self.outcome.value)}"


async def play(
    web: Web,
    witness: Witness,
    driver: RemoteObject,
    service: Service,
    *,
    attempts: int,
    budget: float = LONG,
) -> Scene:
    """Let `get_json` ask a server, and return what became of it."""
    site = await web.site(GET=service)
    return await ask(Scene(service, site.url + "/data", attempts, budget), witness, driver)


async def ask(scene: Scene, witness: Witness, driver: RemoteObject) -> Scene:
    """Call `get_json`, perhaps once more for the same URL, and return what became of that call."""
    plan = {"attempts": scene.attempts, "budget": scene.budget}
    scene.before, scene.began = len(scene.service.calls), witness.now
    scene.outcome = await driver.call("get", scene.url, plan).outcome()
    scene.ended = witness.now
    if scene.outcome.error is not None and scene.outcome.error.kind == "NotImplementedError":
        raise scene.outcome.error
    return scene


def gave(
    scene: Scene, wanted: Any, what: str, cure: str = "Another attempt would have gone well."
) -> None:
    """Refuse unless the call gave this value, for all that came before it."""
    if scene.outcome.error is not None:
        expect.refuse(
            "wrong_exception",
            f"{what}: {scene.told} after {requests(scene.asked)}, with attempts={scene.attempts} "
            f"and budget={scene.budget:g}",
            line=scene.outcome.error.line,
            cure=cure,
        )
    expect.equal(scene.outcome.value, wanted, f"{what}: get_json")


def raised(scene: Scene, kinds: tuple[str, ...], what: str, text: str = "") -> None:
    """Refuse unless the call raised an error of one of these kinds, whose text begins so."""
    error = scene.outcome.error
    if error is None:
        expect.refuse("wrong_exception", f"{what}, and get_json raised nothing; {scene.told}")
    expect.true(
        all(
            any(kind in leaf.bases for kind in kinds) and leaf.text.startswith(text)
            for leaf in expect.leaves(error.error)
        ),
        "wrong_exception",
        f"{what}: {scene.told}",
        line=error.line,
        cure=f"Here the caller wants to see {' or '.join(kinds)} {text}".rstrip() + ".",
    )


def asked(scene: Scene, wanted: int, what: str, cure: str) -> None:
    """Refuse unless the server was asked so many times."""
    expect.true(
        scene.asked == wanted,
        "wrong_result",
        f"{what}: the server saw {requests(scene.asked)}, where {wanted} "
        f"{'was' if wanted == 1 else 'were'} to come",
        line=scene.service.calls[-1].line if scene.service.calls else 0,
        cure=cure,
    )


def waited(
    scene: Scene, number: int, shortest: float, longest: float, why: str = "", cure: str = ""
) -> None:
    """Refuse unless the wait before this retry (1 is the first) was neither short nor long."""
    wait = scene.waits[number - 1]
    told = (
        f"retry {number} came {wait:.3g} s after the answer before it, and had to come after "
        f"{shortest:g} s to {longest:g} s{why}"
    )
    expect.true(
        wait >= shortest - SLACK,
        "busy_wait",
        told,
        cure=cure or "A server in trouble needs time: sleep before each retry, longer each time.",
    )
    expect.true(
        wait <= longest + SLACK,
        "too_slow",
        told,
        cure=cure or "The first retry is number 1: its shortest wait is `BASE`.",
    )


def requests(count: int) -> str:
    """Return a count as a sentence shows it."""
    return f"{count} request" if count == 1 else f"{count} requests"


def endless() -> Page:
    """Return an answer whose body begins, and never ends."""
    return Page(pieces=_never_ending(), headers={"Content-Type": "application/json"})


async def _never_ending() -> AsyncIterator[bytes]:
    """Send the beginning of a text in JSON, and nothing more."""
    yield b'"a text'
    await asyncio.Event().wait()


def in_budget(scene: Scene, what: str) -> None:
    """Refuse if the call took longer than its budget."""
    over = scene.took - scene.budget
    expect.true(
        over <= SLACK,
        "too_slow",
        f"{what}: with a budget of {scene.budget:g} s, get_json took {over:.3g} s longer than that "
        f"and made {requests(scene.asked)}",
        cure="Put one `asyncio.timeout(budget)` around all that get_json does.",
    )
