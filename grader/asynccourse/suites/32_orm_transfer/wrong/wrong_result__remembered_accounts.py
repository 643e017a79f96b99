"""Believes that an account that was there once is there for ever."""

from tortoise import fields
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


known: set[int] = set()


async def transfer(a: int, b: int, amount: int) -> None:
    async with in_transaction():
        for number in {a, b} - known:
            await Account.get(id=number)
            known.add(number)
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            raise NotEnough
        await Account.filter(id=b).update(balance=F("balance") + amount)
