"""Proves that `crawl` finds every page of a site once, some at a time, and stays on it."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterable
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Gate, ServiceCall
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Page, Site, Web
from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    import page_graph as graphs
    import page_places as places
else:  # a suite's folder is found by its whole name, which no import statement can spell
    graphs = importlib.import_module("asynccourse.suites.30_crawler.page_graph")
    places = importlib.import_module("asynccourse.suites.30_crawler.page_places")

FEW = 8
"""Pages that are read with one place, one after the other."""

FOLLOW = (
    "Each page's own links are to be followed, too, until none is new; and each URL is a page of "
    "its own."
)

ANEW = "Each call begins anew: what it knows, and its places, are its own and not the module's."


def each_once(
    known: Callable[[], Iterable[str]], again: Iterable[str] = (), gone: Iterable[str] = ()
) -> Callable[[ServiceCall], None]:
    """Return a check of requests: each is for a page that there is, and for each there is one.

    `gone` are pages that can't be had, and `again` those of them that give no answer: aiohttp asks
    for them once more by itself.
    """
    seen: set[str] = set()

    def check(call: ServiceCall) -> None:
        [path] = call.args
        if path in seen and path not in again:
            raise Refusal(
                "wrong_result",
                f"{path} was asked for a second time",
                cure="A page that can't be had is left out: ask for it once, and go on."
                if path in gone
                else "Note a URL, without its fragment, as known when you first see it: before the "
                "next `await`, and not when its page has come.",
            )
        if path == graphs.HIDDEN:
            raise Refusal(
                "wrong_result",
                f"{path} was asked for, to which only pages link that can't be had",
                cure="Look at the status before you read a page: any but 200 leaves it out.",
            )
        if path not in known():
            raise Refusal(
                "wrong_result",
                f"{path} was asked for, to which no page links",
                cure="`urljoin(url, link)` says where a link of the page at `url` leads.",
            )
        seen.add(path)

    return check


async def outcome(witness: Witness, get: Gate, call: RemoteCall) -> Outcome:
    """Return how `crawl` ends, whose first request is answered once the loop has nothing to do.

    So whoever holds the loop while it waits does so for long, however fast the answers are.
    """
    before, get.opened = len(get.calls), False
    call.start()
    await witness.until(
        lambda: len(get.calls) > before,
        "wrong_result",
        "crawl asked for no page at all",
        cure="The root is the first page.",
    )
    await witness.idle()
    get.open()
    return await call.outcome()


async def result(witness: Witness, get: Gate, call: RemoteCall) -> Any:
    """Return what `crawl` gives, in the same way."""
    await outcome(witness, get, call)
    return await call


async def session_closed(driver: RemoteObject, what: str) -> None:
    """Refuse a session of aiohttp's that was open in the step in which `crawl` ended."""
    left_open = await driver.plain("left_open")
    expect.true(
        not left_open,
        "resource_leak",
        f"{what}, and its session was still open in that moment",
        cure="Open the session in `async with`, around all that uses it: its end waits until it "
        "is closed.",
    )


async def closed(witness: Witness, site: Site, what: str) -> None:
    """Refuse unless every connection to the site gets closed, with nothing more to be asked."""
    await witness.until(
        lambda: site.open == 0,
        "resource_leak",
        f"{what}, and connections to the server were still open: the session isn't closed",
        cure="Open the session in `async with`, around all that uses it.",
    )


def found(got: Any, wanted: dict[str, str], cure: str = FOLLOW) -> None:
    """Refuse unless `crawl` gave these titles."""
    if isinstance(got, dict):
        missing = [url for url in wanted if url not in got]
        expect.true(
            not missing,
            "wrong_result",
            f"crawl found {len(got)} of {len(wanted)} pages; not, for one, "
            f"{missing[0] if missing else ''}",
            cure=cure,
        )
    expect.equal(got, wanted, "crawl")


