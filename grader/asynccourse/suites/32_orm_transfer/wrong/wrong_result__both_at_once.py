"""Starts both changes together: each of them may be the only one."""

import asyncio

from tortoise import fields
from tortoise.expressions import F
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


async def transfer(a: int, b: int, amount: int) -> None:
    account = await Account.get(id=a)
    await Account.get(id=b)
    if account.balance < amount:
        raise NotEnough
    await asyncio.gather(
        Account.filter(id=a, balance__gte=amount).update(balance=F("balance") - amount),
        Account.filter(id=b).update(balance=F("balance") + amount),
    )
