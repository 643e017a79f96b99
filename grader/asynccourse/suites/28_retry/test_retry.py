"""Proves that `get_json` retries what is worth it, waits as it should and stops in time."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Dropped, Page, Web

SLACK = 1e-6
"""Seconds of rounding."""

LONG = 1000.0
"""A budget that is never spent, in seconds."""

BIG = 2**22
"""Bytes of an error page that nobody reads by accident."""

LOST = ("ClientConnectionError", "ClientPayloadError")
"""What aiohttp raises for a connection that is lost before the answer's end."""

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


def script(*answers: Answer) -> Callable[[str], Any]:
    """Return the result of a service that gives these answers in turn, the last again and again."""
    left = list(answers)
    return lambda _path: (left.pop(0) if len(left) > 1 else left[0])()


@dataclass
class Scene:
    """One server with one script, and what became of a call of `get_json`."""

    service: Service
    url: str
    attempts: int = 1
    budget: float = LONG
    began: float = 0.0
    ended: float = 0.0
    outcome: Outcome = field(default_factory=lambda: Outcome("returned"))

    @property
    def asked(self) -> int:
        """How many requests the server has seen."""
        return len(self.service.calls)

    @property
    def waits(self) -> list[float]:
        """The seconds between the end of each answer and the next request."""
        pairs = pairwise(self.service.calls)
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
    pool: int = 100,
) -> Scene:
    """Let `get_json` ask a server, and return what became of it."""
    site = await web.site(GET=service)
    scene = Scene(service, site.url + "/data", attempts, budget, began=witness.now)
    plan = {"attempts": attempts, "budget": budget}
    scene.outcome = await driver.call("get", scene.url, plan, pool).outcome()
    scene.ended = witness.now
    if scene.outcome.error is not None and scene.outcome.error.kind == "NotImplementedError":
        raise scene.outcome.error
    return scene


def gave(scene: Scene, wanted: Any, what: str) -> None:
    """Refuse unless the call gave this value, for all that came before it."""
    if scene.outcome.error is not None:
        expect.refuse(
            "wrong_exception",
            f"{what}: {scene.told} after {requests(scene.asked)}, with attempts={scene.attempts} "
            f"and budget={scene.budget:g}",
            line=scene.outcome.error.line,
            cure="Another attempt would have gone well.",
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


def waited(scene: Scene, number: int, shortest: float, longest: float, why: str = "") -> None:
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
        cure="A server in trouble needs time: sleep before you ask again, longer each time.",
    )
    expect.true(
        wait <= longest + SLACK,
        "too_slow",
        told,
        cure="The first retry is number 1: its shortest wait is `BASE`.",
    )


def requests(count: int) -> str:
    """Return a count as a sentence shows it."""
    return f"{count} request" if count == 1 else f"{count} requests"