@pytest.mark.points(2)
async def test_each_page_once(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """Every page is found, and asked for once, however many links lead to it, and in circles."""
    graph = graphs.Graph(rng, int(numbers["pages"]))
    get = witness.gate("GET", graph.page)
    site = await web.site(GET=get)
    graph.write(site)
    for limit, cure in ((1, FOLLOW), (int(numbers["limit"]), ANEW)):
        get.check = each_once(lambda: graph.links)
        call = driver.call("crawl", site.url + "/", limit)
        found(await result(witness, get, call), graph.wanted(), cure)
        await session_closed(driver, "crawl had returned")
        await closed(witness, site, "crawl had returned")


@pytest.mark.points(2)
async def test_some_at_a_time(
    submission: Submission,
    witness: Witness,
    web: Web,
    rng: Random,
    numbers: dict[str, float],
    session: Session,
) -> None:
    """As many pages as `limit` says are read at a time, as soon as their links are known."""
    for limit, pages in ((1, FEW), (int(numbers["limit"]), int(numbers["pages"]))):
        graph = graphs.Graph(rng, pages)
        halves = graphs.Halves(graph)
        get = witness.instant("GET", halves.page)
        get.check = each_once(lambda graph=graph: graph.links)  # type: ignore[misc]
        site = await web.site(GET=get)
        graph.write(site)
        ending = asyncio.ensure_future(submission.crawl(site.url + "/", limit).outcome())
        try:
            await places.in_places(witness, session, rng, halves, limit, ending)
            outcome = await ending
        finally:
            ending.cancel()
        if outcome.error is not None:
            raise outcome.error
        found(outcome.value, graph.wanted())
        await closed(witness, site, "crawl had returned")
    # Of the many: with few pages, one connection more says nothing.
    expect.true(
        site.connections <= 2 * limit,
        "unbounded",
        f"{len(graph.paths)} pages took {site.connections} connections, where limit={limit}",
        cure="Make one session, before the first request, for all of them, and let it keep its "
        "connections.",
    )


@pytest.mark.points(2)
async def test_stays_on_the_host(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """No link leads to another host or port, and no redirect does."""

    def outside(call: ServiceCall) -> None:
        raise Refusal(
            "forbidden",
            f"another host was asked for {call.args[0]}, where only the root's is to be crawled",
            cure="Look at the whole `netloc` of the URL that a link leads to, and let the client "
            "follow no redirects by itself.",
        )

    graph = graphs.Graph(rng, int(numbers["pages"]) // 2, f"/docs/start-{rng.randrange(1000)}.html")
    away = witness.instant("GET outside", lambda _path: graphs.html("outside", []))
    away.check = outside
    others = [await web.site(GET=away), await web.site(GET=away, host=graphs.another_host())]
    moved = "/moved.html"
    get = witness.gate(
        "GET",
        lambda path: (
            Page(b"", 302, {"Location": others[1].url + "/redirected"})
            if path == moved
            else graph.page(path)
        ),
    )
    get.check = each_once(lambda: [*graph.links, moved])
    site = await web.site(GET=get)
    graph.write(site)
    host = [other.url.removeprefix("http:") for other in others]
    links = [
        others[0].url + "/port",
        f"{others[1].url}/host",
        f"{host[1]}/without-scheme",
        f"{site.url}@{host[1].strip('/')}/user",
        "mailto:ann@example.org",
        "javascript:void(0)",
        moved,
    ]
    for link in links:
        graph.hrefs[rng.choice(graph.paths)].append(link)
    root = site.url + graph.paths[0]
    got = await result(witness, get, submission.crawl(root, int(numbers["limit"])))
    found(
        got,
        graph.wanted(),
        f"{FOLLOW} The root was {root}: all pages with the same `urlsplit(url).netloc` belong to "
        "its site, in whatever folder they are.",
    )
    await closed(witness, site, "crawl had returned")


@pytest.mark.points(1)
async def test_dead_links(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """A page that can't be had is left out, with its links, and the others are found."""
    for _ in range(2):
        graph = graphs.Graph(rng, int(numbers["pages"]) // 2)
        gone = graphs.dead_pages(rng)
        told = ", ".join(f"{path} {how}" for path, (how, _) in gone.items())
        again = [path for path, (_, way) in gone.items() if way is graphs.dropped]
        get = witness.gate(
            "GET",
            lambda path, graph=graph, gone=gone: (
                gone[path][1]() if path in gone else graph.page(path)
            ),
        )
        known = [*graph.links, *gone]
        get.check = each_once(lambda known=known: known, again, gone)  # type: ignore[misc]
        site = await web.site(GET=get)
        graph.write(site)
        for path in gone:
            for source in rng.sample(graph.paths, 2):
                graph.hrefs[source].insert(0, path)
        call = submission.crawl(site.url + "/", int(numbers["limit"]))
        ended = await outcome(witness, get, call)
        if ended.error is not None:
            first = next(expect.leaves(ended.error.error))
            expect.refuse(
                "wrong_exception",
                f"{told}; crawl raised {first.kind}: {first.text}",
                line=ended.error.line,
                cure="Dead links are part of the web: leave the page out, and go on.",
            )
        if isinstance(ended.value, dict):
            extra = [path for path in gone if site.url + path in ended.value]
            expect.true(
                not extra,
                "wrong_result",
                f"{told}; the result has {', '.join(extra)}",
                cure="Look at the status, and read the body to its end, before you note a title.",
            )
        found(ended.value, graph.wanted())
        await closed(witness, site, "crawl had returned")


@pytest.mark.points(1)
async def test_one_page_or_none(
    submission: Submission, witness: Witness, web: Web, rng: Random
) -> None:
    """A root without links, or with links to itself only, is one page; a dead root is none."""
    graph = graphs.Graph(rng, 1)
    title = f"title {rng.randrange(10**6)}"
    scenes: list[tuple[str, Callable[[], Page], int]] = [
        ("a root without links", lambda: graphs.html(title, []), 1),
        ("a root with links to itself", lambda: graphs.html(title, ["", "#top", "/", "./"]), 1),
        ("a root with status 404", lambda: Page("gone", 404), 0),
        ("a root that sends elsewhere", lambda: Page("", 302, {"Location": graphs.HIDDEN}), 0),
        ("a root without an answer", graphs.dropped, 0),
    ]
    for what, sent, pages in scenes:
        get = witness.gate("GET", lambda _path, sent=sent: sent())
        get.check = each_once(lambda: graph.links, ["/"] if sent is graphs.dropped else [])
        site = await web.site(GET=get)
        got = await result(witness, get, submission.crawl(site.url + "/", rng.randint(1, 5)))
        wanted = {site.url + "/": title} if pages else {}
        expect.equal(
            got, wanted, f"crawl, for {what},", cure="A page that can't be had is left out."
        )


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """When the caller is cancelled, all tasks and requests end, and the session is closed."""
    limit = int(numbers["limit"])
    graph = graphs.Graph(rng, int(numbers["pages"]))
    graph.links["/"].update(graph.paths[1 : limit + 3])
    get = witness.gate("GET", graph.page)
    site = await web.site(GET=get)
    graph.write(site)
    call = driver.call("crawl", site.url + "/", limit).start()
    await witness.all_in_flight(get, 1)
    get.release()
    await witness.all_in_flight(get, limit)
    await witness.idle()
    places.few_enough(len(get.in_flight), limit)
    expect.cancelled(await call.cancel(), "crawl")
    left = await driver.plain("left")
    names = ", ".join(sorted({f"{name}()" for name in left}))
    expect.true(
        not left,
        "leaked_task",
        f"when crawl was cancelled, {len(left)} of its tasks went on: {names}",
        cure="A TaskGroup cancels its tasks and waits for them. Who makes tasks by "
        "`create_task` alone has to cancel them, too.",
    )
    await session_closed(driver, "crawl had been cancelled")
    await closed(witness, site, "crawl had been cancelled")
    asked = len(get.calls)
    expect.true(
        asked == limit + 1,
        "swallowed_cancellation",
        f"crawl was cancelled with {limit} requests in flight, and then made "
        f"{asked - limit - 1} more",
    )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_two(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, a root and ten pages take about as long as two pages."""
    count, latency = int(numbers["calls"]), numbers["latency"]
    graph = graphs.Graph(rng, count + 1)
    graph.links["/"].update(graph.paths)
    get = witness.timed("GET", latency, graph.page)
    site = await web.site(GET=get)
    graph.write(site)
    with witness.under(0.8 * (count + 1) * latency, ideal=2 * latency):
        got = await submission.crawl(site.url + "/", count)
    found(got, graph.wanted())
