"""Proves that `fetch_all` shares one session between requests that overlap, and closes it."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import NoReturn

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Dropped, Page, Site, Web

CALLS = 10

TEXTS = (
    "`await response.text()` decodes a page as its headers say. And keep the texts by their place "
    "in the list: the same URL can be in it twice."
)

CLOSE = "Open the session in `async with`, around all that uses it."

SHARE = "Make one `ClientSession`, before the first request, and let every request use it."

COMMON = ((401, 403, 404, 410), (500, 502, 503))
"""Error statuses that any list of them would hold."""

RARE = ((417, 418, 451), (506, 507, 511))
"""Error statuses that one may never have seen, and that are errors all the same."""


def pages(rng: Random, count: int = CALLS) -> dict[str, str]:
    """Return paths with a text each, drawn from the seed."""
    return {
        f"/page-{number}": f"text {rng.randrange(10**6)}"
        for number in rng.sample(range(1000), count)
    }


def text(texts: Mapping[str, str]) -> Callable[[str], Page]:
    """Return the result of a service that serves these texts."""
    return lambda path: Page(texts[path])


def urls(site: Site, texts: Mapping[str, str]) -> list[str]:
    """Return the URL of each page."""
    return [site.url + path for path in texts]


LOOKS = 200
"""How often to look whether the tasks of a closed session have ended, 5 ms apart."""


async def closed(driver: RemoteObject, witness: Witness, site: Site, what: str) -> None:
    """Refuse unless the session is closed, and every connection to the site closes with it."""
    # Not by the connections alone: idle ones can end by a time-out while their session stays open.
    _, still_open, left_open = await driver.call("pools")
    expect.true(
        not still_open,
        "resource_leak",
        f"{what}, and its session was still open",
        cure=CLOSE,
    )
    expect.true(
        not left_open,
        "resource_leak",
        f"{what}, and its session was still open in that moment: it was closed later",
        cure="Wait until it is closed: who calls `fetch_all` last may have no time left for more.",
    )
    await witness.until(
        lambda: site.open == 0,
        "resource_leak",
        f"{what}, and connections to the server were still open",
        cure=CLOSE,
    )
    # What has lost its connection, or was still to get one, ends by itself: it needs its turns.
    for _ in range(LOOKS):
        if not (await witness.idle()).tasks:
            return
        await asyncio.sleep(0.005)


@pytest.mark.points(2)
async def test_all_in_flight_together(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """Ten requests are in flight together."""
    texts = pages(rng)
    get = witness.rendezvous("GET", CALLS, text(texts))
    site = await web.site(GET=get)
    got = await driver.call("fetch_all", urls(site, texts))
    expect.same_order(got, list(texts.values()), "fetch_all")
    await closed(driver, witness, site, "fetch_all had returned")
    for path in texts:
        texts[path] += ", and more"
    got = await driver.call("fetch_all", urls(site, texts))
    cure = "Ask for each page at each call: it may have changed since."
    expect.equal(got, list(texts.values()), "fetch_all, called again for the same URLs,", cure=cure)


@pytest.mark.points(1)
async def test_texts_in_order(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """The texts are in the order of the URLs, whichever comes first; together they take no longer
    than the longest. Each is decoded as its headers say; a URL that is there twice gives two."""
    texts = pages(rng)
    foreign, other = rng.sample(list(texts), 2)
    status = rng.choice([201, 202, 203, 206])
    texts[foreign] += " in großen Zügen"
    delays = dict(zip(texts, rng.sample(range(1, CALLS + 1), CALLS), strict=True))
    latency = numbers["latency"]

    def page(path: str) -> Page:
        if path != foreign:
            return Page(texts[path], status if path == other else 200)
        return Page(
            texts[path].encode("latin-1"), headers={"Content-Type": "text/plain; charset=latin-1"}
        )

    site = await web.site(GET=witness.timed("GET", lambda path: latency * delays[path], page))
    paths = list(texts)
    paths.insert(rng.randrange(CALLS), rng.choice(paths))
    with witness.under(1.5 * CALLS * latency, code="sequential", ideal=CALLS * latency):
        outcome = await submission.fetch_all([site.url + path for path in paths]).outcome()
    if outcome.error is not None:
        no_error_status(outcome.error, status)
    got = outcome.value
    wanted = [texts[path] for path in paths]
    told = "fetch_all, of URLs of which one is there twice and one page's text is in Latin-1,"
    if isinstance(got, list) and sorted(map(str, got)) == sorted(wanted):
        expect.same_order(got, wanted, told)
    expect.equal(got, wanted, told, cure=TEXTS)


def no_error_status(error: RemoteError, status: int) -> NoReturn:
    """Refuse an error that was raised although no page had an error status."""
    if not any("ClientResponseError" in leaf.bases for leaf in expect.leaves(error.error)):
        raise error
    expect.refuse(
        "wrong_exception",
        f"one page came with status {status}, which is no error, all others with 200, and "
        f"fetch_all raised {expect.shown_error(error)}",
        line=error.line,
        cure="Errors are 400 and more: `response.raise_for_status()` knows.",
    )


@pytest.mark.points(1)
async def test_connections_shared(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """However many URLs there are, the requests share one pool of connections."""
    texts = pages(rng, int(numbers["many"]))
    get = witness.timed("GET", numbers["latency"], text(texts))
    site = await web.site(GET=get)
    outcome = await submission.fetch_all(urls(site, texts)).outcome()
    most = int(numbers["pool"])
    # First this: a server may be too busy for more, and the error would only be what follows.
    expect.true(
        site.connections <= most,
        "unbounded",
        f"{len(texts)} requests to one server took {site.connections} connections, where one "
        f"session takes at most {most}, and uses them again",
        cure=SHARE,
    )
    made, _, _ = await driver.call("pools")
    expect.true(
        made <= 1,
        "unbounded",
        f"{len(texts)} requests to one server were spread over {made} pools, each with connections "
        "of its own",
        cure=SHARE,
    )
    if outcome.error is not None:
        raise outcome.error
    expect.same_order(outcome.value, list(texts.values()), "fetch_all")


@pytest.mark.points(1)
async def test_large_pages(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    numbers: dict[str, float],
) -> None:
    """More pages than the pool has connections, each too large to be kept unread, come whole."""
    size, count = int(numbers["large"]), int(numbers["pool"]) + 5
    body = Page("x" * size)
    get = witness.gate("GET", lambda path: body)
    site = await web.site(GET=get)
    began = witness.now
    call = driver.call("sizes", [f"{site.url}/{number}" for number in range(count)]).start()
    await witness.all_in_flight(get, 1)
    await witness.loop_turned()  # the pages come when it has
    get.open()
    outcome = await call.outcome()
    error = outcome.error
    if error is not None and "TimeoutError" in [leaf.kind for leaf in expect.leaves(error.error)]:
        expect.refuse(
            "hang",
            f"of {count} pages of {size:,} bytes, fetch_all asked for {len(site.requests)}, and "
            f"then nothing went on until a time-out ended it after {witness.now - began:.3g} s: "
            "each connection of the pool was held by an answer whose body nobody read",
            line=error.line,
            cure="Let one task do both for its URL, the request and `await response.text()`.",
        )
    if error is not None:
        raise error
    expect.equal(outcome.value, [size] * count, "the sizes of the texts that fetch_all gave")


@pytest.mark.points(1)
async def test_no_urls(submission: Submission) -> None:
    """Without URLs there is nothing to ask for, and the result is an empty list."""
    expect.equal(await submission.fetch_all([]), [], "fetch_all without URLs")


@pytest.mark.points(2)
async def test_error_statuses(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """An answer with an error status, or one that breaks off, is an error and no text; it ends
    the call, whether the other requests have ended before or are in flight."""
    texts, latency = pages(rng), numbers["latency"]
    bad = rng.choice(list(texts))
    faults = drawn_faults(rng)
    # Each comes after all else has, and the first once more while all else is in flight.
    scenes = [(what, 2 * latency) for what in faults] + [(next(iter(faults)), latency / 2)]
    for what, when in scenes:
        fault, kind = faults[what]
        get = witness.timed(
            "GET",
            lambda path, when=when: when if path == bad else latency,
            lambda path, fault=fault: fault() if path == bad else Page(texts[path]),
        )
        site = await web.site(GET=get)
        await raises(driver, urls(site, texts), kind, f"of {len(texts)} pages, one had {what}")
        await closed(driver, witness, site, "fetch_all had raised")


def drawn_faults(rng: Random) -> dict[str, tuple[Callable[[], Page], str]]:
    """Return what can be wrong with a page, each with the error that it is to raise."""
    faults: dict[str, tuple[Callable[[], Page], str]] = {
        f"status {status}": (partial(Page, "sorry", status), "ClientResponseError")
        for status in [400, *map(rng.choice, COMMON + RARE)]
    }
    cut = partial(Page, "a text that breaks off", cut=7)
    faults["half of what was announced"] = cut, "ClientError"
    faults["no answer at all"] = dropped, "ClientError"
    return faults


def dropped() -> Page:
    """Give no answer."""
    raise Dropped


SLIPS = {"NotImplementedError", "NameError", "AttributeError", "TypeError"}
"""Errors that nobody raises on purpose here: they are told as what they are."""


async def raises(driver: RemoteObject, all_urls: list[str], kind: str, scene: str) -> None:
    """Refuse unless `fetch_all` raises errors of this kind, or a group of nothing else."""
    try:
        got = await driver.call("fetch_all", all_urls)
    except RemoteError as error:
        if any(SLIPS.intersection(leaf.bases) for leaf in expect.leaves(error.error)):
            raise
        expect.true(
            all(kind in leaf.bases for leaf in expect.leaves(error.error)),
            "wrong_exception",
            f"{scene}: fetch_all raised {expect.shown_error(error)}, not aiohttp's {kind}",
            line=error.line,
            cure="Let aiohttp's own errors pass through to the caller.",
        )
        return
    expect.refuse(
        "wrong_exception",
        f"{scene}, and fetch_all raised nothing; it gave {expect.shown(got)}",
        cure="`response.raise_for_status()` raises for any error status; let its error pass."
        if kind == "ClientResponseError"
        else "aiohttp raises where a text doesn't come, or not whole: let its error pass.",
    )


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, web: Web, rng: Random
) -> None:
    """When the caller is cancelled, every request ends, and the session is closed."""
    texts = pages(rng)
    get = witness.gate("GET", text(texts))
    site = await web.site(GET=get)
    call = driver.call("fetch_all", urls(site, texts)).start()
    await witness.all_in_flight(get, CALLS)
    expect.cancelled(await call.cancel(), "fetch_all")
    await closed(driver, witness, site, "fetch_all had been cancelled")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, web: Web, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, ten requests take about as long as one."""
    texts = pages(rng)
    latency = numbers["latency"]
    get = witness.timed("GET", latency, text(texts), parties=CALLS)
    site = await web.site(GET=get)
    with witness.under(0.8 * CALLS * latency, ideal=latency):
        got = await submission.fetch_all(urls(site, texts))
    expect.same_order(got, list(texts.values()), "fetch_all")
