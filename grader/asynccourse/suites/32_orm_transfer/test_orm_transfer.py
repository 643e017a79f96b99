"""Proves that `transfer` moves all of the money or none, whoever else is at work.

The database is a real one, in a file that the test reads with a connection of its own. Its driver
works in a thread, so these tests run on the real clock; what is proven is proven by balances, and
by stopping a transfer before each of its statements.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Gate
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

pytestmark = pytest.mark.real_clock

TICK = 0.01
"""Seconds between two looks."""

STEPS = 6
"""Statements that transfers do in step before each goes on as it likes."""

TURNS = 20
"""Turns of this loop in which what has arrived is handed on."""

ONE = (
    "Put both changes into one `async with in_transaction():`. It undoes the first if anything "
    "goes wrong before its end, a cancellation too."
)

SUMS = (
    "What was read may be out of date when it is written. Let the database compute, with what is "
    'there: `Account.filter(id=b).update(balance=F("balance") + amount)`.'
)

LOOK = (
    "Look and take in one statement, "
    '`Account.filter(id=a, balance__gte=amount).update(balance=F("balance") - amount)`: it returns '
    "how many accounts it has changed."
)

Balances = dict[int, int]


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
        """Return what is in the accounts now."""
        with closing(self.connection()) as database:
            return dict(database.execute("SELECT id, balance FROM account ORDER BY id"))

    def transfer(self, a: int, b: int, amount: int) -> RemoteCall:
        """Start a transfer."""
        call: RemoteCall = self._submission.transfer(a, b, amount)
        return call.start()

    async def ended(self, *calls: RemoteCall) -> list[Outcome]:
        """Wait for the end of transfers; refuse where they wait for each other."""
        waiting = asyncio.gather(*(call.outcome() for call in calls))
        found: Refusal | None = None
        while not waiting.done():
            await asyncio.wait([waiting], timeout=5 * TICK)
            if not waiting.done() and found is not None:
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                raise found
            # Once more round: the last may have ended just before the look.
            line = await self.standstill() if not waiting.done() else None
            found = line if line is None else Refusal("hang", STUCK, line=line, cure=STUCK_CURE)
        return await waiting

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

    async def standstill(self) -> int | None:
        """Return the line that waits, if nothing of the submission's goes on any more.

        That is so if the loop has nothing to do, if no timer will wake it, and if its threads, the
        database's among them, have waited the whole time. A proof, however slow the machine is.
        """
        line, threads = first = await self.driver.plain("standstill")
        idle = await self.witness.idle()
        if idle.timer is not None or first != await self.driver.plain("standstill"):
            return None
        return line if all(state == "S" for _, state, *_ in threads) else None


STUCK = "transfers wait for ever, for each other or for something that was never given back"

STUCK_CURE = (
    "A lock that is held while you wait for another one must always be taken in the same order. "
    "The transaction is enough: it needs no lock of yours."
)


@pytest.fixture
def bank(folder: Path, submission: Submission, driver: RemoteObject, witness: Witness) -> Bank:
    """The database of a test."""
    return Bank(folder / "bank.db", submission, driver, witness)


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
    )


@pytest.mark.points(1)
async def test_money_moves(bank: Bank, rng: Random, numbers: dict[str, float]) -> None:
    """A transfer moves the money, up to the last cent."""
    accounts = some_accounts(rng, int(numbers["accounts"]))
    await bank.open(accounts)
    for all_of_it in (False, True):
        a, b = rng.sample(list(accounts), 2)
        amount = accounts[a] if all_of_it else rng.randrange(1, accounts[a])
        (outcome,) = await bank.ended(bank.transfer(a, b, amount))
        returned(outcome)
        accounts = moved(accounts, a, b, amount)
        compare(bank, accounts, f"after transfer({a}, {b}, {amount})", SUMS)
    await bank.close()


@pytest.mark.points(2)
async def test_all_at_once(bank: Bank, rng: Random, numbers: dict[str, float]) -> None:
    """Sixty transfers at once, to and fro, and no cent is lost or made."""
    accounts = some_accounts(rng, int(numbers["accounts"]))
    await bank.open(accounts)
    gate = await bank.watched()
    calls, wanted = [], dict(accounts)
    for _ in range(int(numbers["transfers"])):
        (a, b), amount = rng.sample(list(accounts), 2), rng.randrange(1, 100)
        wanted = moved(wanted, a, b, amount)
        calls.append(bank.transfer(a, b, amount))
    for outcome in await bank.in_step(*calls, gate=gate):
        returned(outcome)
    compare(bank, wanted, f"after {len(calls)} transfers at once", SUMS)
    await bank.close()


@pytest.mark.points(2)
async def test_no_overdraft(bank: Bank, rng: Random) -> None:
    """What is in an account can be taken from it once, however many ask at once."""
    a, b, c = rng.sample(range(1, 500), 3)
    amount = rng.randrange(100, 200)
    await bank.open({a: amount + 50, b: 0, c: 0})
    gate = await bank.watched()
    calls = [bank.transfer(a, rng.choice([b, c]), amount) for _ in range(10)]
    outcomes = await bank.in_step(*calls, gate=gate)
    good = [one for one in outcomes if one.kind == "returned" and one.value is None]
    scene = f"ten transfers of {amount} cents at once, from an account with {amount + 50}"
    left = bank.balances()[a]
    expect.true(
        len(good) == 1 and left == 50,
        "wrong_result",
        f"{scene}: {len(good)} went well, and {left} cents were left",
        cure=LOOK,
    )
    for outcome in outcomes:
        if outcome not in good:
            raised(outcome, "NotEnough", scene)
    expect.true(
        sum(bank.balances().values()) == amount + 50,
        "wrong_result",
        f"{scene}: all together {bank.balances()}",
        cure=ONE,
    )
    await bank.close()


@pytest.mark.points(2)
async def test_nothing_moves(bank: Bank, rng: Random) -> None:
    """Where one half can't be done, neither is; and a transfer to itself changes nothing."""
    accounts = some_accounts(rng, 3)
    a, b, frozen = accounts
    nobody = rng.randrange(500, 1000)
    # A rule of the database's: nobody can give to this account.
    rule = (
        f"CREATE TRIGGER frozen BEFORE UPDATE ON account WHEN OLD.id = {frozen} AND "
        "NEW.balance > OLD.balance BEGIN SELECT RAISE(ABORT, 'this account is frozen'); END"
    )
    await bank.open(accounts, rule)
    amount = rng.randrange(1, 5000)
    for scene, args, kind in (
        ("there was less in the account", (a, b, accounts[a] + rng.randrange(1, 100)), "NotEnough"),
        ("nobody has the second account", (a, nobody, amount), "DoesNotExist"),
        ("nobody has the first account", (nobody, b, amount), "DoesNotExist"),
        ("the database refused the second change", (a, frozen, amount), "IntegrityError"),
    ):
        (outcome,) = await bank.ended(bank.transfer(*args))
        if outcome.kind == "returned":
            compare(bank, accounts, f"{scene}, and transfer returned", ONE)
        raised(outcome, kind, scene)
        compare(bank, accounts, f"{scene}, and transfer raised {outcome.error}", ONE)
    (outcome,) = await bank.ended(bank.transfer(a, a, amount))
    returned(outcome)
    compare(bank, accounts, "after a transfer from an account to itself", SUMS)
    await bank.close()


