"""Puts the database's sums into the objects, and has them saved."""

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
    async with in_transaction() as transaction:
        source = await Account.get(id=a, using_db=transaction)
        target = await Account.get(id=b, using_db=transaction)
        if source.balance < amount:
            raise NotEnough(a)
        source.balance = F("balance") - amount
        target.balance = F("balance") + amount
        for account in (source, target):
            await account.save(using_db=transaction, update_fields=["balance"])
