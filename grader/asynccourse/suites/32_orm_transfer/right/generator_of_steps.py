"""An async generator makes the changes, one at each step; closing it early rolls back."""

from contextlib import aclosing

from tortoise import fields
from tortoise.exceptions import DoesNotExist
from tortoise.expressions import F
from tortoise.models import Model
from tortoise.transactions import in_transaction


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


async def steps(changes):
    async with in_transaction():
        for number, change in changes:
            enough = Account.filter(id=number, balance__gte=-change)
            yield number, await enough.update(balance=F("balance") + change)


async def transfer(a: int, b: int, amount: int) -> None:
    async with aclosing(steps([(a, -amount), (b, amount)])) as changes:
        async for number, changed in changes:
            if not changed:
                raise NotEnough if await Account.exists(id=number) else DoesNotExist(Account)
