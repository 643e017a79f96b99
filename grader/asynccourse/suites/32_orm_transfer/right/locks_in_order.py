"""A lock for each account, taken in the order of their numbers, around a transaction."""

import asyncio
from contextlib import AsyncExitStack
from weakref import WeakValueDictionary

from tortoise import fields
from tortoise.models import Model
from tortoise.transactions import in_transaction


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()


async def transfer(a: int, b: int, amount: int) -> None:
    async with AsyncExitStack() as stack:
        for number in sorted({a, b}):
            await stack.enter_async_context(locks.setdefault(number, asyncio.Lock()))
        await stack.enter_async_context(in_transaction())
        accounts = {number: await Account.get(id=number) for number in (a, b)}
        if accounts[a].balance < amount:
            raise NotEnough
        accounts[a].balance -= amount
        accounts[b].balance += amount
        for account in accounts.values():
            await account.save(update_fields=["balance"])
