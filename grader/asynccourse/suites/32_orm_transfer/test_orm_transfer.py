"""Proves that `transfer` moves all of the money or none, whoever else is at work.

The database is a real one, in a file that the test reads with a connection of its own. Its driver
works in a thread, so these tests run on the real clock; what is proven is proven by balances, and
by stopping a transfer before each of its statements.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import bank as banks
else:  # a suite's folder is found by its whole name, which no import statement can spell
    banks = importlib.import_module("asynccourse.suites.32_orm_transfer.bank")

pytestmark = pytest.mark.real_clock

ONE = (
    "Put both changes into one `async with in_transaction():`. It undoes the first if an exception "
    "leaves the block, a cancellation too."
)

UNSEEN = (
    "Put both changes into one `async with in_transaction():`. Nobody else sees the first before "
    "its end, and none is ever left alone, not even by a crash."
)

SUMS = (
    "What was read may be out of date when it is written. Let the database compute, with what is "
    'there: `Account.filter(id=b).update(balance=F("balance") + amount)`.'
)

LATEST = (
    "Others use the database, too: look into it in each transfer, inside the transaction, and "
    "remember nothing of an earlier one."
)

SAME_ROW = (
    "Two objects of one row know nothing of each other: the `save` of one writes over the other's. "
    'Let the database compute: `Account.filter(id=b).update(balance=F("balance") + amount)`.'
)

LOOK = (
    "Look and take in one statement, "
    '`Account.filter(id=a, balance__gte=amount).update(balance=F("balance") - amount)`: it returns '
    "how many accounts it has changed."
)


@pytest.fixture
def bank(
    folder: Path, submission: Submission, driver: RemoteObject, witness: Witness
) -> banks.Bank:
    """The database of a test."""
    return banks.Bank(folder / "bank.db", submission, driver, witness)


@pytest.mark.points(1)
async def test_money_moves(bank: banks.Bank, rng: Random, numbers: dict[str, float]) -> None:
    """A transfer moves the money, up to the last cent."""
    accounts = banks.some_accounts(rng, int(numbers["accounts"]))
    await bank.open(accounts)
    gate = await bank.watched()
    for all_of_it in (False, True):
        a, b = rng.sample(list(accounts), 2)
        amount = accounts[a] if all_of_it else rng.randrange(1, accounts[a])
        (outcome,) = await bank.ended(bank.transfer(a, b, amount), gate=gate)
        banks.enough(outcome, amount, accounts[a])
        scene = f"after transfer({a}, {b}, {amount})"
        await bank.nothing_more(gate, scene)
        accounts = banks.moved(accounts, a, b, amount)
        banks.compare(bank, accounts, scene, SUMS)
    await bank.close()


@pytest.mark.points(2)
async def test_all_at_once(bank: banks.Bank, rng: Random, numbers: dict[str, float]) -> None:
    """Sixty transfers at once, to and fro, and no cent is lost or made."""
    accounts = banks.some_accounts(rng, int(numbers["accounts"]))
    await bank.open(accounts)
    gate = await bank.watched()
    calls, wanted = [], dict(accounts)
    for _ in range(int(numbers["transfers"])):
        (a, b), amount = rng.sample(list(accounts), 2), rng.randrange(1, 100)
        wanted = banks.moved(wanted, a, b, amount)
        calls.append(bank.transfer(a, b, amount))
    for outcome in await bank.in_step(*calls, gate=gate):
        banks.returned(outcome)
    banks.compare(bank, wanted, f"after {len(calls)} transfers at once", SUMS)
    await bank.close()


@pytest.mark.points(2)
async def test_no_overdraft(bank: banks.Bank, rng: Random) -> None:
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
            banks.raised(outcome, "NotEnough", scene)
    expect.true(
        sum(bank.balances().values()) == amount + 50,
        "wrong_result",
        f"{scene}: all together {bank.balances()}",
        cure=ONE,
    )
    await bank.close()


@pytest.mark.points(2)
async def test_nothing_moves(bank: banks.Bank, rng: Random) -> None:
    """Where one half can't be done, neither is; and a transfer to itself changes nothing."""
    accounts = banks.some_accounts(rng, 3)
    a, b, frozen = accounts
    too_much = max(accounts.values()) + rng.randrange(1, 100)
    nobody = rng.randrange(500, 1000)
    # A rule of the database's: nobody can give to this account.
    rule = (
        f"CREATE TRIGGER frozen BEFORE UPDATE ON account WHEN OLD.id = {frozen} AND "
        "NEW.balance > OLD.balance BEGIN SELECT RAISE(ABORT, 'this account is frozen'); END"
    )
    await bank.open(accounts, rule)
    amount = rng.randrange(1, 5000)
    for scene, args, kind in (
        ("there was less in the account", (a, b, too_much), "NotEnough"),
        ("nobody has the second account", (a, nobody, amount), "DoesNotExist"),
        ("nobody has the first account", (nobody, b, amount), "DoesNotExist"),
        ("from an account to itself, and there was less in it", (a, a, too_much), "NotEnough"),
        ("from an account that nobody has to itself", (nobody, nobody, amount), "DoesNotExist"),
        ("the database refused the second change", (a, frozen, amount), "IntegrityError"),
    ):
        await refused(bank, accounts, scene, args, kind)
    (outcome,) = await bank.ended(bank.transfer(a, a, amount))
    banks.returned(outcome)
    banks.compare(bank, accounts, "after a transfer from an account to itself", SAME_ROW)
    # What was so in an earlier transfer need not be so in the next: others use the bank, too.
    taken = rng.randrange(accounts[a] - 50, accounts[a])
    banks.not_locked(banks.give(bank, a, -taken))
    accounts[a] -= taken
    scene = "another process had taken nearly all that was in the account"
    await refused(bank, accounts, scene, (a, b, rng.randrange(100, 200)), "NotEnough", LATEST)
    banks.not_locked(banks.remove(bank, b))
    del accounts[b]
    scene = "another process had removed the second account"
    await refused(bank, accounts, scene, (a, b, 1), "DoesNotExist", LATEST)
    await bank.close()


