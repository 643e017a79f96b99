"""Shields the transfer, and leaves it alone when the caller is cancelled."""

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


async def _transfer(a, b, amount):
    async with in_transaction():
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            await Account.get(id=a)
            raise NotEnough
        if not await Account.filter(id=b).update(balance=F("balance") + amount):
            await Account.get(id=b)


async def transfer(a: int, b: int, amount: int) -> None:
    await asyncio.shield(_transfer(a, b, amount))
