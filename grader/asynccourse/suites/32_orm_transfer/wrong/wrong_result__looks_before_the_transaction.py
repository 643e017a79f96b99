"""Looks whether there is enough outside of the transaction."""

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
    if (await Account.get(id=a)).balance < amount:
        raise NotEnough
    await Account.get(id=b)
    async with in_transaction():
        await Account.filter(id=a).update(balance=F("balance") - amount)
        await Account.filter(id=b).update(balance=F("balance") + amount)
