"""Proves that `get_json` retries what is worth it, waits as it should and stops in time."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Page, Web

if TYPE_CHECKING:
    import retry_scenes as scenes
else:  # a suite's folder is found by its whole name, which no import statement can spell
    scenes = importlib.import_module("asynccourse.suites.28_retry.retry_scenes")


AS_LONG = "Wait as long as it says, and neither less nor much more: only the budget can end that."

ALL_OF_IT = "Let an attempt take as long as the budget lasts: it needs no time limit of its own."


@pytest.mark.points(1)
async def test_json_by_the_session(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """Where all is well, a call makes one request, and leaves the caller's session open."""
    values: list[Any] = [{"number": rng.randrange(10**6)}, [], 0, None, f"text {rng.random()}"]
    rng.shuffle(values)
    service = witness.instant("GET", lambda path: scenes.given(values[int(path[1:])])())
    site = await web.site(GET=service)
    urls = [f"{site.url}/{number}" for number in range(len(values))]
    token = f"token-{rng.randrange(10**6)}"
    [got] = await driver.call("one_by_one", urls, {"attempts": 3, "budget": scenes.LONG}, token)
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
        f"{len(values)} calls of get_json made {scenes.requests(len(service.calls))}, though each "
        "had its answer at once",
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
    """Lost connections, 429 and 503 are retried; each wait is about twice the one before."""
    value = {"number": rng.randrange(10**6)}
    names = [*rng.sample(list(scenes.FAULTS), len(scenes.FAULTS)), rng.choice(list(scenes.FAULTS))]
    base = numbers["base"]
    for faults in ([name] for name in scenes.FAULTS):
        service = witness.instant(
            "GET", scenes.script(scenes.FAULTS[faults[0]], scenes.given(value))
        )
        scene = await scenes.play(web, witness, driver, service, attempts=2)
        scenes.gave(scene, value, f"{faults[0]}, then the answer")
        scenes.waited(scene, 1, base, 2 * base)
    service = witness.instant(
        "GET", scenes.script(*(scenes.FAULTS[name] for name in names), scenes.given(value))
    )
    scene = await scenes.play(web, witness, driver, service, attempts=len(names) + 1)
    scenes.gave(scene, value, f"{len(names)} failures ({', '.join(names)}), then the answer")
    scenes.asked(
        scene, len(names) + 1, f"{len(names)} failures, then the answer", "Stop at the answer."
    )
    for number in range(1, len(names) + 1):
        shortest = base * 2 ** (number - 1)
        scenes.waited(scene, number, shortest, 2 * shortest)
    await nobody_listens(driver, witness, base)


async def nobody_listens(driver: RemoteObject, witness: Witness, base: float) -> None:
    """Refuse unless a connection that is refused, as by a server that starts anew, is retried."""
    attempts = 4
    began = witness.now
    with scenes.closed_port() as port:
        plan = {"attempts": attempts, "budget": scenes.LONG}
        outcome = await driver.call("get", f"http://127.0.0.1:{port}/data", plan).outcome()
    if outcome.error is not None and outcome.error.kind == "NotImplementedError":
        raise outcome.error
    took, shortest = witness.now - began, base * (2 ** (attempts - 1) - 1)
    told = f"attempts={attempts}, and nobody listened at the port: get_json"
    expect.true(
        outcome.error is not None and outcome.error.is_a("ClientConnectionError"),
        "wrong_exception",
        f"{told} {outcome!s}",
        cure="After the last attempt its error is the caller's.",
    )
    expect.true(
        took >= shortest - scenes.SLACK,
        "wrong_result",
        f"{told} gave up after {took:.3g} s, where the waits before {attempts - 1} retries take "
        f"{shortest:.3g} s at least",
        cure="`aiohttp.ClientConnectionError` is for all of them: refused, reset, closed.",
    )


