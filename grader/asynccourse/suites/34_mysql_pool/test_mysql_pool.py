"""Proves that `report` spreads its queries over a pool of connections, and closes it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, Submission
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.parts.mysql import MySQL, MySQLDatabase
from asynccourse.parts.pooled import Chain, Driver, falling, one_cut, told
from asynccourse.verdicts.refusal import Refusal

SETUP = (
    # As bytes, ids are equal only if all is: as text, MySQL takes "A" for "a" and ignores spaces at
    # the end.
    "CREATE TABLE sales (shop VARBINARY(1600), amount BIGINT)",
    """
    CREATE FUNCTION revenue(wanted VARCHAR(400)) RETURNS BIGINT READS SQL DATA
    BEGIN
        DECLARE total BIGINT;
        SELECT SUM(amount) INTO total FROM sales WHERE shop = wanted;
        IF total IS NULL THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'there is no such shop';
        END IF;
        RETURN total;
    END
    """,
)

BIND = (
    "Leave the SQL as it is, with `%s` and no quotes where the id belongs, and pass the id beside "
    "it, unchanged: `cursor.execute(REVENUE, (shop,))`."
)

NEXT = (
    "Start all queries together, and let the pool deal out its connections: the first that comes "
    "back takes the next query, whichever the others are at."
)

TOGETHER = (
    "Start all queries together, and let the pool have as many connections as `size` says: "
    "`maxsize=size`."
)

DRIVER = Driver(
    own_error="aiomysql's own error",
    let_pass="Let aiomysql's own errors pass through to the caller.",
    pool=(
        "Make one pool with `maxsize=size`, let every query take a connection from it, and let the "
        "pool keep them: `pool_recycle` says after how many seconds it replaces one."
    ),
    close=(
        "Make the pool in `async with`, around all that uses it. By hand it takes `pool.close()` "
        "and then `await pool.wait_closed()`, on every way out."
    ),
    give_back=(
        "Whoever waits for a connection waits until one comes back: give each back on every way "
        "out (`async with pool.acquire()`), with what was begun on it ended, and take no second "
        "one meanwhile."
    ),
    errors={
        "called while another coroutine": (
            "A connection runs one query at a time. Take one from the pool for each query."
        ),
        "Packet sequence number wrong": (
            "A connection runs one query at a time. Take one from the pool for each query."
        ),
        "minsize": "`create_pool` needs a `minsize` that is no more than `maxsize`.",
        "after closing pool": "Wait for the end of all queries before the pool is closed.",
    },
)


async def chain(
    mysql: MySQL, query: Service, rng: Random, shops: Sequence[str] | float
) -> Chain[MySQLDatabase]:
    """Return a chain of these shops, or of so many, with sales drawn from the seed."""
    if not isinstance(shops, Sequence):
        shops = [f"s{number}" for number in rng.sample(range(1000), int(shops))]
    sales = {shop: rng.sample(range(1, 10**6), 2) for shop in shops}
    rows = ", ".join(f"({quoted(shop)}, {n})" for shop, all_ in sales.items() for n in all_)
    setup = [*SETUP, f"INSERT INTO sales VALUES {rows}"]
    database = await mysql.database(setup, query, "revenue(")
    return Chain({shop: sum(all_) for shop, all_ in sales.items()}, database, query, DRIVER)


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


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
    mysql: MySQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Four connections for twelve shops: four queries at once, and never a fifth connection."""
    size = int(numbers["size"])
    ids: list[str] = []
    query = witness.timed("query", falling(ids, numbers["latency"], is_about), parties=size)
    shops = await chain(mysql, query, rng, numbers["shops"])
    ids += shops.shops
    with sequence_told():
        await shops.report(submission, size)
    shops.within(size)
    await shops.closed(witness, "report had returned")


