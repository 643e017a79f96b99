"""Proves that rows are read as they are asked for, and that what is opened is closed in time."""

from collections.abc import Sequence
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness

SECOND = 1.0
"""What fetching, closing, acquiring and releasing take: what isn't awaited is late to be seen."""


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
        methods = {"__anext__": self.gate if held else self.asked, "aclose": self.closing}
        return self._witness.object(self.name.replace(" ", ""), methods)

    @property
    def given(self) -> int:
        """How many of its rows have been read."""
        return sum(call.outcome == "returned" for call in self.asked.calls)

    def _next(self) -> str:
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
    witness: Witness, service: Service, moment: float, what: str, line: int = 0
) -> None:
    """Refuse as `what` unless a call of a service that closes something had ended by a moment.

    What closes late may end first, so that it isn't taken for something left behind.
    """
    if ended_by(service.calls, moment):
        return
    await witness.idle()
    await witness.until(lambda: not service.in_flight, "hang", f"{service.label}() never ends")
    ends = [call.end for call in service.calls if call.end is not None]
    how = f"{service.label}() was never called"
    if ends:
        how = f"{service.label}() had not ended then, but only {min(ends) - moment:.2f} s later"
    expect.refuse("resource_leak", f"{what}: {how}", line=line)


async def expect_all_closed(
    witness: Witness, report: Report, goes_on: Service, when: str, wanted: int
) -> None:
    """Refuse unless so many pages were opened, and all closed before the caller went on."""
    moment = goes_on.calls[0].start
    for page in report.fetched:
        what = f"{page.name} was still open when the caller went on {when}"
        await expect_ended(witness, page.closing, moment, what)
    await witness.idle()
    fetched = len(report.fetched)
    expect.true(
        fetched <= wanted,
        "too_slow",
        f"{fetched} pages were fetched for a caller who needed {wanted}",
        line=report.fetch.calls[-1].line if report.fetch.calls else 0,
    )


