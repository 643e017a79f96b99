"""One `update` with `Case` and `When` for both rows, and a look that rolls it back."""

from tortoise import fields
from tortoise.expressions import Case, F, When
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
        if a != b:
            given = When(id=b, then=F("balance") + amount)
            await Account.filter(id__in=(a, b)).update(
                balance=Case(When(id=a, then=F("balance") - amount), given, default=F("balance"))
            )
        source = await Account.get(id=a)
        await Account.get(id=b)
        if source.balance < (amount if a == b else 0):
            raise NotEnough(source.balance)
