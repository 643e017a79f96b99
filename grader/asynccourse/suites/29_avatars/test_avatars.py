"""Proves that `download` streams to files, some at a time, and leaves only whole ones."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Page, Web

if TYPE_CHECKING:
    import picture_scenes as scenes
else:  # a suite's folder is found by its whole name, which no import statement can spell
    scenes = importlib.import_module("asynccourse.suites.29_avatars.picture_scenes")


async def in_places(witness: Witness, rng: Random, halves: scenes.Halves, limit: int) -> None:
    """Let one download end after the other, while each free place is to be taken at once."""
    count = len(halves.bodies)
    for ended in range(count - limit + 1):
        due = ended + limit
        await witness.until(
            lambda: halves.begun >= due,  # noqa: B023 - it is awaited here
            "sequential",
            f"limit={limit}: with the end of each picture held back, fewer downloads were running"
            if not ended
            else f"limit={limit}: {ended} of {count} downloads had ended, with the end of "
            "each other picture held back, and no other was begun in the place that was free",
            cure="As soon as one has ended, the next may begin: a Semaphore, or `limit` workers.",
        )
        await witness.idle()
        expect.true(
            halves.peak <= limit,
            "unbounded",
            f"{halves.peak} downloads ran at a time, where limit={limit}",
            cure="A download has its place from the request until its file is written: keep all of "
            "that in `async with places:`.",
        )
        if not halves.held:
            return  # none is waited for: what has become of the call is told by its end
        halves.let_go(rng.choice(halves.held))


@pytest.mark.points(2)
async def test_some_at_a_time(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Up to `limit` downloads run at a time, and the next one begins as soon as one has ended."""
    for limit, downloads in ((1, 3), (int(numbers["limit"]), int(numbers["downloads"]))):
        bodies = scenes.pictures(rng, downloads)
        halves = scenes.Halves(bodies)
        site = await web.site(GET=witness.instant("GET", halves.page))
        call = driver.call("download", scenes.urls(site, bodies), str(folder), limit).start()
        await in_places(witness, rng, halves, limit)
        halves.let_go()
        expect.same_order(await call, scenes.saved(folder, bodies), "download")
        scenes.complete(folder, bodies, "download had returned")
        await scenes.closed(witness, site, "download had returned")
        scenes.empty(folder)
    # Of the many: with few downloads, one connection more says nothing.
    expect.true(
        site.connections <= 2 * limit,
        "unbounded",
        f"{len(bodies)} downloads took {site.connections} connections, where {limit} are enough "
        "for a client that uses them again",
        cure="Make one `httpx.AsyncClient`, before the first request, for all of them, and let it "
        "keep its connections.",
    )


@pytest.mark.points(1)
async def test_order_and_contents(
    driver: RemoteObject, witness: Witness, web: Web, folder: Path, rng: Random, session: Session
) -> None:
    """Each file holds its picture, and the paths are in the order of the URLs; none give `[]`."""
    expect.equal(await driver.call("download", [], str(folder), 2), [], "download without URLs")
    # Pairs of which only the ends of the names differ, all half there at the same time.
    bodies = scenes.pictures(rng, 3)
    bodies |= {path.replace("png", "jpg"): body[::-1] for path, body in bodies.items()}
    bodies["/avatars/empty.png"] = b""
    order = rng.sample(list(bodies), len(bodies))
    halves = scenes.Halves(bodies)
    get = witness.instant("GET", lambda path: halves.page(path.partition("?")[0]))
    site = await web.site(GET=get)
    wanted = scenes.urls(site, [f"{path}?size={rng.randint(16, 512)}" for path in order])
    call = driver.call("download", wanted, str(folder), len(bodies)).start()
    await scenes.running(witness, halves, len(bodies))
    for path in rng.sample(order, len(order)):
        await scenes.settled(witness, driver, session)
        halves.let_go(path)
    expect.same_order(await call, scenes.saved(folder, order), "download")
    scenes.complete(folder, bodies, "download had returned")


