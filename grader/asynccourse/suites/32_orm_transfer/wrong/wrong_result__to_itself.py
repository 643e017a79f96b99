"""Has two objects of one account, and saves the second over the first."""

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
    async with in_transaction():
        source = await Account.get(id=a)
        target = await Account.get(id=b)
        if source.balance < amount:
            raise NotEnough
        source.balance -= amount
        target.balance += amount
        await source.save()
        await target.save()
