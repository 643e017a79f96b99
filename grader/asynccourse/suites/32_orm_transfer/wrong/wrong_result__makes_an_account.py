"""Opens an account for whoever has none."""

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
        rich = Account.filter(id=a, balance__gte=amount)
        if not await rich.update(balance=F("balance") - amount):
            await Account.get(id=a)
            raise NotEnough
        await Account.get_or_create({"balance": 0}, id=b)
        await Account.filter(id=b).update(balance=F("balance") + amount)
