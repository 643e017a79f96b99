"""Gives in a task that nobody waits for."""

import asyncio

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


async def give(b, amount):
    if not await Account.filter(id=b).update(balance=F("balance") + amount):
        await Account.get(id=b)


async def transfer(a: int, b: int, amount: int) -> None:
    async with in_transaction():
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            await Account.get(id=a)
            raise NotEnough
        await Account.get(id=b)
    asyncio.create_task(give(b, amount))
