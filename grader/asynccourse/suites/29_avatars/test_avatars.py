"""Proves that `download` streams to files, some at a time, and leaves only whole ones."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject
from asynccourse.judge.services import Gate
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.parts.web import Dropped, Page, Site, Web

TAIL = 100
"""Bytes that come last, when the rest of a picture is there."""

LARGE = 750_000
"""Bytes of the largest picture in tests that look for half of it in the folder."""

MEMORY = 250_000
"""Bytes of a picture that may be in memory."""


def pictures(rng: Random, count: int, size: int = 50_000) -> dict[str, bytes]:
    """Return paths with pictures, drawn from the seed."""
    return {
        f"/avatars/{number}.png": rng.randbytes(rng.randint(size // 2, size))
        for number in rng.sample(range(1000), count)
    }


def urls(site: Site, paths: Iterable[str]) -> list[str]:
    """Return the URL of each picture."""
    return [site.url + path for path in paths]


def saved(folder: Path, paths: Iterable[str]) -> list[str]:
    """Return where each picture is to be."""
    return [str(folder / Path(path).name) for path in paths]


class Halves:
    """Serves pictures whose ends are held back until the test lets them go."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self.bodies = bodies
        self.open: list[str] = []
        """The pictures that are being sent."""
        self.begun = 0
        self.peak = 0
        self._held = {path: asyncio.Event() for path in bodies}

    def page(self, path: str) -> Page:
        """Return one picture."""
        return Page(pieces=self._pieces(path))

    @property
    def held(self) -> list[str]:
        """Those of them whose ends are held back."""
        return [path for path in self.open if not self._held[path].is_set()]

    def let_go(self, *paths: str) -> None:
        """Send the rest of these; without any, of all."""
        for path in paths or self.bodies:
            self._held[path].set()

    async def _pieces(self, path: str) -> AsyncIterator[bytes]:
        self.open.append(path)
        self.begun += 1
        self.peak = max(self.peak, len(self.open))
        try:
            yield self.bodies[path][:-TAIL]
            await self._held[path].wait()
            yield self.bodies[path][-TAIL:]
        finally:
            self.open.remove(path)


def whole(folder: Path, bodies: Mapping[str, bytes], after: str) -> None:
    """Refuse if the folder holds anything but whole pictures under their names."""
    wanted = {Path(path).name: body for path, body in bodies.items()}
    for file in sorted(folder.rglob("*")):
        body = wanted.get(file.name)
        size = file.stat().st_size
        if body is None:
            expect.refuse(
                "resource_leak",
                f"{after}, and `{file.name}`, {size:,} bytes, was left in the folder",
                cure="Whatever ends a download, its file must go: `except BaseException:`, unlink, "
                "`raise`.",
            )
        expect.true(
            file.read_bytes() == body,
            "resource_leak" if size < len(body) else "wrong_result",
            f"{after}, and `{file.name}` holds {size:,} bytes that aren't the picture of "
            f"{len(body):,} bytes",
            cure="Whatever ends a download, a half file must go: `except BaseException:`, unlink, "
            "`raise`.",
        )


