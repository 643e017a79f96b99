"""Proves that rows are read as they are asked for, and that what is opened is closed in time."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import report_pages
else:  # a suite's folder is found by its whole name, which no import statement can spell
    report_pages = importlib.import_module("asynccourse.suites.22_async_generators.report_pages")


@pytest.mark.points(2)
async def test_rows_when_asked_for(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A page is fetched, and a row read, when it is asked for and not before."""
    report = report_pages.Report(witness, report_pages.draw(rng, 3, 0, 2, 4, 3))
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
        # Who collects rows fetches too much as well, and the rows tell it better.
        read = sum(page.given for page in report.pages)
        expect.true(
            read <= place + 1,
            "too_slow",
            f"{read} rows had been read from the pages when row {place + 1} was given",
            line=report.pages[page].asked.calls[-1].line,
            cure="Yield each row as you get it.",
        )
        fetched = len(report.fetch.calls)
        expect.true(
            fetched <= page + 1,
            "too_slow",
            f"fetch_page() had been called {fetched} times when row {place + 1} was given, which "
            f"needs {page + 1} of them",
            line=report.fetch.calls[-1].line,
            cure=report_pages.AS_ASKED,
        )
    await rows.aclose()
    last = report.pages[needed[-1]]
    what = f"{last.name} was still open when aclose() of what paginate() gave had returned"
    await report_pages.expect_ended(witness, last.closing, witness.now, what)


