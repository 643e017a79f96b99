"""Asks for an account that may not be there, and doesn't look whether it is."""

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
    async with in_transaction():
        source = await Account.get_or_none(id=a)
        target = await Account.get_or_none(id=b)
        if source.balance < amount:
            raise NotEnough
        source.balance = F("balance") - amount
        target.balance = F("balance") + amount
        await source.save()
        await target.save()