@pytest.mark.points(1)
async def test_next_when_one_is_free(
    submission: Submission,
    witness: Witness,
    mysql: MySQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """A connection that has ended one query begins the next, while others still work on theirs."""
    size, latency = int(numbers["size"]), numbers["latency"]
    slow: list[str] = []
    query = witness.timed("query", lambda *asked: (4 if is_about(slow, asked) else 1) * latency)
    shops = await chain(mysql, query, rng, 3 * size)
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
    """Return whether a query, whose SQL comes last, is about one of these shops."""
    return any(quoted(shop) in asked[-1] for shop in shops)


@pytest.mark.points(2)
async def test_ids_are_data(
    submission: Submission,
    witness: Witness,
    mysql: MySQL,
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
    query.check = quotes_kept(strange)
    shops = await chain(mysql, query, rng, strange)
    before = await shops.database.fetch("SELECT * FROM sales ORDER BY shop, amount")
    try:
        await shops.report(submission, int(numbers["size"]))
    except RemoteError as error:
        if not all("MySQLError" in leaf.bases for leaf in expect.leaves(error.error)):
            raise
        expect.refuse(
            "wrong_result",
            f"with quotes, spaces, an emoji and such in ids, report raised {told(error)}",
            line=error.line,
            cure=BIND,
        )
    after = await shops.database.fetch("SELECT * FROM sales ORDER BY shop, amount")
    expect.true(before == after, "wrong_result", "report has changed the table of sales", cure=BIND)


def quotes_kept(ids: Sequence[str]) -> Callable[[ServiceCall], None]:
    """Return what refuses a query in whose SQL an id has its quotes as they are."""

    def check(call: ServiceCall) -> None:
        sql = str(call.args[-1])
        for shop in ids:
            if "'" in shop and shop in sql:
                expect.refuse(
                    "wrong_result",
                    f"the id {shop} was put into the SQL as it is, {sql[: expect.SHOWN]}: the "
                    "database reads it as part of the query",
                    cure=BIND,
                )

    return check


@pytest.mark.points(1)
async def test_no_ids(
    submission: Submission,
    witness: Witness,
    mysql: MySQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Without ids there is nothing to ask for, and the result is an empty list."""
    shops = await chain(mysql, witness.instant("query"), rng, 1)
    await shops.report(submission, int(numbers["size"]), [])
    await shops.closed(witness, "report had returned")


@pytest.mark.points(1)
async def test_any_size(
    submission: Submission,
    witness: Witness,
    mysql: MySQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """One connection does all in turn, and twelve share the work. Two reports run at once."""
    few, many = int(numbers["size"]), 3 * int(numbers["size"])
    for size, count in ((1, few), (many, 2 * many)):
        ids: list[str] = []
        delay = falling(ids, numbers["latency"], is_about)
        query = witness.timed("query", delay, parties=size)
        shops = await chain(mysql, query, rng, count)
        ids += shops.shops
        if size == 1:  # among many, one that comes twice would count as one query under way
            ids.append(rng.choice(ids))
        with sequence_told():
            await shops.report(submission, size, ids)
        shops.within(size)
        await shops.closed(witness, "report had returned")

    order: list[str] = []
    query = witness.timed("query", falling(order, numbers["latency"], is_about))
    shops = await chain(mysql, query, rng, 2 * few)
    first, second = shops.shops[:few], shops.shops[few:]
    # The first report's queries end before the second's, but for one that ends after them.
    order += [first[0], *second, *first[1:]]
    await two_reports(submission, shops, [first, second], many)
    await shops.closed(witness, "both reports had returned")


async def two_reports(
    submission: Submission, shops: Chain[MySQLDatabase], orders: Sequence[list[str]], size: int
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
    mysql: MySQL,
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
    shops = await chain(mysql, query, rng, numbers["shops"])
    ids = [*shops.shops, unknown]
    call = submission.report(shops.database.dsn, ids, size)
    await shops.raises(call, ["MySQLError"], f"of {len(ids)} ids, one was of no shop")
    await shops.closed(witness, "report had raised")
    asked_once(query.calls)

    shops = await chain(mysql, one_cut(witness, size, latency), rng, numbers["shops"])
    call = submission.report(shops.database.dsn, shops.shops, size)
    scene = f"of {len(shops.shops)} queries, one had its connection cut"
    await shops.raises(call, ["MySQLError"], scene)
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
    mysql: MySQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """When the caller is cancelled, so are the queries under way, and the pool is closed."""
    size = int(numbers["size"])
    query = witness.gate("query")
    shops = await chain(mysql, query, rng, numbers["shops"])
    call = submission.report(shops.database.dsn, shops.shops, size).start()
    await witness.all_in_flight(query, size)
    await shops.cancelled(call)
    await shops.closed(witness, "report had been cancelled")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_faster_than_one_connection(
    submission: Submission,
    witness: Witness,
    mysql: MySQL,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """On a real clock, four connections do in 0.4 s what takes one of them 1.3 s."""
    size, count, latency = int(numbers["size"]), int(numbers["shops"]), numbers["latency"]
    slow: list[str] = []
    query = witness.timed(
        "query", lambda *asked: (2 if is_about(slow, asked) else 1) * latency, parties=size
    )
    shops = await chain(mysql, query, rng, count)
    slow += shops.shops[:1]  # it never ends before those begun with it: the order of ends is known
    with witness.under(0.8 * (count + 1) * latency, ideal=(count / size + 1) * latency):
        await shops.report(submission, size)
