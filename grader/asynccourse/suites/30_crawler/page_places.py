"""Lets a crawler read page after page, and looks how many are on their way all the while."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

from asynccourse.judge import expect, told
from asynccourse.judge.remote import Outcome
from asynccourse.judge.session import Session
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    from page_graph import Halves

SOON = 2.0
"""Seconds within which only a timer of the learner's own is due; a client's time-outs are later."""

WAKE = "Wait for what brings new links: for a task to end, or for a queue."


async def in_places(
    witness: Witness,
    session: Session,
    rng: Random,
    halves: Halves,
    limit: int,
    ending: asyncio.Future[Outcome],
) -> None:
    """Let one page after the other come, while as many as may be are to be on their way.

    It is over, too, when `crawl` has ended: what it gave, or raised, tells the rest.
    """
    read: set[str] = set()
    while known := {"/"}.union(*(halves.links[path] for path in read)) - read:
        due = min(limit, len(known))
        await session.until(
            lambda: ending.done() or len(halves.coming) >= due,  # noqa: B023 - awaited here
            lambda: too_few(ending, len(known), due, limit),  # noqa: B023
        )
        await witness.idle()
        few_enough(len(halves.coming), limit)
        await sleeps(witness, session)
        if not halves.coming:
            return
        path = rng.choice(sorted(halves.coming))
        read.add(path)
        halves.let_go(path)


def too_few(ending: asyncio.Future[Outcome], known: int, due: int, limit: int) -> Refusal:
    """Return the refusal of a crawl that doesn't ask for the pages that it may ask for."""
    if ending.done():
        error = ending.result().error
        said = f"crawl had ended, and {known} pages were known and not read"
        return told.unexpected(error) if error else Refusal("wrong_result", said)
    return Refusal(
        "sequential",
        f"limit={limit}, and {known} pages were known and not read: with the end of each page held "
        f"back, fewer than {due} of them were asked for",
        cure="A page's links can be followed as soon as that page is there, whatever the others "
        "do.",
    )


def few_enough(coming: int, limit: int) -> None:
    """Refuse if more pages are on their way than `limit` says."""
    expect.true(
        coming <= limit,
        "unbounded",
        f"{coming} pages were on their way, where limit={limit}",
        cure="A page has its place from the request until its text is there: keep both in "
        "`async with places:`, with one semaphore for all pages.",
    )


async def sleeps(witness: Witness, session: Session) -> None:
    """Refuse a crawl that wakes up by itself while all pages are held back."""
    seconds = await _until_it_wakes(witness)
    if seconds is None:
        return
    woken = asyncio.Event()
    session.after(seconds, woken.set)
    polls = Refusal(
        "busy_wait",
        "with all pages held back, crawl woke up by itself, to look whether there was anything to "
        "do",
        cure=WAKE,
    )
    await session.until(woken.is_set, lambda: polls)
    if await _until_it_wakes(witness) is not None:
        raise polls
    expect.refuse(
        "too_slow",
        "crawl slept, where it had nothing to wait for but the pages that were held back",
        cure="Go on as soon as a page is there: its links can be followed, and its place is free.",
    )


async def _until_it_wakes(witness: Witness) -> float | None:
    idle = await witness.idle()
    if idle.timer is None or idle.timer - witness.now > SOON:
        return None
    return idle.timer - witness.now