@pytest.mark.points(1)
async def test_jitter(
    driver: RemoteObject, witness: Witness, web: Web, numbers: dict[str, float]
) -> None:
    """Clients that failed at the same moment don't come back at the same moment."""
    count, base, retries = int(numbers["clients"]), numbers["base"], 3
    service = witness.gate("GET", scenes.busy_for_each(retries, "at last"))
    site = await web.site(GET=service)
    plan = {"attempts": retries + 1, "budget": scenes.LONG}
    call = driver.call("together", site.url + "/data?client=", plan, count).start()
    await witness.until(
        lambda: len(service.in_flight) == count,
        "sequential",
        f"{count} calls of get_json were made at once, and the first answer was held back until "
        "all had asked; not all did",
        cure="Calls have nothing to share but the session: no lock, no counter.",
    )
    service.open()
    expect.equal(
        await call, ["at last"] * count, f"{count} calls, each with {retries} 503: get_json"
    )
    for number, waits in enumerate(scenes.waits_of_each(service, retries), 1):
        spread, moments = max(waits) - min(waits), len(set(waits))
        width = base * 2 ** (number - 1)
        how = f"all within {spread:.3g} s, where they may differ by {width:g} s"
        if moments <= count / 2:
            how = f"only {moments} different ones" if moments > 1 else "all equally long"
        expect.true(
            # Whatever the random numbers' distribution, twenty of them are hardly ever closer.
            spread > width / 4 and moments > count / 2,
            "unbounded",
            f"{count} clients got 503 at the same moment; their waits before retry {number} were "
            f"{how}",
            cure="Draw each wait anew with `random.uniform(shortest, 2 * shortest)`.",
        )


