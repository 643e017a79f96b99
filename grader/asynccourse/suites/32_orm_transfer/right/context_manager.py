"""An own context manager: who enters gets both accounts, and what is left in them is written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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


@asynccontextmanager
async def accounts(*numbers: int) -> AsyncIterator[list[Account]]:
    async with in_transaction():
        await Account.filter(id__in=numbers).update(balance=F("balance"))
        found = await Account.in_bulk(numbers, "id")
        yield [found.get(number) or await Account.get(id=number) for number in numbers]
        await Account.bulk_update([*found.values()], ["balance"])


async def transfer(a: int, b: int, amount: int) -> None:
    async with accounts(a, b) as (source, target):
        if source.balance < amount:
            raise NotEnough(f"{source.balance} < {amount}")
        source.balance -= amount
        target.balance += amount
