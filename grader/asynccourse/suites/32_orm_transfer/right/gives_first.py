"""Gives first, takes then, and looks last: what shouldn't have been is rolled back."""

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
        for number, change in ((b, amount), (a, -amount)):
            await Account.filter(id=number).update(balance=F("balance") + change)
        left = {number: (await Account.get(id=number)).balance for number in (b, a)}
        if left[a] < 0 or (a == b and left[a] < amount):
            raise NotEnough
