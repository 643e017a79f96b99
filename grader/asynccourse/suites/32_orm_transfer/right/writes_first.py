"""A first change keeps all others out; then it reads, and writes what it has computed."""

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
    async with in_transaction() as transaction:
        await transaction.execute_query("UPDATE account SET balance = balance WHERE id = ?", [a])
        balances = dict(await Account.filter(id__in=[a, b]).values_list("id", "balance"))
        for number in (a, b):
            if number not in balances:
                await Account.get(id=number)
        if balances[a] < amount:
            raise NotEnough
        balances[a] -= amount
        balances[b] += amount
        for number, balance in balances.items():
            await Account.filter(id=number).update(balance=balance)