def complete(folder: Path, bodies: Mapping[str, bytes], after: str) -> None:
    """Refuse unless the folder holds all pictures, whole, and nothing else."""
    for path, body in bodies.items():
        file = folder / Path(path).name
        expect.true(
            file.is_file(),
            "wrong_result",
            f"{after}, and there is no `{file.name}` in the folder",
            cure="`file_name(url)` says under which name each picture is saved.",
        )
        got = file.read_bytes()
        expect.true(
            got == body,
            "wrong_result",
            f"{after}; `{file.name}` should hold {len(body):,} bytes, and holds {len(got):,}"
            + (" others" if len(got) == len(body) else ""),
            cure="Write every piece, and close the file before `download` returns.",
        )
    whole(folder, bodies, after)


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
    limit = int(numbers["limit"])
    bodies = pictures(rng, int(numbers["downloads"]))
    halves = Halves(bodies)
    site = await web.site(GET=witness.instant("GET", halves.page))
    call = driver.call("download", urls(site, bodies), str(folder), limit).start()
    for ended in range(len(bodies) - limit + 1):
        due = ended + limit
        await witness.until(
            lambda: halves.begun >= due,  # noqa: B023 - it is awaited here
            "sequential",
            f"limit={limit}: with the end of each picture held back, fewer downloads were running"
            if not ended
            else f"limit={limit}: {ended} of {len(bodies)} downloads had ended, with the end of "
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
        halves.let_go(rng.choice(halves.held))
    halves.let_go()
    expect.same_order(await call, saved(folder, bodies), "download")
    complete(folder, bodies, "download had returned")
    expect.true(
        site.connections <= 2 * limit,
        "unbounded",
        f"{len(bodies)} downloads took {site.connections} connections, where {limit} are enough "
        "for a client that uses them again",
        cure="Make one `httpx.AsyncClient`, before the first request, for all of them.",
    )


@pytest.mark.points(1)
async def test_order_and_contents(
    driver: RemoteObject, witness: Witness, web: Web, folder: Path, rng: Random
) -> None:
    """Each file holds its picture, and the paths are in the order of the URLs; none give `[]`."""
    expect.equal(await driver.call("download", [], str(folder), 2), [], "download without URLs")
    bodies = pictures(rng, 6) | {"/avatars/empty.png": b""}
    order = rng.sample(list(bodies), len(bodies))
    get = witness.gate("GET", lambda path: Page(bodies[path.partition("?")[0]]))
    site = await web.site(GET=get)
    asked = {path: f"{path}?size={rng.randint(16, 512)}" for path in order}
    wanted = urls(site, asked.values())
    call = driver.call("download", wanted, str(folder), len(bodies)).start()
    await witness.all_in_flight(get, len(bodies))
    for path in rng.sample(order, len(order)):
        get.release(asked[path])
        await witness.idle()
    expect.same_order(await call, saved(folder, order), "download")
    complete(folder, bodies, "download had returned")


@pytest.mark.points(2)
async def test_streamed(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """What has come of a picture is in the folder before the rest comes."""
    half = int(numbers["half"])
    bodies = {f"/avatars/{rng.randrange(1000)}.png": rng.randbytes(half + TAIL)}
    halves = Halves(bodies)
    site = await web.site(GET=witness.instant("GET", halves.page))
    call = driver.call("download", urls(site, bodies), str(folder), 1).start()
    await witness.until(
        lambda: size(folder) >= half - MEMORY,
        "limit_exceeded",
        f"{half:,} bytes of a picture had come, and less than {half - MEMORY:,} of them were in "
        "the folder: what is missing was in memory",
        cure="`client.stream(...)` and `response.aiter_bytes()` give a body as it comes: write "
        "each piece before you take the next.",
    )
    halves.let_go()
    expect.equal(await call, saved(folder, bodies), "download")
    complete(folder, bodies, "download had returned")


def size(folder: Path) -> int:
    """Return how many bytes all files in a folder hold."""
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size
        except FileNotFoundError:  # renamed in this moment
            continue
    return total


@pytest.mark.points(1)
async def test_slow_disk(
    driver: RemoteObject,
    witness: Witness,
    web: Web,
    folder: Path,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """A slow disk doesn't hold up the loop."""
    bodies = pictures(rng, 2)
    site = await web.site(GET=witness.instant("GET", lambda path: Page(bodies[path])))
    await driver.plain("make_slow", str(folder), numbers["disk"])
    got = await driver.call("download", urls(site, bodies), str(folder), 2)
    expect.equal(got, saved(folder, bodies), "download")
    complete(folder, bodies, "download had returned")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, web: Web, folder: Path, rng: Random, session: Session
) -> None:
    """When the caller is cancelled, all downloads end, and no half file is left."""
    bodies = pictures(rng, 4, LARGE)
    halves = Halves(bodies)
    site = await web.site(GET=witness.instant("GET", halves.page))
    call = driver.call("download", urls(site, bodies), str(folder), len(bodies)).start()
    await half_done(witness, session, halves, folder, bodies)
    disk = witness.gate("disk", mode="blocking")
    await driver.plain("slow_down", disk)
    ending = asyncio.ensure_future(call.cancel())
    outcome = await play_out(ending, "was cancelled", halves, disk, driver, witness, session)
    expect.cancelled(outcome, "download")
    done = next(iter(bodies))
    after = "download had been cancelled, with half of each other picture there"
    whole(folder, {done: bodies[done]}, after)
    await closed(witness, site, "download had been cancelled")


async def half_done(
    witness: Witness, session: Session, halves: Halves, folder: Path, bodies: Mapping[str, bytes]
) -> None:
    """Wait until the first of these downloads is done, and of each other the half is written."""
    await witness.until(
        lambda: len(halves.open) >= len(bodies),
        "sequential",
        f"limit={len(halves.bodies)}: with the end of each picture held back, fewer downloads were "
        "running",
    )
    done, *others = bodies
    halves.let_go(done)
    least = len(bodies[done]) + sum(len(bodies[path]) - TAIL - MEMORY for path in others)
    await witness.until(
        lambda: (folder / Path(done).name).is_file() and size(folder) >= least,
        "limit_exceeded",
        f"one of {len(bodies)} pictures had come, and half of each other; they were not all in "
        "the folder",
        cure="Write each piece before you take the next.",
    )
    await settled(witness, session)


async def settled(witness: Witness, session: Session) -> None:
    """Wait until neither the loop nor any thread has anything to do."""
    while (await witness.idle()).busy_threads:
        session.wires.stirred()  # brings another report


async def play_out(
    ending: asyncio.Future[Outcome],
    how: str,
    halves: Halves,
    disk: Gate,
    driver: RemoteObject,
    witness: Witness,
    session: Session,
) -> Outcome:
    """Return how a call ended, with one thing happening at a time until then; refuse leftovers.

    So the end of one task is never by chance also that of others.
    """
    await settled(witness, session)
    while not ending.done() and (disk.in_flight or halves.held):
        if disk.in_flight:
            disk.release(*disk.in_flight[0].args)
        else:
            halves.let_go(halves.held[0])
        await settled(witness, session)
    outcome = await ending
    left = await driver.plain("left")
    expect.true(
        not left,
        "leaked_task",
        f"when download {how}, {len(left)} of its tasks went on: {', '.join(sorted(set(left)))}()",
        cure="A TaskGroup cancels the others and waits for them. `gather` leaves them to "
        "themselves when one fails, and doesn't wait for all when it is cancelled.",
    )
    disk.open()
    halves.let_go()
    await settled(witness, session)
    return outcome


async def closed(witness: Witness, site: Site, what: str) -> None:
    """Refuse unless every connection to the site gets closed."""
    await witness.until(
        lambda: site.open == 0,
        "resource_leak",
        f"{what}, and connections to the server were still open: the client isn't closed",
        cure="Open the client in `async with`, around all that uses it.",
    )


def dropped() -> Page:
    """Give no answer."""
    raise Dropped


async def broken_off(body: bytes) -> AsyncIterator[bytes]:
    """Send the first half."""
    yield body[: len(body) // 2]


@pytest.mark.points(1)
async def test_broken_download(
    driver: RemoteObject, witness: Witness, web: Web, folder: Path, rng: Random, session: Session
) -> None:
    """A download that breaks is an error, and leaves no half file, nor does any other."""
    bodies = pictures(rng, 4, LARGE)
    bad = rng.choice(list(bodies))
    body = bodies[bad]
    good_ones = {path: body for path, body in bodies.items() if path != bad}
    faults: dict[str, tuple[Callable[[], Page], str]] = {
        "broke off in the middle": (
            lambda: Page(pieces=broken_off(body), size=len(body), cut=0),
            "TransportError",
        ),
        "had status 404": (lambda: Page(b"no such picture", 404), "HTTPStatusError"),
        "had no answer": (dropped, "TransportError"),
    }
    for what, (fault, kind) in faults.items():
        halves = Halves(bodies)
        good = witness.instant("GET", lambda path, halves=halves: halves.page(path))
        broken = witness.gate("GET", lambda _path, fault=fault: fault())
        site, other = await web.site(GET=good), await web.site(GET=broken)
        asked = [(other if path == bad else site).url + path for path in bodies]
        call = driver.call("download", asked, str(folder), len(bodies)).start()
        await witness.all_in_flight(broken, 1)
        await half_done(witness, session, halves, folder, good_ones)
        disk = witness.gate("disk", mode="blocking")
        await driver.plain("slow_down", disk)
        ending = asyncio.ensure_future(call.outcome())
        broken.release()
        outcome = await play_out(ending, "raised", halves, disk, driver, witness, session)
        scene = f"of {len(bodies)} pictures, one {what}"
        raised(outcome, kind, scene)
        whole(folder, good_ones, f"{scene}; download had raised")
        await closed(witness, site, "download had raised")
        empty(folder)


def empty(folder: Path) -> None:
    """Remove all files."""
    for file in folder.iterdir():
        file.unlink()


def raised(outcome: Outcome, kind: str, scene: str) -> None:
    """Refuse unless a call raised errors of this kind, or a group of nothing else."""
    error = outcome.error
    if error is None:
        expect.refuse(
            "wrong_exception",
            f"{scene}, and download raised nothing; it gave {expect.shown(outcome.value)}",
            cure="`response.raise_for_status()` raises for an error status; let errors pass.",
        )
    expect.true(
        all(kind in leaf.bases for leaf in expect.leaves(error.error)),
        "wrong_exception",
        f"{scene}: download raised {expect.shown_error(error)}, not httpx's {kind}",
        line=error.line,
        cure="Let httpx's own errors pass through to the caller.",
    )


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
    bodies = pictures(rng, 4)
    pause = numbers["pause"]

    async def slowly(body: bytes) -> AsyncIterator[bytes]:
        for first in range(0, len(body), len(body) // 3 + 1):
            passed = asyncio.Event()
            session.after(pause, passed.set)
            await passed.wait()
            yield body[first : first + len(body) // 3 + 1]

    get = witness.instant("GET", lambda path: Page(pieces=slowly(bodies[path])))
    site = await web.site(GET=get)
    outcome = await driver.call("download", urls(site, bodies), str(folder), 2).outcome()
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
    expect.same_order(outcome.value, saved(folder, bodies), "download")
    complete(folder, bodies, "download had returned")


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
    bodies = pictures(rng, count, 5_000)
    get = witness.timed("GET", latency, lambda path: Page(bodies[path]), parties=count)
    site = await web.site(GET=get)
    with witness.under(0.8 * count * latency, ideal=latency):
        got = await driver.call("download", urls(site, bodies), str(folder), count)
    expect.same_order(got, saved(folder, bodies), "download")
