"""One statement of SQL for both accounts, and a look at why it did nothing."""

from tortoise import connections, fields
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


MOVE = """
UPDATE account
SET balance = balance - CASE id WHEN ? THEN ? ELSE 0 END + CASE id WHEN ? THEN ? ELSE 0 END
WHERE id IN (?, ?)
AND EXISTS (SELECT 1 FROM account WHERE id = ? AND balance >= ?)
AND EXISTS (SELECT 1 FROM account WHERE id = ?)
"""


async def transfer(a: int, b: int, amount: int) -> None:
    connection = connections.get("default")
    changed, _ = await connection.execute_query(MOVE, [a, amount, b, amount, a, b, a, amount, b])
    if changed:
        return
    source = await Account.get(id=a)
    await Account.get(id=b)
    if source.balance < amount:
        raise NotEnough
