"""Reads outside of the transaction, and writes inside what may be out of date."""

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


async def transfer(a: int, b: int, amount: int) -> None:
    source = await Account.get(id=a)
    target = await Account.get(id=b)
    if source.balance < amount:
        raise NotEnough
    async with in_transaction():
        source.balance -= amount
        target.balance += amount
        await source.save()
        await target.save()