async def comes_to(call: RemoteCall, gate: Gate, number: int) -> bool:
    """Let a transfer come to its statement of this number, from 1 on; False where it ends before.

    What stops it is the gate, which the test opens.
    """
    gate.opened = False
    ended = asyncio.ensure_future(call.outcome())
    passed = 0
    while not ended.done():
        if gate.in_flight:
            passed += 1
            if passed == number:
                break
            gate.release()
        await asyncio.wait([ended], timeout=TICK)
    came = not ended.done()
    if not came:
        ended.result()  # raises where the judge has refused
    # Two waits for one call at a time are one too many: this one ends before the next begins.
    ended.cancel()
    await asyncio.wait([ended])
    return came


async def cancel(call: RemoteCall, gate: Gate, witness: Witness, scene: str) -> None:
    """Cancel a transfer that is stopped at the gate; refuse if it then goes on by itself."""
    cancelling = asyncio.ensure_future(call.cancel())
    await asyncio.sleep(0)
    await witness.idle()
    for _ in range(TURNS):
        await asyncio.sleep(0)
    expect.true(
        not (cancelling.done() and gate.in_flight),
        "leaked_task",
        f"{scene}: the caller was told so, and the transfer went on behind its back",
        cure="Whatever you shield from a cancellation, wait for its end before you raise it on.",
    )
    cancelling.cancel()
    await asyncio.wait([cancelling])


