"""A lock keeps this process's transfers apart, the transaction keeps each whole."""

import asyncio

from tortoise import fields
from tortoise.exceptions import DoesNotExist
from tortoise.models import Model
from tortoise.transactions import in_transaction


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


lock = asyncio.Lock()


async def transfer(a: int, b: int, amount: int) -> None:
    async with lock, in_transaction() as connection:
        accounts = {one.id: one for one in await Account.filter(id__in=[a, b])}
        for number in (a, b):
            if number not in accounts:
                raise DoesNotExist(Account)
        if accounts[a].balance < amount:
            raise NotEnough
        accounts[a].balance -= amount
        accounts[b].balance += amount
        await Account.bulk_update(accounts.values(), ["balance"], using_db=connection)