@pytest.mark.points(2)
async def test_streamed(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
    session: Session,
) -> None:
    """What has come of a picture is in the folder before the rest comes."""
    half = int(numbers["half"])
    bodies = {f"/avatars/{rng.randrange(1000)}.png": rng.randbytes(half + scenes.TAIL)}
    halves = scenes.Halves(bodies)
    site = await web.site(GET=witness.instant("GET", halves.page))
    call = driver.call("download", scenes.urls(site, bodies), str(folder), 1).start()
    await witness.until(
        lambda: scenes.size(folder) >= half - scenes.MEMORY,
        "limit_exceeded",
        f"{half:,} bytes of a picture had come, and less than {half - scenes.MEMORY:,} of them "
        "were in the folder: what is missing was in memory",
        cure="`client.stream(...)` and `response.aiter_bytes()` give a body as it comes: write "
        "each piece before you take the next.",
    )
    await scenes.settled(witness, driver, session)  # where the loop is held, it never is
    halves.let_go()
    expect.equal(await call, scenes.saved(folder, bodies), "download")
    scenes.complete(folder, bodies, "download had returned")


@pytest.mark.points(1)
async def test_slow_disk(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
    session: Session,
) -> None:
    """A slow disk doesn't hold up the loop, and no more is read than it can take."""
    bodies = scenes.pictures(rng, 2)
    halves = scenes.Halves(bodies)
    site = await web.site(GET=witness.instant("GET", halves.page))
    await driver.plain("make_slow", str(folder), numbers["disk"])
    call = driver.call("download", scenes.urls(site, bodies), str(folder), 2).start()
    await scenes.running(witness, halves, len(bodies))
    await scenes.settled(witness, driver, session)
    halves.let_go()  # ends so small that they stay in a buffer until the file is closed
    expect.same_items(await call, scenes.saved(folder, bodies), "download")
    scenes.complete(folder, bodies, "download had returned")
    scenes.empty(folder)
    bodies = {f"/avatars/{rng.randrange(1000)}.png": rng.randbytes(int(numbers["half"]))}
    site = await web.site(GET=witness.instant("GET", lambda path: Page(bodies[path])))
    disk = witness.gate("disk", mode="blocking")
    await driver.plain("slow_down", disk)
    call = driver.call("download", scenes.urls(site, bodies), str(folder), 1).start()
    for _ in range(4):  # what waits for the disk: to open the file, then to write the first pieces
        await scenes.settled(witness, driver, session)
        ahead = await driver.plain("downloaded") - scenes.size(folder)
        expect.true(
            ahead <= scenes.MEMORY,
            "limit_exceeded",
            f"a write to the disk took long, and download read on meanwhile: {ahead:,} bytes of a "
            f"picture of {int(numbers['half']):,} were in memory",
            cure="Await each write before you take the next piece.",
        )
        if disk.in_flight:
            disk.release(*disk.in_flight[0].args)
    disk.open()
    expect.equal(await call, scenes.saved(folder, bodies), "download")
    scenes.complete(folder, bodies, "download had returned")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, web: Web, folder: Path, rng: Random, session: Session
) -> None:
    """When the caller is cancelled, all downloads end, and no half file is left."""
    bodies = scenes.pictures(rng, 4, scenes.LARGE)
    halves = scenes.Halves(bodies)
    site = await web.site(GET=witness.instant("GET", halves.page))
    call = driver.call("download", scenes.urls(site, bodies), str(folder), len(bodies)).start()
    await scenes.half_done(witness, driver, session, halves, folder, bodies)
    disk = witness.gate("disk", mode="blocking")
    await driver.plain("slow_down", disk)
    ending = asyncio.ensure_future(call.cancel())
    outcome = await scenes.play_out(ending, "was cancelled", halves, disk, driver, witness, session)
    expect.cancelled(outcome, "download")
    done = next(iter(bodies))
    after = "download had been cancelled, with half of each other picture there"
    scenes.whole(folder, {done: bodies[done]}, after)
    await scenes.closed(witness, site, "download had been cancelled")


