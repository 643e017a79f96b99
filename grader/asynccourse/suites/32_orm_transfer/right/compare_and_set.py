"""Writes what it has computed where the balances are still those that it read; else once more."""

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
    while not await attempt(a, b, amount):
        pass


async def attempt(a: int, b: int, amount: int) -> bool:
    source, target = await Account.get(id=a), await Account.get(id=b)
    if source.balance < amount:
        raise NotEnough
    if a == b:
        return True
    async with in_transaction() as transaction:
        for account, change in ((source, -amount), (target, amount)):
            same = Account.filter(id=account.id, balance=account.balance)
            if not await same.update(balance=account.balance + change):
                await transaction.rollback()
                return False
    return True
