"""Reports that come in pages, connections of a pool, and what is refused of them in many tests."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness

SECOND = 1.0
"""What fetching, closing, acquiring and releasing take: what isn't awaited is late to be seen."""

CLOSE = "Close it in a `finally`, or with `async with contextlib.aclosing(...)`, on every way out."
RELEASE = "Release it in a `finally`, which is done on every way out."
UNSEEN = (
    "`except Exception` doesn't see a CancelledError; a `finally`, or an `async with`, is done on "
    "every way out."
)
OWN_GENERATOR = "If that stands in another generator of yours, close that one too (`aclosing`)."
IN_THE_BACKGROUND = "Await the closing itself: nobody waits for what a task of its own does."
AS_ASKED = "Yield each row as you get it, and fetch the next page when its first row is asked for."


class Page:
    """One page of a report, as the server sees it."""

    def __init__(
        self, witness: Witness, number: int, rows: Sequence[str], seconds: float = SECOND
    ) -> None:
        self.name = f"page {number}"
        self.rows = list(rows)
        self.error: Exception | None = None
        """Raised in the place of the row past the last."""
        self._left = list(rows)
        self.asked = witness.instant(f"page{number}.__anext__", self._next)
        self.gate = witness.gate(f"page{number}.__anext__", self._next)
        self.closing = witness.timed(f"page{number}.aclose", seconds)
        self._witness = witness

    def opened(self, *, held: bool = False) -> ServiceObject:
        """Return the page as an object; with `held`, no row comes from it."""
        following = self.gate if held else self.asked
        # The stub calls it an AsyncGenerator, so a row may be asked for by `asend(None)` too.
        methods = {"__anext__": following, "asend": following, "aclose": self.closing}
        return self._witness.object(self.name.replace(" ", ""), methods)

    @property
    def given(self) -> int:
        """How many of its rows have been read."""
        return sum(call.outcome == "returned" for call in self.asked.calls)

    @property
    def failed_at(self) -> int:
        """The line at which a row was asked for that never came; 0 without one."""
        asked = [*self.asked.calls, *self.gate.calls]
        return next((call.line for call in asked if call.outcome in ("raised", "cancelled")), 0)

    def _next(self, _sent: object = None) -> str:
        if self._left:
            return self._left.pop(0)
        if self.error is not None:
            raise self.error
        raise StopAsyncIteration


class Report:
    """The pages of a report, and the service that fetches them."""

    def __init__(
        self, witness: Witness, pages: Sequence[Sequence[str]], seconds: float = SECOND
    ) -> None:
        self.pages = [Page(witness, number, rows, seconds) for number, rows in enumerate(pages)]
        self.rows = [row for rows in pages for row in rows]
        self.error: Exception | None = None
        """Raised in the place of the page past the last."""
        self.held: Page | None = None
        """The page that gives no rows."""
        self.fetch = witness.timed("fetch_page", seconds, self._page)
        self.gate = witness.gate("fetch_page", self._page)

    @property
    def fetched(self) -> list[Page]:
        """The pages that have been fetched."""
        numbers = {call.args[0] for call in self.fetch.calls if call.outcome == "returned"}
        return [self.pages[number] for number in sorted(numbers) if number < len(self.pages)]

    @property
    def fetched_ahead_at(self) -> int:
        """The line that fetched the last page, 0 if that is merely where rows are collected."""
        last = self.fetch.calls[-1:]
        return 0 if not last or last[0].inline else last[0].line

    def _page(self, number: object) -> ServiceObject | None:
        if not isinstance(number, int) or number < 0:
            raise LookupError(f"there is no page {number!r}")
        if number < len(self.pages):
            return self.pages[number].opened(held=self.pages[number] is self.held)
        if self.error is not None:
            raise self.error
        return None


def draw(rng: Random, *lengths: int) -> list[list[str]]:
    """Return pages with so many rows each, no row like another."""
    names = iter(rng.sample(range(10**6), sum(lengths)))
    return [[f"row-{next(names)}" for _ in range(length)] for length in lengths]


def pool_of(witness: Witness, acquire: Service, release: Service) -> ServiceObject:
    """Return a pool with these two methods."""
    return witness.object("pool", {"acquire": acquire, "release": release})


def ended_by(calls: Sequence[ServiceCall], moment: float) -> bool:
    """Return whether one of these calls had ended by then."""
    return any(call.end is not None and call.end <= moment for call in calls)


async def expect_ended(
    witness: Witness,
    service: Service,
    moment: float,
    what: str,
    *,
    line: int = 0,
    never: str = CLOSE,
    late: str = OWN_GENERATOR,
) -> None:
    """Refuse as `what` unless a call of a service that closes something had ended by a moment.

    What closes late may end first, so that it isn't taken for something left behind. `never` is the
    cure where it wasn't called, `late` where it was called late, and awaited.
    """
    if ended_by(service.calls, moment):
        return
    await witness.idle()
    await witness.until(lambda: not service.in_flight, "hang", f"{service.label}() never ends")
    ends = [call.end for call in service.calls if call.end is not None]
    if not ends:
        how = f"{service.label}() was never called"
        expect.refuse("resource_leak", f"{what}: {how}", line=line, cure=never)
    first = service.calls[0]
    how = f"{service.label}() had not ended then, but only {min(ends) - moment:.2f} s later"
    cure = late if first.inline else IN_THE_BACKGROUND
    expect.refuse("resource_leak", f"{what}: {how}", line=first.line or line, cure=cure)


async def expect_all_closed(
    witness: Witness, report: Report, goes_on: Service, when: str, wanted: int, never: str = CLOSE
) -> None:
    """Refuse unless so many pages were opened, and all closed before the caller went on."""
    moment = goes_on.calls[0].start
    for page in report.fetched:
        what = f"{page.name} was still open when the caller went on {when}"
        line = page.failed_at
        await expect_ended(witness, page.closing, moment, what, line=line, never=never)
    await witness.idle()
    fetched = len(report.fetched)
    expect.true(
        fetched <= wanted,
        "too_slow",
        f"{fetched} pages were fetched for a caller who needed {wanted}",
        line=report.fetched_ahead_at,
        cure=AS_ASKED,
    )


async def expect_released(
    witness: Witness,
    connection: str,
    release: Service,
    work: Service,
    goes_on: Service,
    when: str,
    never: str = RELEASE,
) -> None:
    """Refuse unless a connection was released once, between the work and the caller's going on."""
    moment = goes_on.calls[0].start
    what = f"the connection was not back in the pool when the caller went on {when}"
    await expect_ended(witness, release, moment, what, never=never)
    labels = [call.label for call in release.calls]
    expect.true(
        labels == [f"release({connection!r})"],
        "wrong_result",
        f"{connection!r} was to be released once; called were: {', '.join(labels)}",
        line=release.calls[-1].line,
    )
    expect.true(
        ended_by(work.calls, release.calls[0].start),
        "out_of_order",
        "the connection was released while the block was still working with it",
        line=release.calls[0].line,
    )
