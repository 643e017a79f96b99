"""Without a transaction; gives the money back whatever has gone wrong, a cancellation too."""

from tortoise import fields
from tortoise.expressions import F
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


async def transfer(a: int, b: int, amount: int) -> None:
    rich = Account.filter(id=a, balance__gte=amount)
    if not await rich.update(balance=F("balance") - amount):
        await Account.get(id=a)
        raise NotEnough
    try:
        if not await Account.filter(id=b).update(balance=F("balance") + amount):
            await Account.get(id=b)
    except BaseException:
        await Account.filter(id=a).update(balance=F("balance") + amount)
        raise