@pytest.mark.points(1)
async def test_json_by_the_session(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """Where all is well, a call makes one request, and leaves the caller's session open."""
    values: list[Any] = [{"number": rng.randrange(10**6)}, [], 0, None, f"text {rng.random()}"]
    rng.shuffle(values)
    service = witness.instant("GET", lambda path: given(values[int(path[1:])])())
    site = await web.site(GET=service)
    urls = [f"{site.url}/{number}" for number in range(len(values))]
    token = f"token-{rng.randrange(10**6)}"
    [got] = await driver.call("one_by_one", urls, {"attempts": 3, "budget": LONG}, token)
    expect.true(
        got != "closed",
        "wrong_result",
        "when get_json had returned, the session that it was given was closed",
        cure="The session is the caller's, who may have more to ask: use it, and leave it open.",
    )
    expect.equal(got, values, "get_json for one URL after the other")
    expect.true(
        len(service.calls) == len(values),
        "wrong_result",
        f"{len(values)} calls of get_json made {requests(len(service.calls))}, though each had its "
        "answer at once",
        cure="`null`, 0 and an empty list are JSON like any other: look at the status only.",
    )
    expect.true(
        all(request.headers.get("x-token") == token for request in site.requests),
        "wrong_result",
        "a request came without the headers of the session that get_json was given",
        cure="Ask with `session.get(...)`: connections, headers and cookies are the session's.",
    )


@pytest.mark.points(2)
async def test_backoff_grows(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """Lost connections, 429 and 503 are retried, and each wait is about twice the one before."""
    value = {"number": rng.randrange(10**6)}
    names = [*rng.sample(list(FAULTS), len(FAULTS)), rng.choice(list(FAULTS))]
    base = numbers["base"]
    for faults in ([name] for name in FAULTS):
        service = witness.instant("GET", script(FAULTS[faults[0]], given(value)))
        scene = await play(web, witness, driver, service, attempts=2)
        gave(scene, value, f"{faults[0]}, then the answer")
        waited(scene, 1, base, 2 * base)
    service = witness.instant("GET", script(*(FAULTS[name] for name in names), given(value)))
    scene = await play(web, witness, driver, service, attempts=len(names) + 1)
    gave(scene, value, f"{len(names)} failures ({', '.join(names)}), then the answer")
    asked(scene, len(names) + 1, f"{len(names)} failures, then the answer", "Stop at the answer.")
    for number in range(1, len(names) + 1):
        shortest = base * 2 ** (number - 1)
        waited(scene, number, shortest, 2 * shortest)


@pytest.mark.points(1)
async def test_jitter(
    driver: RemoteObject, witness: Witness, web: Web, numbers: dict[str, float]
) -> None:
    """Clients that failed at the same moment don't come back at the same moment."""
    count, base = int(numbers["clients"]), numbers["base"]
    answers = [status(503)] * count + [given("at last")]
    service = witness.gate("GET", script(*answers))
    site = await web.site(GET=service)
    plan = {"attempts": 2, "budget": LONG}
    call = driver.call("together", site.url + "/data", plan, count).start()
    await witness.until(
        lambda: len(service.in_flight) == count,
        "sequential",
        f"{count} calls of get_json were made at once, and the first answer was held back until "
        "all had asked; not all did",
        cure="Calls have nothing to share but the session: no lock, no counter.",
    )
    service.open()
    expect.equal(await call, ["at last"] * count, f"{count} calls, each with one 503: get_json")
    again = [call.start for call in service.calls[count:]]
    spread = max(again) - min(again)
    moments = len(set(again))
    how = f"at {moments} moments, all within {spread:.3g} s" if moments > 1 else "together"
    expect.true(
        spread > base / 5 and moments > count / 2,
        "unbounded",
        f"{count} clients got 503 at the same moment, and came back {how}, where their waits may "
        f"differ by {base:g} s",
        cure="Draw each wait anew with `random.uniform(shortest, 2 * shortest)`.",
    )


@pytest.mark.points(1)
async def test_retry_after(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """The server's Retry-After is kept."""
    value = rng.randrange(10**6)
    base = numbers["base"]
    seconds = [rng.randint(2, 9), rng.randint(2, 9)]
    codes = rng.sample([429, 503], 2)
    answers = [
        status(code, Retry_After=str(wait)) for code, wait in zip(codes, seconds, strict=True)
    ]
    service = witness.instant("GET", script(*answers, given(value)))
    scene = await play(web, witness, driver, service, attempts=3)
    gave(scene, value, f"{codes[0]} and {codes[1]} with Retry-After, then the answer")
    for number, wait in enumerate(seconds, 1):
        why = f", as {codes[number - 1]} had said `Retry-After: {wait}`"
        waited(scene, number, wait, wait + base * 2**number, why)
    # Longer than the budget: then no request can come in time.
    wait = rng.randint(20, 60)
    service = witness.instant("GET", script(status(503, Retry_After=str(wait)), given(value)))
    scene = await play(web, witness, driver, service, attempts=3, budget=2.0)
    what = f"503 said `Retry-After: {wait}`, with a budget of 2 s"
    if scene.asked > 1:
        expect.refuse(
            "busy_wait",
            f"{what}: the next request came after {scene.waits[0]:.3g} s",
            cure="A wait that doesn't fit into the budget isn't to be cut short: give up instead.",
        )
    in_budget(scene, what)
    raised(scene, ("TimeoutError", "ClientResponseError"), what)


@pytest.mark.points(1)
async def test_attempts_counted(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """After the last attempt its error is raised, without another wait."""
    cure = "`attempts` counts the first request too."
    for attempts in (1, rng.randint(2, 5)):
        for last, kinds, text in (
            ("503", ("ClientResponseError",), "503"),
            ("429", ("ClientResponseError",), "429"),
            (rng.choice(list(FAULTS)[2:]), LOST, ""),
        ):
            others = [FAULTS[rng.choice(list(FAULTS))] for _ in range(attempts - 1)]
            service = witness.instant("GET", script(*others, FAULTS[last]))
            scene = await play(web, witness, driver, service, attempts=attempts)
            what = f"attempts={attempts}, all failed, the last one with {last}"
            asked(scene, attempts, what, cure)
            raised(scene, kinds, what, text)
            idle = scene.ended - service.calls[-1].start
            expect.true(
                idle <= SLACK,
                "too_slow",
                f"{what}: get_json raised {idle:.3g} s after the last answer",
                cure="After the last attempt there is nothing to wait for: raise at once.",
            )


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """A cancelled call ends, and asks no more: while it waits for an answer, and between two."""
    plan = {"attempts": rng.randint(3, 5), "budget": 20.0}
    for what, service, ready in (
        ("for the answer", held := witness.gate("GET"), lambda: bool(held.in_flight)),
        (
            "before the retry",
            busy := witness.instant("GET", script(status(503, Retry_After="10"))),
            lambda: bool(busy.calls),
        ),
    ):
        site = await web.site(GET=service)
        call = driver.call("get", site.url + "/data", plan).start()
        await witness.until(ready, "wrong_result", "get_json never asked the server")
        await witness.idle()
        outcome = await call.cancel()
        if outcome.error is not None and outcome.error.is_a("ClientResponseError"):
            raise outcome.error  # it had ended before, and not as it should
        expect.cancelled(outcome, f"get_json, waiting {what},")
        expect.true(
            len(service.calls) == 1,
            "swallowed_cancellation",
            f"get_json was cancelled waiting {what}, and asked {len(service.calls) - 1} more times",
        )


@pytest.mark.points(1)
async def test_final_errors(driver: RemoteObject, witness: Witness, web: Web, rng: Random) -> None:
    """404 and its like are raised at once: asked again, the server would say the same."""
    for number in (404, rng.choice([400, 401, 403, 410, 422])):
        service = witness.instant("GET", script(status(number)))
        scene = await play(web, witness, driver, service, attempts=4)
        cure = "Retry only the statuses in `RETRIED`."
        asked(scene, 1, f"the server said {number}", cure)
        raised(scene, ("ClientResponseError",), f"the server said {number}", str(number))
    value = rng.randrange(10**6)
    service = witness.instant("GET", script(lambda: Page("x" * BIG, 503), given(value)))
    scene = await play(web, witness, driver, service, attempts=2, budget=20.0, pool=1)
    if scene.outcome.error is not None and scene.outcome.error.is_a("TimeoutError"):
        expect.refuse(
            "resource_leak",
            "the session may have one connection; 503 came over it with a long page, and the retry "
            "never got a connection: the first answer still had it",
            cure="`async with session.get(url) as response:` gives the connection back at the end "
            "of the block: let that come before the wait.",
        )
    gave(scene, value, "503 with a long page, then the answer")


async def never_ending() -> AsyncIterator[bytes]:
    """Send the beginning of a text in JSON, and nothing more."""
    yield b'"a text'
    await asyncio.Event().wait()


@pytest.mark.points(2)
async def test_budget(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """The budget is for all together: requests, bodies and waits."""
    budget = rng.randint(10, 40) / 10
    value = rng.randrange(10**6)
    slow = witness.timed("GET", 0.9 * budget, script(given(value)))
    scene = await play(web, witness, driver, slow, attempts=5, budget=budget)
    gave(scene, value, f"the answer comes after {0.9 * budget:.3g} s")

    held = witness.gate("GET")
    scene = await play(web, witness, driver, held, attempts=5, budget=budget)
    in_budget(scene, "a server that never answers")
    raised(scene, ("TimeoutError",), f"no answer within the budget of {budget:g} s")

    endless = witness.instant(
        "GET",
        lambda _path: Page(pieces=never_ending(), headers={"Content-Type": "application/json"}),
    )
    scene = await play(web, witness, driver, endless, attempts=5, budget=budget)
    in_budget(scene, "a body that never ends")
    raised(scene, ("TimeoutError",), f"half a body within the budget of {budget:g} s")

    busy = witness.timed("GET", 0.4 * budget, script(status(503)))
    scene = await play(web, witness, driver, busy, attempts=50, budget=budget)
    in_budget(scene, f"503 after {0.4 * budget:.3g} s, each time")
    raised(scene, ("TimeoutError", "ClientResponseError"), "503, until the budget was spent")

    quick = witness.instant("GET", script(status(503)))
    scene = await play(web, witness, driver, quick, attempts=50, budget=budget)
    in_budget(scene, "503 at once, each time")
    raised(scene, ("TimeoutError", "ClientResponseError"), "503, until the budget was spent")
    for number in range(1, scene.asked):
        shortest = numbers["base"] * 2 ** (number - 1)
        waited(scene, number, shortest, 2 * shortest)


def in_budget(scene: Scene, what: str) -> None:
    """Refuse if the call took longer than its budget."""
    expect.true(
        scene.took <= scene.budget + SLACK,
        "too_slow",
        f"{what}: with a budget of {scene.budget:g} s, get_json took {scene.took:.3g} s and made "
        f"{requests(scene.asked)}",
        cure="Put one `asyncio.timeout(budget)` around all that get_json does.",
    )