async def refused(
    bank: banks.Bank,
    accounts: dict[int, int],
    scene: str,
    args: tuple[int, int, int],
    kind: str,
    cure: str = "",
) -> None:
    """Make a transfer that must raise this kind of error, and change nothing."""
    (outcome,) = await bank.ended(bank.transfer(*args))
    if outcome.kind == "returned":
        cure = cure or banks.INSTEAD[kind]
        banks.compare(bank, accounts, f"{scene}, and transfer returned", cure)
    banks.raised(outcome, kind, scene)
    banks.compare(bank, accounts, f"{scene}, and transfer raised an error", ONE)


@pytest.mark.points(2)
async def test_cancelled_anywhere(bank: banks.Bank, rng: Random, numbers: dict[str, float]) -> None:
    """Wherever a transfer is cancelled, all of the money has moved or none of it."""
    accounts = banks.some_accounts(rng, 3)
    await bank.open(accounts)
    gate = await bank.watched()
    for number in range(1, int(numbers["statements"])):
        (a, b), amount = rng.sample(list(accounts), 2), rng.randrange(1, 500)
        call = bank.transfer(a, b, amount)
        if not await banks.comes_to(bank, call, gate, number):
            banks.returned(await call.outcome())
            break
        scene = f"cancelled before its statement no. {number}"
        await banks.cancel(bank, call, gate, scene)
        gate.open()
        (outcome,) = await bank.ended(call)
        expect.cancelled(outcome, "transfer")
        if bank.balances() != banks.moved(accounts, a, b, amount):
            banks.compare(bank, accounts, scene, ONE)
        accounts = bank.balances()
        # And the next one finds everything in order.
        (outcome,) = await bank.ended(bank.transfer(b, a, 1))
        banks.returned(outcome)
        accounts = banks.moved(accounts, b, a, 1)
        banks.compare(bank, accounts, f"the transfer after one that was {scene}", ONE)
    await bank.close()


@pytest.mark.points(1)
async def test_cancelled_behind_another(bank: banks.Bank, rng: Random) -> None:
    """A transfer that is cancelled while another is at work leaves everything in order."""
    accounts = banks.some_accounts(rng, 3)
    a, b, c = accounts
    amount, more = rng.sample(range(1, 500), 2)
    await bank.open(accounts)
    gate = await bank.watched()
    first = bank.transfer(a, b, amount)
    # Where there is no statement to be stopped, there is nothing to wait for.
    if await banks.comes_to(bank, first, gate, 1):
        await bank.heard_all()
        others = len(gate.in_flight)  # a transfer may have both statements under way at once
        second = bank.transfer(b, c, more)
        await bank.heard_all()
        scene = "cancelled while another transfer was at work"
        await banks.cancel(bank, second, gate, scene, others=others)
        gate.open()
        outcome, cancelled = await bank.ended(first, second)
        banks.returned(outcome)
        expect.cancelled(cancelled, "transfer")
        accounts = banks.moved(accounts, a, b, amount)
        if bank.balances() != banks.moved(accounts, b, c, more):
            banks.compare(bank, accounts, scene, ONE)
        accounts = bank.balances()
        (outcome,) = await bank.ended(bank.transfer(c, a, 1))
        banks.returned(outcome)
        accounts = banks.moved(accounts, c, a, 1)
        banks.compare(bank, accounts, f"the transfer after one that was {scene}", ONE)
    await bank.close()


@pytest.mark.points(2)
async def test_another_process(bank: banks.Bank, rng: Random, numbers: dict[str, float]) -> None:
    """Another process finds all of the money at any time, and what it gives stays given."""
    accounts = banks.some_accounts(rng, 3)
    await bank.open(accounts)
    gate = await bank.watched()
    for number in range(1, int(numbers["statements"])):
        (a, b), amount = rng.sample(list(accounts), 2), rng.randrange(1, 500)
        call = bank.transfer(a, b, amount)
        if not await banks.comes_to(bank, call, gate, number):
            banks.returned(await call.outcome())
            break
        scene = f"before statement no. {number} of transfer({a}, {b}, {amount})"
        banks.all_there(bank, sum(accounts.values()), scene, UNSEEN)
        lucky, gift = rng.choice([a, b]), rng.randrange(1000, 2000)
        given = banks.give(bank, lucky, gift)
        accounts[lucky] += gift if given else 0
        gate.open()
        (outcome,) = await bank.ended(call)
        if outcome.error is None:
            banks.returned(outcome)
            accounts = banks.moved(accounts, a, b, amount)
        elif not all(
            "OperationalError" in leaf.bases for leaf in expect.leaves(outcome.error.error)
        ):
            raise outcome.error
        meanwhile = f"gave {gift} cents to account {lucky}" if given else "was kept out"
        banks.compare(
            bank,
            accounts,
            f"{scene} another process {meanwhile}; transfer {outcome!s}",
            SUMS,
        )
    await bank.close()
