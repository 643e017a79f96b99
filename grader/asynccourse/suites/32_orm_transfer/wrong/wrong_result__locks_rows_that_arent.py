"""Relies on `select_for_update`, which SQLite doesn't know, and on no transaction."""

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


async def transfer(a: int, b: int, amount: int) -> None:
    source = await Account.select_for_update().get(id=a)
    target = await Account.select_for_update().get(id=b)
    if source.balance < amount:
        raise NotEnough
    source.balance -= amount
    target.balance += amount
    await Account.bulk_update([source, target], ["balance"])
