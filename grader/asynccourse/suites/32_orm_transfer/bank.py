"""A bank: the database of one test, the submission that uses it, and what is refused of it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Gate, waiting_line
from asynccourse.judge.witness import Witness
from asynccourse.wall.messages import Idle

TICK = 0.01
"""Seconds between two looks."""

STEPS = 6
"""Statements that transfers do in step before each goes on as it likes."""

STILL = 0.3
"""Seconds that make sure of a standstill: a thread that asks SQLite again and again has woken.

On a busy machine too: one that hasn't got its turn yet is seen as ready to run, not as waiting.
"""

TURNS = 20
"""Turns of this loop in which what has arrived is handed on."""

WAKES = 60
"""Looks at a cancelled transfer that sleeps: who waits for so long, and no longer, has woken."""

STUCK = "transfers wait for ever, for each other or for something that was never given back"

STUCK_CURE = (
    "A lock that is held while you wait for another one must always be taken in the same order, "
    "and who is cancelled while it waits must leave nothing behind. The transaction is enough: it "
    "needs no lock of yours."
)

INSTEAD = {
    "NotEnough": (
        "Raise `NotEnough` inside the transaction, when you have seen that there is less than "
        "`amount`: so it leaves the block, and undoes what was done in it."
    ),
    "DoesNotExist": (
        "`await Account.get(id=number)` raises `DoesNotExist` where there is no such account. An "
        "`update` raises nothing: it returns 0. And `except OperationalError` catches this error, "
        "too."
    ),
    "IntegrityError": "Let the database's own error leave the block: its caller has to hear it.",
}
"""What to do where an error of this kind was asked for, and didn't come."""

Balances = dict[int, int]

Look = tuple[int, list[list[str]]]
"""The line that waits, and each thread with its state and how often it has stopped."""


class Bank:
    """The database, the submission that uses it, and what the test needs to watch it."""

    def __init__(
        self, path: Path, submission: Submission, driver: RemoteObject, witness: Witness
    ) -> None:
        self.path = path
        self.witness = witness
        self.driver = driver
        self._submission = submission

    async def open(self, balances: Balances, *more: str) -> None:
        """Make the accounts, and connect the submission with them."""
        with closing(self.connection()) as database:
            database.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INT NOT NULL)")
            database.executemany("INSERT INTO account VALUES (?, ?)", balances.items())
            for statement in more:
                database.execute(statement)
        await self.driver.call("connect", str(self.path))

    async def close(self) -> None:
        """Disconnect the submission."""
        await self.driver.call("close")

    def connection(self) -> sqlite3.Connection:
        """Return a connection of the test's own, which never waits."""
        return sqlite3.connect(self.path, timeout=0, isolation_level=None)

    def balances(self) -> Balances:
        """Return what is in the accounts now; refuse where they can't be read."""
        try:
            with closing(self.connection()) as database:
                return dict(database.execute("SELECT id, balance FROM account ORDER BY id"))
        except sqlite3.Error as error:
            expect.refuse("wrong_result", f"another process couldn't read the accounts: {error}")

    def transfer(self, a: int, b: int, amount: int) -> RemoteCall:
        """Start a transfer."""
        call: RemoteCall = self._submission.transfer(a, b, amount)
        return call.start()

    async def ended(self, *calls: RemoteCall, gate: Gate | None = None) -> list[Outcome]:
        """Wait for the end of transfers; refuse where they wait for each other.

        Each statement that comes to `gate` meanwhile is let through; those after the end are not.
        """
        waiting = asyncio.gather(*(call.outcome() for call in calls))
        loop = asyncio.get_running_loop()
        before: Look | None = None
        since = loop.time()
        while not waiting.done():
            await asyncio.wait([waiting], timeout=TICK if gate else 5 * TICK)
            if gate and gate.in_flight:
                await self.heard_all()  # the end of the transfer too, where it is the next to come
                if not waiting.done():
                    gate.release()
                before = None
                continue
            asked = loop.time()  # what counts is the time from the end of a look to the next
            look = await self.standstill() if not waiting.done() else None
            if look is None or look != before:
                before, since = look, loop.time()
            elif asked - since >= STILL and not waiting.done():
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                expect.refuse("hang", STUCK, line=look[0], cure=STUCK_CURE)
        return await waiting

    async def nothing_more(self, gate: Gate, scene: str) -> None:
        """Refuse a transfer that has ended, if there are statements of it still to come."""
        await self.heard_all()
        expect.true(
            not gate.in_flight,
            "leaked_task",
            f"{scene} returned, it went on behind its caller's back",
            line=waiting_line(gate.in_flight),
            cure="Await all that you have started before you return.",
        )

    async def heard_all(self) -> Idle:
        """Wait until the submission has nothing to do, and all that it has sent is handed on."""
        idle = await self.witness.idle()
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return idle

    async def watched(self) -> Gate:
        """Return a gate that stops the submission before each of its statements."""
        gate = self.witness.gate("statement")
        await self.driver.plain("watch", gate)
        return gate

    async def in_step(self, *calls: RemoteCall, gate: Gate) -> list[Outcome]:
        """Let transfers go on together, statement by statement; then wait for their end."""
        for _ in range(STEPS):
            await self.witness.idle()
            gate.release()
        gate.open()
        return await self.ended(*calls)

    async def standstill(self) -> Look | None:
        """Return what is seen of the submission, if there is a transfer and nothing goes on.

        That is so if the loop has nothing to do, if no timer will wake it, and if its threads, the
        database's among them, wait and have waited the whole time. Where such looks see the very
        same for long enough, that is the proof.
        """
        look: Look = await self.driver.plain("standstill")
        idle = await self.witness.idle()
        again = await self.driver.plain("standstill")
        line, threads = look
        waits = all(state == "S" for _, state, *_ in threads)
        return look if line and idle.timer is None and waits and look == again else None


