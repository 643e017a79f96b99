"""Undoes the transfer on cancellation, and returns as if nothing had been said."""

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


async def transfer(a: int, b: int, amount: int) -> None:
    try:
        async with in_transaction():
            rich = Account.filter(id=a, balance__gte=amount)
            if not await rich.update(balance=F("balance") - amount):
                await Account.get(id=a)
                raise NotEnough
            if not await Account.filter(id=b).update(balance=F("balance") + amount):
                await Account.get(id=b)
    except asyncio.CancelledError:
        return