@pytest.mark.points(1)
async def test_broken_download(
    driver: RemoteObject, witness: Witness, web: Web, folder: Path, rng: Random, session: Session
) -> None:
    """A download that breaks is an error, and leaves no half file, nor does any other."""
    bodies = scenes.pictures(rng, 4, scenes.LARGE)
    bad = rng.choice(list(bodies))
    body = bodies[bad]
    good_ones = {path: body for path, body in bodies.items() if path != bad}
    faults: dict[str, tuple[Callable[[], Page], str]] = {
        "broke off in the middle": (
            lambda: Page(pieces=scenes.broken_off(body), size=len(body), cut=0),
            "TransportError",
        ),
        **dict(map(scenes.refused, [rng.choice(scenes.CLIENT), rng.choice(scenes.SERVER)])),
        "had no answer": (scenes.dropped, "TransportError"),
    }
    for what, (fault, kind) in faults.items():
        halves = scenes.Halves(bodies)
        good = witness.instant("GET", lambda path, halves=halves: halves.page(path))
        broken = witness.gate("GET", lambda _path, fault=fault: fault())
        site, other = await web.site(GET=good), await web.site(GET=broken)
        asked = [(other if path == bad else site).url + path for path in bodies]
        call = driver.call("download", asked, str(folder), len(bodies)).start()
        await witness.all_in_flight(broken, 1)
        await scenes.half_done(witness, driver, session, halves, folder, good_ones)
        disk = witness.gate("disk", mode="blocking")
        await driver.plain("slow_down", disk)
        ending = asyncio.ensure_future(call.outcome())
        broken.release()
        outcome = await scenes.play_out(ending, "raised", halves, disk, driver, witness, session)
        scene = f"of {len(bodies)} pictures, one {what}"
        scenes.raised(outcome, kind, scene)
        scenes.whole(folder, good_ones, f"{scene}; download had raised")
        await scenes.closed(witness, site, "download had raised")
        scenes.empty(folder)


@pytest.mark.points(1)
async def test_long_queue(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
    session: Session,
) -> None:
    """Where a download takes long, those that wait for its place don't give up."""
    bodies = scenes.pictures(rng, 4)
    pause = numbers["pause"]

    async def slowly(body: bytes) -> AsyncIterator[bytes]:
        for first in range(0, len(body), len(body) // 3 + 1):
            passed = asyncio.Event()
            session.after(pause, passed.set)
            await passed.wait()
            yield body[first : first + len(body) // 3 + 1]

    get = witness.instant("GET", lambda path: Page(pieces=slowly(bodies[path])))
    site = await web.site(GET=get)
    outcome = await driver.call("download", scenes.urls(site, bodies), str(folder), 2).outcome()
    if outcome.error is not None:
        late = [leaf for leaf in expect.leaves(outcome.error.error) if "Timeout" in leaf.kind]
        expect.true(
            not late,
            "wrong_exception",
            f"4 downloads, 2 at a time, of which each took {3 * pause:.3g} s: download raised "
            f"{late[0].kind if late else ''}",
            line=outcome.error.line,
            cure="httpx lets no request wait for a free connection for more than 5 s: let tasks "
            "wait for a place of your own before they ask.",
        )
        raise outcome.error
    expect.same_items(outcome.value, scenes.saved(folder, bodies), "download")
    scenes.complete(folder, bodies, "download had returned")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """On a real clock, ten downloads take about as long as one."""
    count, latency = int(numbers["calls"]), numbers["latency"]
    bodies = scenes.pictures(rng, count, 5_000)
    get = witness.timed("GET", latency, lambda path: Page(bodies[path]), parties=count)
    site = await web.site(GET=get)
    with witness.under(0.8 * count * latency, ideal=latency):
        got = await driver.call("download", scenes.urls(site, bodies), str(folder), count)
    expect.same_items(got, scenes.saved(folder, bodies), "download")