@pytest.mark.points(3)
async def test_cancelled_anywhere(bank: Bank, rng: Random, numbers: dict[str, float]) -> None:
    """Wherever a transfer is cancelled, all of the money has moved or none of it."""
    accounts = some_accounts(rng, 3)
    await bank.open(accounts)
    gate = await bank.watched()
    for number in range(1, int(numbers["statements"])):
        (a, b), amount = rng.sample(list(accounts), 2), rng.randrange(1, 500)
        call = bank.transfer(a, b, amount)
        if not await comes_to(call, gate, number):
            returned(await call.outcome())
            break
        scene = f"cancelled before its statement no. {number}"
        await cancel(call, gate, bank.witness, scene)
        gate.open()
        (outcome,) = await bank.ended(call)
        expect.cancelled(outcome, "transfer")
        if bank.balances() != moved(accounts, a, b, amount):
            compare(bank, accounts, scene, ONE)
        accounts = bank.balances()
        # And the next one finds everything in order.
        (outcome,) = await bank.ended(bank.transfer(b, a, 1))
        returned(outcome)
        accounts = moved(accounts, b, a, 1)
        compare(bank, accounts, f"the transfer after one that was {scene}", ONE)
    await bank.close()


@pytest.mark.points(2)
async def test_another_process(bank: Bank, rng: Random, numbers: dict[str, float]) -> None:
    """What another process does to the accounts meanwhile is not undone."""
    accounts = some_accounts(rng, 3)
    await bank.open(accounts)
    gate = await bank.watched()
    for number in range(1, int(numbers["statements"])):
        (a, b), amount = rng.sample(list(accounts), 2), rng.randrange(1, 500)
        call = bank.transfer(a, b, amount)
        if not await comes_to(call, gate, number):
            returned(await call.outcome())
            break
        lucky, gift = rng.choice([a, b]), rng.randrange(1000, 2000)
        given = give(bank, lucky, gift)
        accounts[lucky] += gift if given else 0
        gate.open()
        (outcome,) = await bank.ended(call)
        if outcome.error is None:
            returned(outcome)
            accounts = moved(accounts, a, b, amount)
        elif not all(
            "OperationalError" in leaf.bases for leaf in expect.leaves(outcome.error.error)
        ):
            raise outcome.error
        meanwhile = f"gave {gift} cents to account {lucky}" if given else "was kept out"
        compare(
            bank,
            accounts,
            f"before statement no. {number} of transfer({a}, {b}, {amount}) another process "
            f"{meanwhile}; transfer {outcome!s}",
            SUMS,
        )
    await bank.close()


def give(bank: Bank, account: int, cents: int) -> bool:
    """Give money to an account, as another process would; False where it would have to wait."""
    try:
        with closing(bank.connection()) as database:
            change = "UPDATE account SET balance = balance + ? WHERE id = ?"
            database.execute(change, (cents, account))
    except sqlite3.OperationalError:
        return False
    return True
