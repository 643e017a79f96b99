"""A lock of asyncio's: another process knows nothing of it."""

import asyncio

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


lock = asyncio.Lock()


async def transfer(a: int, b: int, amount: int) -> None:
    async with lock:
        source, target = await Account.get(id=a), await Account.get(id=b)
        if source.balance < amount:
            raise NotEnough
        if a == b:
            return
        source.balance -= amount
        target.balance += amount
        await Account.bulk_update([source, target], ["balance"])
