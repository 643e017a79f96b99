"""Proves that `crawl` finds every page of a site once, some at a time, and stays on it."""

import posixpath
from collections.abc import Callable, Iterable
from html import escape
from random import Random
from typing import Any
from urllib.parse import urljoin

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.services import ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Page, Site, Web
from asynccourse.verdicts.refusal import Refusal

SOON = 1.0
"""Seconds within which only a timer of the learner's own is due; a client's time-outs are later."""

HIDDEN = "/hidden.html"
"""What only pages link to that can't be had."""

OFTEN = 3
"""Links to other pages that a page has on average, beside those that make the site one."""


class Graph:
    """Pages by their paths, with links between them in all ways of writing: drawn from the seed."""

    def __init__(self, rng: Random, count: int) -> None:
        self.paths = ["/", *_paths(rng, count - 1)]
        self.titles = {path: f"title {rng.randrange(10**6)}" for path in self.paths}
        self.links: dict[str, set[str]] = {path: set() for path in self.paths}
        self.hrefs: dict[str, list[str]] = {path: [] for path in self.paths}
        """The links as they are written: what comes on top leads nowhere new."""
        self.url = ""
        self._rng = rng
        for number, path in enumerate(self.paths[1:], 1):
            # From a page that can be reached: so this one can be, too.
            self.links[self.paths[rng.randrange(min(number, 2 + number // 2))]].add(path)
        for _ in range(OFTEN * count):
            self.links[rng.choice(self.paths)].add(rng.choice(self.paths))

    def write(self, site: Site) -> None:
        """Write the links down, once it is known where the site is."""
        self.url = site.url
        for path, targets in self.links.items():
            for target in sorted(targets):
                times = self._rng.choice([1, 1, 2])
                self.hrefs[path] += [self._href(path, target) for _ in range(times)]
            self._rng.shuffle(self.hrefs[path])

    def page(self, path: str) -> Page:
        """Return one page. Raises LookupError."""
        return html(self.titles[path], self.hrefs[path])

    def wanted(self) -> dict[str, str]:
        """Return what `crawl` is to give."""
        return {self.url + path: title for path, title in self.titles.items()}

    def _href(self, source: str, target: str) -> str:
        """Return a link in one of the ways in which it may be written."""
        relative = posixpath.relpath(target.partition("?")[0], posixpath.dirname(source))
        relative += target[len(target.partition("?")[0]) :]
        forms = [self.url + target, target, relative, f"./{relative}", self.url[5:] + target]
        fitting = [form for form in forms if urljoin(self.url + source, form) == self.url + target]
        mark = self._rng.choice(["", "", "#top", f"#part-{self._rng.randrange(9)}"])
        return self._rng.choice(fitting) + mark


def _paths(rng: Random, count: int) -> list[str]:
    folders = ["/", "/docs/", "/docs/old/", "/news/"]
    made: dict[str, None] = {}
    while len(made) < count:
        number = rng.randrange(1000)
        name = rng.choice([f"page-{number}.html", f"list?page={number}&all=1", f"part-{number}/"])
        made[rng.choice(folders) + name] = None
    return list(made)


def html(title: str, hrefs: Iterable[str]) -> Page:
    """Return a page with these links."""
    links = "\n".join(f'<p><a class="x" href="{escape(href)}">there</a>' for href in hrefs)
    text = f"<!doctype html><title>{title}</title><a name='top'></a>\n{links}\n"
    return Page(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def each_once(known: Callable[[], Iterable[str]]) -> Callable[[ServiceCall], None]:
    """Return a check of requests: each is for a page that there is, and for each there is one."""
    seen: set[str] = set()

    def check(call: ServiceCall) -> None:
        [path] = call.args
        if path in seen:
            raise Refusal(
                "wrong_result",
                f"{path} was asked for a second time",
                cure="Note a URL, without its fragment, as known when you first see it: before the "
                "next `await`, and not when its page has come.",
            )
        if path == HIDDEN:
            raise Refusal(
                "wrong_result",
                f"{path} was asked for, to which only pages with an error status link",
                cure="Look at the status before you read a page.",
            )
        if path not in known():
            raise Refusal(
                "wrong_result",
                f"{path} was asked for, to which no page links",
                cure="`urljoin(url, link)` says where a link of the page at `url` leads.",
            )
        seen.add(path)

    return check


async def closed(witness: Witness, site: Site, what: str) -> None:
    """Refuse unless every connection to the site gets closed, with nothing more to be asked."""
    await witness.until(
        lambda: site.open == 0,
        "resource_leak",
        f"{what}, and connections to the server were still open: the session isn't closed",
        cure="Open the session in `async with`, around all that uses it.",
    )


def found(got: Any, wanted: dict[str, str]) -> None:
    """Refuse unless `crawl` gave these titles."""
    if isinstance(got, dict):
        missing = [url for url in wanted if url not in got]
        expect.true(
            not missing,
            "wrong_result",
            f"crawl found {len(got)} of {len(wanted)} pages; not, for one, "
            f"{missing[0] if missing else ''}",
            cure="Each page's own links are to be followed, too, until none is new.",
        )
    expect.equal(got, wanted, "crawl")


@pytest.mark.points(2)
async def test_each_page_once(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """Every page is found, and asked for once, however many links lead to it, and in circles."""
    for limit in (1, int(numbers["limit"])):
        graph = Graph(rng, int(numbers["pages"]))
        get = witness.instant("GET", graph.page)
        get.check = each_once(lambda graph=graph: graph.links)  # type: ignore[misc]
        site = await web.site(GET=get)
        graph.write(site)
        found(await submission.crawl(site.url + "/", limit), graph.wanted())
        await closed(witness, site, "crawl had returned")


@pytest.mark.points(2)
async def test_some_at_a_time(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """As many pages as `limit` says are read at a time, as soon as their links are known."""
    limit = int(numbers["limit"])
    graph = Graph(rng, int(numbers["pages"]))
    get = witness.gate("GET", graph.page)
    get.check = each_once(lambda: graph.links)
    site = await web.site(GET=get)
    graph.write(site)
    call = submission.crawl(site.url + "/", limit).start()
    read: set[str] = set()
    while known := {"/"}.union(*(graph.links[path] for path in read)) - read:
        due = min(limit, len(known))
        await witness.until(
            lambda: len(get.in_flight) >= due,  # noqa: B023 - it is awaited here
            "sequential",
            f"limit={limit}, and {len(known)} pages were known and not read: with all answers "
            f"held back, fewer than {due} of them were asked for",
            cure="A page's links can be followed as soon as that page is there, whatever the "
            "others do.",
        )
        idle = await witness.idle()
        expect.true(
            len(get.in_flight) <= limit,
            "unbounded",
            f"{len(get.in_flight)} requests were in flight, where limit={limit}",
        )
        expect.true(
            idle.timer is None or idle.timer - witness.now > SOON,
            "busy_wait",
            "with all requests held back, crawl woke up by itself to look whether there was "
            "anything to do",
            cure="Wait for what brings new links: for a task to end, or for a queue.",
        )
        path = rng.choice(sorted(call.args[0] for call in get.in_flight))
        read.add(path)
        get.release(path)
    found(await call, graph.wanted())
    await closed(witness, site, "crawl had returned")
    expect.true(
        site.connections <= 2 * limit,
        "unbounded",
        f"{len(graph.paths)} pages took {site.connections} connections, where limit={limit}",
        cure="Make one session, before the first request, for all of them.",
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

    graph = Graph(rng, int(numbers["pages"]) // 2)
    away = witness.instant("GET outside", lambda _path: html("outside", []))
    away.check = outside
    others = [await web.site(GET=away), await web.site(GET=away, host="127.0.0.2")]
    moved = "/moved.html"
    get = witness.instant(
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
    found(await submission.crawl(site.url + "/", int(numbers["limit"])), graph.wanted())
    await closed(witness, site, "crawl had returned")


def dead(title: str, hrefs: list[str], rng: Random) -> tuple[str, Page]:
    """Return how a page can't be had, and what the server sends then."""
    page = html(title, hrefs)
    status = rng.choice([403, 404, 500, 503])
    return rng.choice(
        [
            (f"status {status}", Page(page.body, status, page.headers)),
            ("half of its text", Page(page.body, headers=page.headers, cut=len(page.body) // 2)),
        ]
    )


@pytest.mark.points(1)
async def test_dead_links(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """A page that can't be had is left out, with its links, and the others are found."""
    for _ in range(3):
        graph = Graph(rng, int(numbers["pages"]) // 2)
        gone = {f"/gone-{number}.html": dead("gone", [HIDDEN], rng) for number in range(3)}
        told = ", ".join(f"{path} has {how}" for path, (how, _) in gone.items())
        get = witness.instant(
            "GET",
            lambda path, graph=graph, gone=gone: (
                gone[path][1] if path in gone else graph.page(path)
            ),
        )
        get.check = each_once(lambda graph=graph, gone=gone: [*graph.links, *gone])  # type: ignore[misc]
        site = await web.site(GET=get)
        graph.write(site)
        for path in gone:
            for source in rng.sample(graph.paths, 2):
                graph.hrefs[source].insert(0, path)
        outcome = await submission.crawl(site.url + "/", int(numbers["limit"])).outcome()
        if outcome.error is not None:
            expect.refuse(
                "wrong_exception",
                f"{told}; crawl raised {expect.shown_error(outcome.error)}",
                line=outcome.error.line,
                cure="Dead links are part of the web: leave the page out, and go on.",
            )
        if isinstance(outcome.value, dict):
            extra = [path for path in gone if site.url + path in outcome.value]
            expect.true(
                not extra,
                "wrong_result",
                f"{told}; the result has {', '.join(extra)}",
                cure="Look at the status, and read the body to its end, before you note a title.",
            )
        found(outcome.value, graph.wanted())
        await closed(witness, site, "crawl had returned")


@pytest.mark.points(1)
async def test_one_page_or_none(
    submission: Submission, witness: Witness, web: Web, rng: Random
) -> None:
    """A root without links, or with links to itself only, is one page; a dead root is none."""
    graph = Graph(rng, 1)
    for hrefs, wanted in (([], 1), (["", "#top", "/", "./"], 1), (None, 0)):
        title = f"title {rng.randrange(10**6)}"
        get = witness.instant(
            "GET",
            lambda _path, hrefs=hrefs, title=title: (
                Page("gone", 404) if hrefs is None else html(title, hrefs)
            ),
        )
        get.check = each_once(lambda: graph.links)
        site = await web.site(GET=get)
        got = await submission.crawl(site.url + "/", rng.randint(1, 5))
        expect.equal(got, {site.url + "/": title} if wanted else {}, "crawl")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """When the caller is cancelled, every request ends, and the session is closed."""
    limit = int(numbers["limit"])
    graph = Graph(rng, int(numbers["pages"]))
    graph.links["/"].update(graph.paths[1 : limit + 3])
    get = witness.gate("GET", graph.page)
    site = await web.site(GET=get)
    graph.write(site)
    call = submission.crawl(site.url + "/", limit).start()
    await witness.all_in_flight(get, 1)
    get.release()
    await witness.all_in_flight(get, limit)
    expect.cancelled(await call.cancel(), "crawl")
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
    graph = Graph(rng, count + 1)
    graph.links["/"].update(graph.paths)
    get = witness.timed("GET", latency, graph.page)
    site = await web.site(GET=get)
    graph.write(site)
    with witness.under(0.8 * (count + 1) * latency, ideal=2 * latency):
        got = await submission.crawl(site.url + "/", count)
    found(got, graph.wanted())
