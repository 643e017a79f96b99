"""Locks account by account, in the order of the call: two transfers wait for each other."""

import asyncio
from collections import defaultdict

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


locks = defaultdict(asyncio.Lock)


async def transfer(a: int, b: int, amount: int) -> None:
    async with locks[a]:
        source = await Account.get(id=a)
        if a == b:
            return
        if source.balance < amount:
            raise NotEnough
        async with locks[b]:
            target = await Account.get(id=b)
            source.balance -= amount
            target.balance += amount
            await Account.bulk_update([source, target], ["balance"])
