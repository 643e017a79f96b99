"""Move money with an ORM.

`transfer` works as long as it is alone. Make it work when it isn't: no money may be lost, or made,
whoever else is at work, whatever fails, and whenever the caller is cancelled.
"""

import asyncio
import tempfile
from pathlib import Path

from tortoise import Tortoise, fields
from tortoise.models import Model


class Account(Model):
    """An account. Leave it as it is: the database is there already."""

    id = fields.IntField(primary_key=True)
    balance = fields.IntField()
    """In cents: whole numbers have no rounding errors."""

    class Meta:
        """Names the table."""

        table = "account"


class NotEnough(Exception):
    """There is less in an account than should be taken from it."""


async def transfer(a: int, b: int, amount: int) -> None:
    """Move `amount` cents, at least 1, from account `a` to account `b`, or nothing at all.

    Raises `NotEnough` where `a` has less than that, and `tortoise.exceptions.DoesNotExist` where
    one of the accounts doesn't exist.
    """
    # TODO: take and give as one, and let the database do the sums.
    source = await Account.get(id=a)
    target = await Account.get(id=b)
    if source.balance < amount:
        raise NotEnough(f"account {a} has {source.balance} cents, not {amount}")
    source.balance -= amount
    await source.save()
    target.balance += amount
    await target.save()


async def main() -> None:
    """Send a euro from each of ten accounts to the first, all at once; count the money."""
    with tempfile.TemporaryDirectory() as folder:
        await Tortoise.init(db_url=f"sqlite://{Path(folder, 'bank.db')}", modules={"m": [__name__]})
        await Tortoise.generate_schemas()
        await Account.bulk_create([Account(id=number, balance=1000) for number in range(10)])
        await asyncio.gather(*(transfer(number, 0, 100) for number in range(1, 10)))
        balances = [account.balance for account in await Account.all().order_by("id")]
        await Tortoise.close_connections()
    print(f"account 0 has {balances[0]} cents; all together have {sum(balances)} of 10000")


if __name__ == "__main__":
    asyncio.run(main())
