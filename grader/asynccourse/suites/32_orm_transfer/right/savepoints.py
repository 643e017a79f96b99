"""Each change is a transaction within a transaction, which is a savepoint."""

from tortoise import fields
from tortoise.exceptions import DoesNotExist
from tortoise.expressions import F
from tortoise.models import Model
from tortoise.transactions import atomic


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


@atomic()
async def change(number: int, by: int) -> None:
    account = Account.filter(id=number)
    if not await account.update(balance=F("balance") + by):
        raise DoesNotExist(Account)
    if await account.filter(balance__lt=0).exists():
        raise NotEnough


@atomic()
async def transfer(a: int, b: int, amount: int) -> None:
    await change(a, -amount)
    await change(b, amount)
