"""Looks whether there is enough in what it remembers of the balances."""

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


balances: dict[int, int] = {}


async def transfer(a: int, b: int, amount: int) -> None:
    async with in_transaction():
        for number in (a, b):
            if number not in balances:
                balances[number] = (await Account.get(id=number)).balance
        if balances[a] < amount:
            raise NotEnough
        balances[a] -= amount
        balances[b] += amount
        await Account.filter(id=a).update(balance=F("balance") - amount)
        await Account.filter(id=b).update(balance=F("balance") + amount)
