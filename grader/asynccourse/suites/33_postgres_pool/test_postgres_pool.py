"""Proves that `report` spreads its queries over a pool of connections, and closes it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.parts.pooled import Chain, Driver, falling, one_cut
from asynccourse.parts.postgresql import PostgresDatabase, PostgreSQL
from asynccourse.verdicts.refusal import Refusal

SETUP = """
CREATE TABLE sales (shop text, amount bigint);
CREATE FUNCTION revenue(shop text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE total bigint;
BEGIN
    SELECT sum(amount) INTO total FROM sales WHERE sales.shop = revenue.shop;
    IF total IS NULL THEN RAISE EXCEPTION 'there is no shop %', shop; END IF;
    RETURN total;
END $$;
"""

BIND = (
    "Leave the SQL as it is, with `$1` where the id belongs, and pass the id beside it: "
    "`fetchval(REVENUE, shop)`."
)

NEXT = (
    "Start all queries together, and let the pool deal out its connections: the first that comes "
    "back takes the next query, whichever the others are at."
)

TOGETHER = (
    "Start all queries together, and let the pool have as many connections as `size` says: "
    "`max_size=size`."
)

DRIVER = Driver(
    own_error="asyncpg's PostgresError",
    let_pass="Let asyncpg's own errors pass through to the caller.",
    pool=(
        "Make one pool of `size` connections, let every query take one from it, and let the pool "
        "keep them: `max_queries` says after how many queries it replaces one."
    ),
    close=(
        "Make the pool in `async with`, around all that uses it: it is closed on every way out."
    ),
    give_back=(
        "Whoever waits for a connection waits until one comes back: give each back on every way "
        "out (`async with pool.acquire()`), and take no second one meanwhile."
    ),
    errors={
        "another operation is in progress": (
            "A connection runs one query at a time. Take one from the pool for each query."
        ),
        "min_size is greater than max_size": (
            "`create_pool` opens 10 connections at once unless you say otherwise: give it a "
            "`min_size` that is no more than `size`."
        ),
        "there is no shop": "Each id is in the database as it was given: pass it on unchanged.",
        "pool is closing": "Wait for the end of all queries before the pool is closed.",
        "pool is closed": "Wait for the end of all queries before the pool is closed.",
    },
)


async def chain(
    postgresql: PostgreSQL, query: Service, rng: Random, shops: Sequence[str] | float
) -> Chain[PostgresDatabase]:
    """Return a chain of these shops, or of so many, with sales drawn from the seed."""
    if not isinstance(shops, Sequence):
        shops = [f"shop {number}" for number in rng.sample(range(1000), int(shops))]
    sales = {shop: rng.sample(range(1, 10**6), 2) for shop in shops}
    rows = ", ".join(f"({quoted(shop)}, {n})" for shop, all_ in sales.items() for n in all_)
    setup = f"{SETUP} INSERT INTO sales VALUES {rows};"
    database = await postgresql.database(setup, query, "revenue(")
    return Chain({shop: sum(all_) for shop, all_ in sales.items()}, database, query, DRIVER)


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def sequence_told() -> Iterator[None]:
    """Give too few queries at once the cure of those that pools have."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "sequential":
            refusal.cure = TOGETHER
        raise


@pytest.mark.points(2)
async def test_size_at_once(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Four connections for twelve shops: four queries at once, and never a fifth connection."""
    size = int(numbers["size"])
    ids: list[str] = []
    query = witness.timed("query", falling(ids, numbers["latency"], is_about), parties=size)
    shops = await chain(postgresql, query, rng, numbers["shops"])
    ids += shops.shops
    with sequence_told():
        await shops.report(submission, size)
    shops.within(size)
    await shops.closed(witness, "report had returned")


@pytest.mark.points(1)
async def test_next_when_one_is_free(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """A connection that has ended one query begins the next, while others still work on theirs."""
    size, latency = int(numbers["size"]), numbers["latency"]
    slow: list[str] = []
    query = witness.timed("query", lambda *asked: (4 if is_about(slow, asked) else 1) * latency)
    shops = await chain(postgresql, query, rng, 3 * size)
    # Three slow ones for whoever has the first three ids, and for whoever has every fourth; and one
    # in each chunk of four: all these take 12 latencies. Whoever begins the next query as soon as
    # one has ended takes 9, and in no order of the ids more than 9.75.
    slow += [shops.shops[place] for place in (0, 1, 2, size, 2 * size)]
    with witness.under(11 * latency, ideal=8 * latency, cure=NEXT):
        await shops.report(submission, size)
    next_at_once(query.calls, size, latency)
    await shops.closed(witness, "report had returned")


def next_at_once(calls: Sequence[ServiceCall], size: int, latency: float) -> None:
    """Refuse unless a query began at each end of another, as long as there were ids."""
    ends = sorted(call.end for call in calls if call.end is not None)
    # On the virtual clock it begins in the very moment: half a latency is a lot.
    for end, call in zip(ends, calls[size:], strict=False):
        expect.true(
            call.start < end + latency / 2,
            "too_slow",
            f"a query ended at {end:.2f} s, and the next one began at {call.start:.2f} s, though "
            "there were ids left",
            cure=NEXT,
        )


def is_about(shops: Sequence[str], asked: Sequence[str]) -> bool:
    """Return whether a query, its parameters and its SQL, is about one of these shops."""
    return any(shop in asked[:-1] or quoted(shop) in asked[-1] for shop in shops)


@pytest.mark.points(2)
async def test_ids_are_data(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Whatever stands in an id, it is a shop's id and no SQL."""
    strange = [
        "O'Brien's",
        "x') FROM sales; DROP TABLE sales; --",
        "' || revenue('O''Brien''s') || '",
        '"; quoted \\"',
        "100 %s {shop} $1 :id ?",
        "C:\\shops\\'1'",
        f"Käse & Co. 🧀 {rng.randrange(1000)}",
        f"  two spaces before and after {rng.randrange(1000)}  ",
        f"Cafe\N{COMBINING ACUTE ACCENT} {rng.randrange(1000)}",
        f"a long one {rng.randrange(1000)} ".ljust(300, "+"),
        "",
    ]
    rng.shuffle(strange)
    query = witness.timed("query", falling(strange, numbers["latency"], is_about))
    query.check = bound([shop for shop in strange if shop])
    shops = await chain(postgresql, query, rng, strange)
    before = await shops.database.fetch("SELECT * FROM sales ORDER BY shop, amount")
    await shops.report(submission, int(numbers["size"]))
    after = await shops.database.fetch("SELECT * FROM sales ORDER BY shop, amount")
    expect.true(before == after, "wrong_result", "report has changed the table of sales", cure=BIND)


def bound(ids: Sequence[str]) -> Callable[[ServiceCall], None]:
    """Return what refuses a query with one of these ids within its SQL."""

    def check(call: ServiceCall) -> None:
        *parameters, sql = map(str, call.args)
        for shop in ids:
            if shop not in parameters and (shop in sql or quoted(shop) in sql):
                expect.refuse(
                    "wrong_result",
                    f"the id {shop[: expect.SHOWN]} was put into the SQL, {sql[: expect.SHOWN]}: "
                    "the database reads it as part of the query",
                    cure=BIND,
                )

    return check


@pytest.mark.points(1)
async def test_no_ids(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Without ids there is nothing to ask for, and the result is an empty list."""
    shops = await chain(postgresql, witness.instant("query"), rng, 1)
    await shops.report(submission, int(numbers["size"]), [])
    await shops.closed(witness, "report had returned")


@pytest.mark.points(1)
async def test_any_size(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """One connection does all in turn, and twelve share the work. Two reports run at once."""
    few, many = int(numbers["size"]), 3 * int(numbers["size"])
    for size, count in ((1, few), (many, 2 * many)):
        ids: list[str] = []
        delay = falling(ids, numbers["latency"], is_about)
        query = witness.timed("query", delay, parties=size)
        shops = await chain(postgresql, query, rng, count)
        ids += shops.shops
        if size == 1:  # among many, one that comes twice would count as one query under way
            ids.append(rng.choice(ids))
        with sequence_told():
            await shops.report(submission, size, ids)
        shops.within(size)
        await shops.closed(witness, "report had returned")

    order: list[str] = []
    query = witness.timed("query", falling(order, numbers["latency"], is_about))
    shops = await chain(postgresql, query, rng, 2 * few)
    first, second = shops.shops[:few], shops.shops[few:]
    # The first report's queries end before the second's, but for one that ends after them.
    order += [first[0], *second, *first[1:]]
    await two_reports(submission, shops, [first, second], many)
    await shops.closed(witness, "both reports had returned")


async def two_reports(
    submission: Submission, shops: Chain[PostgresDatabase], orders: Sequence[list[str]], size: int
) -> None:
    """Ask for reports at once, with an id that comes twice and fewer of them than connections."""
    asked = [(*order, order[0]) for order in orders]  # any sequence will do
    calls = [submission.report(shops.database.dsn, ids, size).start() for ids in asked]
    for call, ids in zip(calls, asked, strict=True):
        wanted = [shops.revenues[shop] for shop in ids]
        expect.same_order(await call, wanted, "report, while another one ran,")


@pytest.mark.points(2)
async def test_error_of_a_query(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """The error of one query reaches the caller; the others are ended, and the pool closed."""
    size, latency = int(numbers["size"]), numbers["latency"]
    unknown = f"none {rng.randrange(1000)}"
    # When it has ended, the others have long: their connections are idle.
    query = witness.timed(
        "query", lambda *asked: (3 if is_about([unknown], asked) else 1) * latency
    )
    shops = await chain(postgresql, query, rng, numbers["shops"])
    ids = [*shops.shops, unknown]
    call = submission.report(shops.database.dsn, ids, size)
    await shops.raises(call, ["PostgresError"], f"of {len(ids)} ids, one was of no shop")
    await shops.closed(witness, "report had raised")
    asked_once(query.calls)

    shops = await chain(postgresql, one_cut(witness, size, latency), rng, numbers["shops"])
    call = submission.report(shops.database.dsn, shops.shops, size)
    scene = f"of {len(shops.shops)} queries, one had its connection cut"
    # Whoever uses a connection that is gone already gets an InterfaceError.
    await shops.raises(call, ["PostgresError", "InterfaceError"], scene)
    await shops.closed(witness, "report had raised")


def asked_once(calls: Sequence[ServiceCall]) -> None:
    """Refuse a query that was asked again when one had failed."""
    most = max(Counter(call.args for call in calls).values(), default=1)
    expect.true(
        most == 1,
        "wrong_result",
        f"a query failed, and {most} queries were about the same id: it should be one for each id",
        cure="Don't ask again: the first error of a query is what the caller is told.",
    )


@pytest.mark.points(2)
async def test_cancelled_from_outside(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """When the caller is cancelled, so are the queries under way, and the pool is closed."""
    size = int(numbers["size"])
    query = witness.gate("query")
    shops = await chain(postgresql, query, rng, numbers["shops"])
    call = submission.report(shops.database.dsn, shops.shops, size).start()
    await witness.all_in_flight(query, size)
    await shops.cancelled(call)
    await shops.closed(witness, "report had been cancelled")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_faster_than_one_connection(
    submission: Submission,
    witness: Witness,
    postgresql: PostgreSQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """On a real clock, four connections do in 0.4 s what takes one of them 1.3 s."""
    size, count, latency = int(numbers["size"]), int(numbers["shops"]), numbers["latency"]
    slow: list[str] = []
    query = witness.timed(
        "query", lambda *asked: (2 if is_about(slow, asked) else 1) * latency, parties=size
    )
    shops = await chain(postgresql, query, rng, count)
    slow += shops.shops[:1]  # it never ends before those begun with it: the order of ends is known
    with witness.under(0.8 * (count + 1) * latency, ideal=(count / size + 1) * latency):
        await shops.report(submission, size)