@pytest.mark.points(1)
async def test_all_rows(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """All rows come in order, past empty pages, and each page is closed before the next comes."""
    lengths = [0, *(rng.randrange(4) for _ in range(4)), 0, 2, 0]
    pages = report_pages.draw(rng, *lengths)
    pages[-2][0] = ""
    for drawn in (pages, [], report_pages.draw(rng, 0)):
        report = report_pages.Report(witness, drawn)
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
            await report_pages.expect_ended(
                witness,
                page.closing,
                following.start,
                what,
                line=following.line,
                late="Close each page before you fetch the next one.",
            )


@pytest.mark.points(2)
async def test_closed_when_the_caller_stops(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller breaks off or fails, the page is closed before the caller goes on."""
    for count, pages in ((1, 1), (3, 1), (4, 2), (5, 2)):
        for error in ("", f"not found: {rng.randrange(10**6)}"):
            report = report_pages.Report(witness, report_pages.draw(rng, 3, 2, 4))
            goes_on = witness.instant("goes_on")
            call = driver.call("read", report.fetch, count, goes_on, error)
            when = f"after `break` at row {count}"
            if error:
                when = f"after an error of its own at row {count}"
                with expect.raises(LookupError(error), "the caller of paginate()"):
                    await call
            else:
                expect.equal(await call, report.rows[:count], f"the first {count} rows")
            await report_pages.expect_all_closed(witness, report, goes_on, when, pages)


@pytest.mark.points(1)
async def test_errors_pass(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """An error of fetch_page or of a page reaches the caller, with all pages closed."""
    error = ConnectionError(f"the server is gone: {rng.randrange(10**6)}")
    whole = report_pages.draw(rng, 3, 0, 2)
    for pages, broken in (([], None), (whole, None), (whole, 0), (whole, 1), (whole, 2)):
        report = report_pages.Report(witness, pages)
        if broken is None:
            report.error = error
        else:
            report.pages[broken].error = error
        goes_on = witness.instant("goes_on")
        with expect.raises(error, "paginate()"):
            await driver.call("read", report.fetch, -1, goes_on)
        wanted = len(report.pages) if broken is None else broken + 1
        where = "fetch_page()" if broken is None else f"page {broken}"
        await report_pages.expect_all_closed(
            witness, report, goes_on, f"after an error of {where}", wanted
        )


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so is what it waits for, and the page is closed."""
    report = report_pages.Report(witness, report_pages.draw(rng, 3))
    goes_on = witness.instant("goes_on")
    call = driver.call("read", report.gate, -1, goes_on).start()
    await witness.all_in_flight(report.gate, 1)
    expect.cancelled(await call.cancel(), "reading from paginate() (while it fetched a page)")
    for held in (0, 1):
        report = report_pages.Report(witness, report_pages.draw(rng, 2, 3, 1))
        report.held = report.pages[held]
        goes_on = witness.instant("goes_on")
        call = driver.call("read", report.fetch, -1, goes_on).start()
        await witness.all_in_flight(report.held.gate, 1)
        expect.cancelled(await call.cancel(), "reading from paginate() (while it waited for a row)")
        await report_pages.expect_all_closed(
            witness, report, goes_on, "after its cancellation", held + 1, report_pages.UNSEEN
        )


@pytest.mark.points(1)
async def test_lease(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The block gets the connection that was acquired, which is released once after the block."""
    connections = [f"connection-{number}" for number in rng.sample(range(10**6), 2)]
    work = witness.rendezvous("work", 2, lambda _, connection: connection)
    calls = []
    for number, connection in enumerate(connections):
        acquire = witness.timed(
            "acquire", report_pages.SECOND, lambda connection=connection: connection
        )
        release, goes_on = witness.timed("release", report_pages.SECOND), witness.instant("goes_on")
        pool = report_pages.pool_of(witness, acquire, release)
        call = driver.call("use", pool, work, goes_on, number).start()
        calls.append((call, connection, acquire, release, goes_on))
    for call, connection, acquire, release, goes_on in calls:
        expect.equal(await call, connection, "the connection of the block")
        await report_pages.expect_released(
            witness, connection, release, work, goes_on, "after the block"
        )
        expect.true(
            len(acquire.calls) == 1,
            "wrong_result",
            f"acquire() was called {len(acquire.calls)} times for one block",
            line=acquire.calls[-1].line,
        )
    await leases_of_one_pool(driver, witness, rng)


async def leases_of_one_pool(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """Refuse unless each of three blocks at once has, and releases, a connection of its own."""
    connections = [f"connection-{number}" for number in rng.sample(range(10**6), 3)]
    free = iter(connections)
    acquire = witness.instant("acquire", lambda: next(free, "none is free"))
    release, work = witness.instant("release"), witness.gate("work")
    pool, goes_on = report_pages.pool_of(witness, acquire, release), witness.instant("goes_on")
    calls = [driver.call("use", pool, work, goes_on, number).start() for number in range(3)]
    await witness.all_in_flight(work, 3)
    used = {call.args[0]: call.args[1] for call in work.calls}
    expect.same_items(list(used.values()), connections, "three blocks with one pool, at once,")
    for number in (1, 0, 2):  # which is neither the order of their beginnings nor the reverse
        before = len(release.calls)
        work.release(number, used[number])
        await calls[number]
        labels = [call.label for call in release.calls[before:]]
        expect.true(
            labels == [f"release({used[number]!r})"],
            "wrong_result",
            f"of three blocks at once, the one with {used[number]!r} has ended; called were then: "
            f"{', '.join(labels) or 'nothing'}",
            line=release.calls[-1].line if labels else 0,
            cure="Keep the connection where no other lease has access to it: in a local variable.",
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
        release: Service = witness.timed("release", report_pages.SECOND)
        goes_on = witness.instant("goes_on")
        work: Service = witness.gate("work") if cancelled else witness.instant("work", fail)
        call = driver.call(
            "use", report_pages.pool_of(witness, acquire, release), work, goes_on
        ).start()
        if cancelled:
            await witness.all_in_flight(work, 1)
            expect.cancelled(await call.cancel(), "the block of lease()")
        else:
            with expect.raises(error, "the block of lease()"):
                await call
        when = "after the cancellation of the block" if cancelled else "after the block had failed"
        never = report_pages.UNSEEN if cancelled else report_pages.RELEASE
        await report_pages.expect_released(
            witness, connection, release, work, goes_on, when, never=never
        )
    await lease_in_a_generator(driver, witness, connection)

    for cancelled in (False, True):
        release, work = witness.instant("release"), witness.instant("work")
        goes_on = witness.instant("goes_on")

        def full() -> None:
            raise error

        asked: Service = witness.gate("acquire") if cancelled else witness.instant("acquire", full)
        call = driver.call(
            "use", report_pages.pool_of(witness, asked, release), work, goes_on
        ).start()
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
                cure="Acquire before the `try` that releases: what fails there gives nothing back.",
            )


async def lease_in_a_generator(driver: RemoteObject, witness: Witness, connection: str) -> None:
    """Refuse unless the connection is back when a generator that stands in the block is closed."""
    acquire = witness.instant("acquire", lambda: connection)
    release, work = witness.timed("release", report_pages.SECOND), witness.instant("work")
    pool, goes_on = report_pages.pool_of(witness, acquire, release), witness.instant("goes_on")
    await driver.call("use_in_a_generator", pool, work, goes_on)
    when = "after it had closed a generator that stood within the block"
    await report_pages.expect_released(witness, connection, release, work, goes_on, when)


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
    reports = [
        report_pages.Report(witness, report_pages.draw(rng, 2, 1), latency) for _ in range(readers)
    ]
    acquire, release = witness.instant("acquire", lambda: "connection"), witness.instant("release")
    pools = [report_pages.pool_of(witness, acquire, release) for _ in reports]
    each = 5 * latency
    with witness.under(0.8 * readers * each, ideal=each):
        fetches = [report.fetch for report in reports]
        got = await driver.call("read_all_at_once", pools, fetches, witness.instant("goes_on"))
    expect.equal(got, [report.rows for report in reports], "five reports at once")
