"""The decorator, and the models read in the transaction; one row at a time is saved."""

from tortoise import fields
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
async def _transfer(a: int, b: int, amount: int) -> None:
    source = await Account.select_for_update().get(id=a)
    target = source if a == b else await Account.select_for_update().get(id=b)
    if source.balance < amount:
        raise NotEnough(f"only {source.balance} cents")
    source.balance -= amount
    target.balance += amount
    await source.save(update_fields=["balance"])
    await target.save(update_fields=["balance"])


async def transfer(a: int, b: int, amount: int) -> None:
    await _transfer(a, b, amount)