@pytest.mark.points(2)
async def test_rows_when_asked_for(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A page is fetched, and a row read, when it is asked for and not before."""
    report = Report(witness, draw(rng, 3, 0, 2, 4, 3))
    kind = await driver.plain("kind", report.fetch)
    expect.true(
        not kind,
        "wrong_result",
        f"paginate() gives a {kind}, which `async for` can't iterate: with a `yield` in it, it "
        "would be an async generator",
    )
    rows = aiter(submission.paginate(report.fetch))
    needed = [0, 0, 0, 2, 2, 3]
    for place, page in enumerate(needed):
        row = await anext(rows, "no row")
        expect.equal(row, report.rows[place], f"row {place + 1} of {len(report.rows)}")
        await witness.idle()
        fetched = len(report.fetch.calls)
        expect.true(
            fetched <= page + 1,
            "too_slow",
            f"fetch_page() had been called {fetched} times when row {place + 1} was given, which "
            f"needs {page + 1} of them",
            line=report.fetch.calls[-1].line,
        )
        read = sum(page.given for page in report.pages)
        expect.true(
            read <= place + 1,
            "too_slow",
            f"{read} rows had been read from the pages when row {place + 1} was given",
            line=report.pages[page].asked.calls[-1].line,
        )
    await rows.aclose()
    last = report.pages[needed[-1]]
    what = f"{last.name} was still open when aclose() of what paginate() gave had returned"
    await expect_ended(witness, last.closing, witness.now, what)


@pytest.mark.points(1)
async def test_all_rows(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """All rows come in order, past empty pages, and each page is closed before the next comes."""
    lengths = [0, *(rng.randrange(4) for _ in range(4)), 0, 2, 0]
    for drawn in (draw(rng, *lengths), [], draw(rng, 0)):
        report = Report(witness, drawn)
        goes_on = witness.instant("goes_on")
        got = await driver.call("read", report.fetch, -1, goes_on)
        what = f"a report of {[len(rows) for rows in drawn]} rows"
        expect.same_order(got, report.rows, what)
        numbers = [call.args[0] for call in report.fetch.calls]
        expect.true(
            numbers == list(range(len(drawn) + 1)),
            "wrong_result",
            f"of {what} the pages {numbers} were fetched, not each from 0 to {len(drawn)} once",
            line=report.fetch.calls[-1].line,
        )
        for page, following in zip(report.pages, report.fetch.calls[1:], strict=True):
            what = f"{page.name} was still open at {following.label}"
            await expect_ended(witness, page.closing, following.start, what, following.line)


@pytest.mark.points(2)
async def test_closed_when_the_caller_stops(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller breaks off or fails, the page is closed before the caller goes on."""
    for count, pages in ((1, 1), (3, 1), (4, 2), (5, 2)):
        for error in ("", f"not found: {rng.randrange(10**6)}"):
            report = Report(witness, draw(rng, 3, 2, 4))
            goes_on = witness.instant("goes_on")
            call = driver.call("read", report.fetch, count, goes_on, error)
            when = f"after `break` at row {count}"
            if error:
                when = f"after an error of its own at row {count}"
                with expect.raises(LookupError(error), "the caller of paginate()"):
                    await call
            else:
                expect.equal(await call, report.rows[:count], f"the first {count} rows")
            await expect_all_closed(witness, report, goes_on, when, pages)


@pytest.mark.points(1)
async def test_errors_pass(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """An error of fetch_page or of a page reaches the caller, with all pages closed."""
    error = ConnectionError(f"the server is gone: {rng.randrange(10**6)}")
    for broken in (None, 0, 1, 2):
        report = Report(witness, draw(rng, 3, 0, 2))
        if broken is None:
            report.error = error
        else:
            report.pages[broken].error = error
        goes_on = witness.instant("goes_on")
        with expect.raises(error, "paginate()"):
            await driver.call("read", report.fetch, -1, goes_on)
        wanted = len(report.pages) if broken is None else broken + 1
        where = "fetch_page()" if broken is None else f"page {broken}"
        await expect_all_closed(witness, report, goes_on, f"after an error of {where}", wanted)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so is what it waits for, and the page is closed."""
    report = Report(witness, draw(rng, 3))
    goes_on = witness.instant("goes_on")
    call = driver.call("read", report.gate, -1, goes_on).start()
    await witness.all_in_flight(report.gate, 1)
    expect.cancelled(await call.cancel(), "reading from paginate() (while it fetched a page)")
    for held in (0, 1):
        report = Report(witness, draw(rng, 2, 3, 1))
        report.held = report.pages[held]
        goes_on = witness.instant("goes_on")
        call = driver.call("read", report.fetch, -1, goes_on).start()
        await witness.all_in_flight(report.held.gate, 1)
        expect.cancelled(await call.cancel(), "reading from paginate() (while it waited for a row)")
        await expect_all_closed(witness, report, goes_on, "after its cancellation", held + 1)


@pytest.mark.points(1)
async def test_lease(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The block gets the connection that was acquired, which is released once after the block."""
    connections = [f"connection-{number}" for number in rng.sample(range(10**6), 2)]
    work = witness.rendezvous("work", 2, lambda _, connection: connection)
    calls = []
    for number, connection in enumerate(connections):
        acquire = witness.timed("acquire", SECOND, lambda connection=connection: connection)
        release, goes_on = witness.timed("release", SECOND), witness.instant("goes_on")
        pool = pool_of(witness, acquire, release)
        call = driver.call("use", pool, work, goes_on, number).start()
        calls.append((call, connection, acquire, release, goes_on))
    for call, connection, acquire, release, goes_on in calls:
        expect.equal(await call, connection, "the connection of the block")
        await expect_released(witness, connection, release, work, goes_on, "after the block")
        expect.true(
            len(acquire.calls) == 1,
            "wrong_result",
            f"acquire() was called {len(acquire.calls)} times for one block",
            line=acquire.calls[-1].line,
        )


@pytest.mark.points(1)
async def test_lease_left_in_other_ways(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the block fails or is cancelled, the connection is back before the caller goes on."""
    connection = f"connection-{rng.randrange(10**6)}"
    error = ConnectionError(f"the block has failed: {rng.randrange(10**6)}")

    def fail(*_: object) -> None:
        raise error

    acquire = witness.instant("acquire", lambda: connection)
    for cancelled in (False, True):
        release: Service = witness.timed("release", SECOND)
        goes_on = witness.instant("goes_on")
        work: Service = witness.gate("work") if cancelled else witness.instant("work", fail)
        call = driver.call("use", pool_of(witness, acquire, release), work, goes_on).start()
        if cancelled:
            await witness.all_in_flight(work, 1)
            expect.cancelled(await call.cancel(), "the block of lease()")
        else:
            with expect.raises(error, "the block of lease()"):
                await call
        when = "after the cancellation of the block" if cancelled else "after the block had failed"
        await expect_released(witness, connection, release, work, goes_on, when)

    for cancelled in (False, True):
        release, work = witness.instant("release"), witness.instant("work")
        goes_on = witness.instant("goes_on")

        def full() -> None:
            raise error

        asked: Service = witness.gate("acquire") if cancelled else witness.instant("acquire", full)
        call = driver.call("use", pool_of(witness, asked, release), work, goes_on).start()
        if cancelled:
            await witness.all_in_flight(asked, 1)
            expect.cancelled(await call.cancel(), "lease() (while it waited for a connection)")
        else:
            with expect.raises(error, "lease()"):
                await call
        for call_ in (*work.calls, *release.calls):
            expect.refuse(
                "wrong_result",
                f"{call_.label} was called, though no connection had been acquired",
                line=call_.line,
            )


async def expect_released(
    witness: Witness,
    connection: str,
    release: Service,
    work: Service,
    goes_on: Service,
    when: str,
) -> None:
    """Refuse unless a connection was released once, between the work and the caller's going on."""
    moment = goes_on.calls[0].start
    what = f"the connection was not back in the pool when the caller went on {when}"
    line = release.calls[0].line if release.calls else 0
    await expect_ended(witness, release, moment, what, line)
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


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """On a real clock, five readers at once take about as long as one, and get their own rows."""
    readers, latency = int(numbers["readers"]), numbers["latency"]
    reports = [Report(witness, draw(rng, 2, 1), latency) for _ in range(readers)]
    acquire, release = witness.instant("acquire", lambda: "connection"), witness.instant("release")
    pools = [pool_of(witness, acquire, release) for _ in reports]
    each = 5 * latency
    with witness.under(0.8 * readers * each, ideal=each):
        fetches = [report.fetch for report in reports]
        got = await driver.call("read_all_at_once", pools, fetches, witness.instant("goes_on"))
    expect.equal(got, [report.rows for report in reports], "five reports at once")