def some_accounts(rng: Random, count: int) -> Balances:
    """Return accounts with enough for all transfers of a test."""
    return {number: rng.randrange(10_000, 20_000) for number in rng.sample(range(1, 500), count)}


def moved(before: Balances, a: int, b: int, amount: int) -> Balances:
    """Return what is in the accounts after a transfer."""
    after = dict(before)
    after[a] -= amount
    after[b] += amount
    return after


def compare(bank: Bank, wanted: Balances, scene: str, cure: str) -> None:
    """Refuse unless the accounts hold this; say how they differ."""
    got = bank.balances()
    for number, cents in wanted.items():
        expect.true(
            got.get(number) == cents,
            "wrong_result",
            f"{scene}: account {number} holds {got.get(number)} cents, not {cents}"
            + told(sum(got.values()) - sum(wanted.values())),
            cure=cure,
        )


def told(difference: int) -> str:
    """Return what has become of the money of all accounts, as a clause."""
    if not difference:
        return ""
    return f"; all together {abs(difference)} cents were {'made' if difference > 0 else 'lost'}"


def returned(outcome: Outcome) -> None:
    """Refuse unless a transfer went well."""
    if outcome.error is not None:
        raise outcome.error
    expect.equal(outcome.value, None, "transfer")


def enough(outcome: Outcome, amount: int, there: int) -> None:
    """Refuse a transfer of no more than there was that has raised `NotEnough`."""
    error = outcome.error
    if error is not None and all("NotEnough" in one.bases for one in expect.leaves(error.error)):
        expect.refuse(
            "wrong_exception",
            f"{there} cents were in the account, and a transfer of {amount} raised NotEnough",
            line=error.line,
            cure="There is enough if there are at least as many: `balance__gte=amount`.",
        )
    returned(outcome)


def raised(outcome: Outcome, kind: str, scene: str) -> None:
    """Refuse unless a transfer raised this kind of error, or a group of nothing else."""
    error = outcome.error
    if error is not None and error.kind == "NotImplementedError":
        raise error
    expect.true(
        error is not None and all(kind in leaf.bases for leaf in expect.leaves(error.error)),
        "wrong_exception",
        f"{scene}: transfer {outcome!s}, where {kind} is asked for",
        line=error.line if error else 0,
        cure=INSTEAD[kind],
    )


async def comes_to(bank: Bank, call: RemoteCall, gate: Gate, number: int) -> bool:
    """Let a transfer come to its statement of this number, from 1 on; False where it ends before.

    What stops it is the gate, which the test opens. Statements that are under way together are let
    through one by one, and what the database does for one has been done before the next.
    """
    gate.opened = False
    ended = asyncio.ensure_future(call.outcome())
    passed = 0
    while not ended.done():
        if gate.in_flight and await bank.standstill():
            passed += 1
            if passed == number:
                break
            gate.answer(gate.in_flight[0])
        await asyncio.wait([ended], timeout=TICK)
    came = not ended.done()
    if not came:
        ended.result()  # raises where the judge has refused
    # Two waits for one call at a time are one too many: this one ends before the next begins.
    ended.cancel()
    await asyncio.wait([ended])
    return came


def all_there(bank: Bank, wanted: int, scene: str, cure: str) -> None:
    """Refuse if another process finds more or less than all of the money."""
    there = sum(bank.balances().values())
    expect.true(
        there == wanted,
        "wrong_result",
        f"{scene}: another process found {there} cents in all accounts together, not {wanted}",
        cure=cure,
    )


async def cancel(bank: Bank, call: RemoteCall, gate: Gate, scene: str, *, others: int = 0) -> None:
    """Cancel a transfer that is stopped at the gate; refuse if it then goes on by itself.

    `others` is how many statements of other transfers are stopped there.
    """
    cancelling = asyncio.ensure_future(call.cancel())
    await asyncio.sleep(0)
    for _ in range(WAKES):
        if (await bank.heard_all()).timer is None or cancelling.done():
            break
        await asyncio.sleep(TICK)
    expect.true(
        not (cancelling.done() and len(gate.in_flight) > others),
        "leaked_task",
        f"{scene}: the caller was told so, and the transfer went on behind its back",
        cure="Whatever you shield from a cancellation, wait for its end before you raise it on.",
    )
    cancelling.cancel()
    await asyncio.wait([cancelling])


def give(bank: Bank, account: int, cents: int) -> bool:
    """Give money to an account, or take it; return whether that could be done, as `elsewhere`."""
    change = "UPDATE account SET balance = balance + ? WHERE id = ?"
    return elsewhere(bank, change, cents, account)


def remove(bank: Bank, account: int) -> bool:
    """Remove an account; return whether that could be done, as `elsewhere`."""
    return elsewhere(bank, "DELETE FROM account WHERE id = ?", account)


def elsewhere(bank: Bank, change: str, *values: int) -> bool:
    """Change something, as another process would; False where it would have to wait."""
    try:
        with closing(bank.connection()) as database:
            database.execute(change, values)
    except sqlite3.OperationalError:
        return False
    return True


def not_locked(could: bool) -> None:
    """Refuse where another process can't write, though no transfer is going on."""
    expect.true(
        could,
        "resource_leak",
        "all transfers had ended, and the database was still locked",
        cure="End each transaction on every way out: `async with in_transaction():` does.",
    )
