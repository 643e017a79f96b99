"""No lock: each transfer is a task that awaits the one before it."""

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


last: asyncio.Task[None] | None = None


async def transfer(a: int, b: int, amount: int) -> None:
    global last
    mine = last = asyncio.ensure_future(_after(last, a, b, amount))
    try:
        await asyncio.shield(mine)
    except asyncio.CancelledError:
        mine.cancel()
        await asyncio.wait([mine])
        raise
    finally:
        if last is mine:
            last = None


async def _after(before: asyncio.Task[None] | None, a: int, b: int, amount: int) -> None:
    if before:
        await asyncio.wait([before])
    async with in_transaction() as transaction:
        source, target = [await Account.get(id=one, using_db=transaction) for one in (a, b)]
        if source.balance < amount:
            raise NotEnough(source)
        for account, change in ((source, -amount), (target, amount)):
            await (
                Account.filter(pk=account.pk)
                .using_db(transaction)
                .update(balance=F("balance") + change)
            )
