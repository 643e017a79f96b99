"""Pictures whose ends are held back, and what is said of the folder that they are saved in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject
from asynccourse.judge.services import Gate
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.parts import files
from asynccourse.parts.web import Dropped, Page, Site

TAIL = 100
"""Bytes that come last, when the rest of a picture is there."""

LARGE = 750_000
"""Bytes of the largest picture in tests that look for half of it in the folder."""

MEMORY = 250_000
"""Bytes of a picture that may be in memory."""

CLIENT, SERVER = (402, 405, 410, 418, 451), (501, 505, 506, 507, 511)
"""Error statuses that a list of some may not have, and that are errors all the same."""

LOOKS, PAUSE = 10, 0.01
"""How often, and after how many seconds, is looked whether a thread that is no pool's sleeps."""


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
    expect.true(
        folder.is_dir(),
        "wrong_result",
        f"{after}, and the folder itself was gone",
        cure="The folder is the caller's: remove only the files that aren't whole.",
    )
    wanted = {Path(path).name: body for path, body in bodies.items()}
    for file in sorted(files.entries(folder)):
        body = wanted.get(file.name)
        size = files.size(file)
        if body is None:
            expect.refuse(
                "resource_leak",
                f"{after}, and `{file.name}`, {size:,} bytes, was left in the folder",
                cure="Whatever ends a download, its file must go: `except BaseException:`, unlink, "
                "`raise`.",
            )
        expect.true(
            files.read(file) == body,
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
        got = files.read(file)
        if got is None:
            expect.refuse(
                "wrong_result",
                f"{after}, and there is no `{file.name}` in the folder",
                cure="`file_name(url)` says under which name each picture is saved.",
            )
        expect.true(
            got == body,
            "wrong_result",
            f"{after}; `{file.name}` should hold {len(body):,} bytes, and holds {len(got):,}"
            + (" others" if len(got) == len(body) else ""),
            cure="Write every piece, and close the file before `download` returns.",
        )
    whole(folder, bodies, after)


def size(folder: Path) -> int:
    """Return how many bytes all files in a folder hold."""
    return sum(files.size(file) for file in files.entries(folder))


async def running(witness: Witness, halves: Halves, count: int) -> None:
    """Wait until so many pictures are being sent."""
    await witness.until(
        lambda: len(halves.open) >= count,
        "sequential",
        f"limit={len(halves.bodies)}: with the end of each picture held back, fewer downloads were "
        "running",
    )


async def half_done(
    witness: Witness,
    driver: RemoteObject,
    session: Session,
    halves: Halves,
    folder: Path,
    bodies: Mapping[str, bytes],
) -> None:
    """Wait until the first of these downloads is done, and of each other the half is written."""
    await running(witness, halves, len(bodies))
    done, *others = bodies
    halves.let_go(done)
    least = len(bodies[done]) + sum(len(bodies[path]) - TAIL - MEMORY for path in others)
    await witness.until(
        lambda: size(folder) >= least,
        "limit_exceeded",
        f"one of {len(bodies)} pictures had come, and half of each other; they were not all in "
        "the folder",
        cure="Write each piece before you take the next, and give the file no large buffer.",
    )
    await settled(witness, driver, session)


async def settled(witness: Witness, driver: RemoteObject, session: Session) -> None:
    """Wait until neither the loop nor any thread has anything to do.

    A thread that is no pool's may sleep in a queue, and nobody can tell: it gets some looks.
    """
    looks = LOOKS
    while looks and (busy := (await witness.idle()).busy_threads):
        if busy <= await driver.plain("threads_of_its_own"):
            looks -= 1
            await asyncio.sleep(PAUSE * session.scale)
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
    await settled(witness, driver, session)
    while not ending.done() and (disk.in_flight or halves.held):
        if disk.in_flight:
            disk.release(*disk.in_flight[0].args)
        else:
            halves.let_go(halves.held[0])
        await settled(witness, driver, session)
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
    await settled(witness, driver, session)
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


def refused(status: int) -> tuple[str, tuple[Callable[[], Page], str]]:
    """Return what is said of an answer with an error status, and how it is sent and raised."""
    return f"had status {status}", (lambda: Page(b"no picture", status), "HTTPStatusError")


async def broken_off(body: bytes) -> AsyncIterator[bytes]:
    """Send the first half."""
    yield body[: len(body) // 2]


def empty(folder: Path) -> None:
    """Remove all files."""
    for file in [*files.entries(folder)]:
        file.unlink(missing_ok=True)


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
