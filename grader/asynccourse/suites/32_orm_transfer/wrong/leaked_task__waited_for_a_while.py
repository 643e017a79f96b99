"""Waits for what it shields, but not for longer than a while."""

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


async def _transfer(a: int, b: int, amount: int) -> None:
    async with in_transaction():
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            await Account.get(id=a)
            raise NotEnough
        if not await Account.filter(id=b).update(balance=F("balance") + amount):
            await Account.get(id=b)


async def transfer(a: int, b: int, amount: int) -> None:
    moving = asyncio.ensure_future(_transfer(a, b, amount))
    try:
        await asyncio.shield(moving)
    except asyncio.CancelledError:
        await asyncio.wait([moving], timeout=0.2)
        raise
