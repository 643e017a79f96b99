"""Both changes as tasks of a group, within one transaction."""

import asyncio

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


async def transfer(a: int, b: int, amount: int) -> None:
    async def take():
        if not await Account.filter(id=a, balance__gte=amount).update(
            balance=F("balance") - amount
        ):
            await Account.get(id=a)
            raise NotEnough

    async def give():
        if not await Account.filter(id=b).update(balance=F("balance") + amount):
            raise DoesNotExist(Account)

    async with in_transaction(), asyncio.TaskGroup() as group:
        group.create_task(take())
        group.create_task(give())
