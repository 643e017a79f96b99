"""The transaction is in a task of a group; the caller's cancellation goes on to it."""

import asyncio

from tortoise import fields
from tortoise.expressions import F, Subquery
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
    async with asyncio.TaskGroup() as group:
        group.create_task(_transfer(a, b, amount))


async def _transfer(a: int, b: int, amount: int) -> None:
    async with in_transaction() as transaction:
        there = Account.filter(id=b).values("id")
        able = Account.filter(id=a, balance__gte=amount)
        if await able.using_db(transaction).update(balance=F("balance") - amount):
            if await Account.filter(id__in=Subquery(there)).update(balance=F("balance") + amount):
                return
        await Account.get(id=a)
        await Account.get(id=b)
        raise NotEnough
