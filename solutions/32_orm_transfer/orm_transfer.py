"""Move money with an ORM: the reference solution."""

from tortoise import fields
from tortoise.expressions import F
from tortoise.models import Model
from tortoise.transactions import in_transaction


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
    # Whatever leaves this block as an exception, a cancellation too, undoes all of it.
    async with in_transaction():
        # Look and take in one statement: between two of them the balance could change.
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            account = await Account.get(id=a)
            raise NotEnough(f"account {a} has {account.balance} cents, not {amount}")
        # The database adds to what is there by then, not to what was read some time ago.
        if not await Account.filter(id=b).update(balance=F("balance") + amount):
            await Account.get(id=b)  # raises: there is none