@pytest.mark.points(1)
async def test_retry_after(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """The server's Retry-After is kept for the wait that follows, and for no later one."""
    value = rng.randrange(10**6)
    base = numbers["base"]
    seconds = [rng.randint(2, 9), rng.randint(100, 200)]
    codes = rng.sample([429, 503], 2)
    answers = [
        scenes.status(code, Retry_After=str(wait))
        for code, wait in zip(codes, seconds, strict=True)
    ]
    service = witness.instant(
        "GET", scenes.script(*answers, scenes.FAULTS["503"], scenes.given(value))
    )
    scene = await scenes.play(web, witness, driver, service, attempts=4)
    told = f"{codes[0]} and {codes[1]} with Retry-After, 503 without it, then the answer"
    scenes.gave(scene, value, told)
    for number, wait in enumerate(seconds, 1):
        why = f", as {codes[number - 1]} had said `Retry-After: {wait}`"
        scenes.waited(scene, number, wait, wait + base * 2**number, why, AS_LONG)
    expect.true(
        scene.waits[2] <= 8 * base + scenes.SLACK,
        "too_slow",
        f"retry 3 came {scene.waits[2]:.3g} s after an answer without Retry-After, where "
        f"{8 * base:g} s is the longest wait",
        cure="A Retry-After is for the wait that follows it: forget it before the next attempt.",
    )
    # Longer than the budget: then no request can come in time.
    wait = rng.randint(20, 60)
    service = witness.instant(
        "GET", scenes.script(scenes.status(503, Retry_After=str(wait)), scenes.given(value))
    )
    scene = await scenes.play(web, witness, driver, service, attempts=3, budget=2.0)
    what = f"503 said `Retry-After: {wait}`, with a budget of 2 s"
    if scene.asked > 1:
        expect.refuse(
            "busy_wait",
            f"{what}: the next request came after {scene.waits[0]:.3g} s",
            cure="A wait that doesn't fit into the budget isn't to be cut short: give up instead.",
        )
    scenes.in_budget(scene, what)
    scenes.raised(scene, ("TimeoutError", "ClientResponseError"), what)


@pytest.mark.points(1)
async def test_attempts_counted(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """After the last attempt its error is raised, without another wait."""
    for attempts in (1, rng.randint(2, 5)):
        for last, kinds, text in (
            ("503", ("ClientResponseError",), "503"),
            ("429", ("ClientResponseError",), "429"),
            *((name, (kind,), "") for name, kind in scenes.LOST.items()),
        ):
            # All others differ from the last, so that its error is known from theirs.
            before = [name for name in scenes.FAULTS if name != last]
            names = [*(rng.choice(before) for _ in range(attempts - 1)), last]
            faults = [scenes.FAULTS[name] for name in names]
            service = witness.instant("GET", scenes.script(*faults))
            scene = await scenes.play(web, witness, driver, service, attempts=attempts)
            what = f"attempts={attempts}, all failed, the last one with {last}"
            cure = "`attempts` counts the first request too."
            if 0 < scene.asked < attempts:
                cure = f"It stopped after {names[scene.asked - 1]}, which is worth another attempt."
            scenes.asked(scene, attempts, what, cure)
            scenes.raised(scene, kinds, what, text)
            idle = scene.ended - service.calls[-1].start
            expect.true(
                idle <= scenes.SLACK,
                "too_slow",
                f"{what}: get_json raised {idle:.3g} s after the last answer",
                cure="After the last attempt there is nothing to wait for: raise at once.",
            )
    await counted_anew(driver, witness, scene, numbers["base"])


async def counted_anew(
    driver: RemoteObject, witness: Witness, failed: scenes.Scene, base: float
) -> None:
    """Refuse unless another call for the same URL has attempts and waits of its own."""
    scene = await scenes.ask(failed, witness, driver)
    what = "a first call for this URL had failed, and so did a second one"
    cure = "Each call begins anew: nothing of it is for another call to know."
    scenes.asked(scene, scene.attempts, f"{what}, with attempts={scene.attempts}", cure)
    for number in range(1, scene.attempts):
        shortest = base * 2 ** (number - 1)
        scenes.waited(scene, number, shortest, 2 * shortest, f"; {what}", cure)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """A cancelled call ends, and asks no more: while it waits for an answer or for the rest of
    its body, and between two."""
    plan = {"attempts": rng.randint(3, 5), "budget": 20.0}
    for what, service, ready in (
        ("for the answer", held := witness.gate("GET"), lambda: bool(held.in_flight)),
        (
            "before the retry",
            busy := witness.instant("GET", scenes.script(scenes.status(503, Retry_After="10"))),
            lambda: bool(busy.calls),
        ),
        (
            "for the rest of the body",
            endless := witness.instant("GET", lambda _path: scenes.endless()),
            lambda: bool(endless.calls),
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
    """404 and its like are raised at once, and what is retried holds no connection in the wait."""
    # 408, 409 and 425 are on other clients' lists.
    plain, later = rng.sample([400, 401, 403, 410, 418, 422, 451], 2)
    for number in (404, 408, 409, 425, plain, later):
        headers = {"Retry_After": str(rng.randint(1, 9))} if number == later else {}
        service = witness.instant("GET", scenes.script(scenes.status(number, **headers)))
        scene = await scenes.play(web, witness, driver, service, attempts=4)
        what = f"the server said {number}{' with a Retry-After' if headers else ''}"
        scenes.asked(scene, 1, what, "Retry only the statuses in `RETRIED`.")
        scenes.raised(scene, ("ClientResponseError",), what, str(number))
    text = Page("<p>All is well.</p>", headers={"Content-Type": "text/html"})
    service = witness.instant("GET", scenes.script(lambda: text))
    scene = await scenes.play(web, witness, driver, service, attempts=4)
    what = "the server sent a page with status 200 that isn't JSON"
    cure = "Retry only lost connections and the statuses in `RETRIED`."
    scenes.asked(scene, 1, what, cure)
    scenes.raised(scene, ("ContentTypeError", "ValueError"), what)
    await connection_given_back(driver, witness, web, rng, rng.randrange(10**6))


async def connection_given_back(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, value: int
) -> None:
    """Refuse if the connection isn't there for others in the wait, because the page was long."""
    wait = rng.randint(5, 9)
    page = Page("x" * scenes.BIG, 503, {"Retry-After": str(wait)})
    site = await web.site(
        GET=witness.instant("GET", scenes.script(lambda: page, scenes.given(value)))
    )
    other = await web.site(GET=witness.instant("GET", scenes.script(scenes.given("other"))))
    plan = {"attempts": 2, "budget": 20.0}
    outcome = await driver.call("beside", site.url, plan, other.url).outcome()
    if outcome.error is not None and not outcome.error.is_a("TimeoutError"):
        raise outcome.error
    got, seconds = outcome.value or (None, plan["budget"])
    expect.true(
        seconds < wait / 2,
        "resource_leak",
        "the session may have one connection; 503 came over it with a long page, and in the wait "
        f"before the retry another request of the caller's had no connection for {seconds:.3g} s: "
        "the first answer still had it",
        cure="`async with session.get(url) as response:` gives the connection back at the end of "
        "the block: let that come before the wait.",
    )
    expect.equal(got, value, "503 with a long page, then the answer: get_json")


@pytest.mark.points(2)
async def test_budget(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """The budget is for all together: requests, bodies and waits."""
    budget = rng.randint(10, 40) / 10
    value = rng.randrange(10**6)
    slow = witness.timed("GET", 0.9 * budget, scenes.script(scenes.given(value)))
    scene = await scenes.play(web, witness, driver, slow, attempts=5, budget=budget)
    scenes.gave(scene, value, f"the answer comes after {0.9 * budget:.3g} s", ALL_OF_IT)

    large = float(rng.randint(100, 200))  # less than the 300 s that aiohttp gives by itself
    slow = witness.timed("GET", 0.9 * large, scenes.script(scenes.given(value)))
    scene = await scenes.play(web, witness, driver, slow, attempts=5, budget=large)
    scenes.gave(scene, value, f"the answer comes after {0.9 * large:.3g} s", ALL_OF_IT)

    held = witness.gate("GET")
    scene = await scenes.play(web, witness, driver, held, attempts=5, budget=budget)
    scenes.in_budget(scene, "a server that never answers")
    scenes.raised(scene, ("TimeoutError",), f"no answer within the budget of {budget:g} s")

    delays = iter([0.0])
    once_busy = witness.timed(
        "GET",
        lambda _path: next(delays, 2 * budget),
        scenes.script(scenes.status(503), scenes.given(value)),
    )
    scene = await scenes.play(web, witness, driver, once_busy, attempts=5, budget=budget)
    what = f"503, then no answer within the budget of {budget:g} s"
    scenes.in_budget(scene, what)
    scenes.raised(scene, ("TimeoutError",), what)

    endless = witness.instant("GET", lambda _path: scenes.endless())
    scene = await scenes.play(web, witness, driver, endless, attempts=5, budget=budget)
    scenes.in_budget(scene, "a body that never ends")
    scenes.raised(scene, ("TimeoutError",), f"half a body within the budget of {budget:g} s")

    busy = witness.timed("GET", 0.4 * budget, scenes.script(scenes.status(503)))
    scene = await scenes.play(web, witness, driver, busy, attempts=50, budget=budget)
    scenes.in_budget(scene, f"503 after {0.4 * budget:.3g} s, each time")
    scenes.raised(scene, ("TimeoutError", "ClientResponseError"), "503, until the budget was spent")

    quick = witness.instant("GET", scenes.script(scenes.status(503)))
    scene = await scenes.play(web, witness, driver, quick, attempts=50, budget=60.0)
    scenes.in_budget(scene, "503 at once, each time")
    scenes.raised(scene, ("TimeoutError", "ClientResponseError"), "503, until the budget was spent")
    for number in range(1, scene.asked):
        shortest = numbers["base"] * 2 ** (number - 1)
        scenes.waited(scene, number, shortest, 2 * shortest)
