"""Takes every error for the one that it expects."""

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
    try:
        async with in_transaction():
            source = await Account.get(id=a)
            target = await Account.get(id=b)
            assert source.balance >= amount
            source.balance = F("balance") - amount
            target.balance = F("balance") + amount
            await source.save()
            await target.save()
    except Exception:
        raise NotEnough
