"""Catches the error inside the transaction, which then does the first half."""

from tortoise import fields
from tortoise.exceptions import IntegrityError
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
    failed = None
    async with in_transaction():
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            await Account.get(id=a)
            raise NotEnough
        try:
            if not await Account.filter(id=b).update(balance=F("balance") + amount):
                await Account.get(id=b)
        except Exception as error:
            failed = error
    if failed:
        raise failed
