"""Raw SQL, with `RETURNING`, in a transaction that begins and ends by hand."""

from tortoise import connections, fields
from tortoise.exceptions import DoesNotExist
from tortoise.models import Model
from tortoise.transactions import in_transaction


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


CHANGE = "UPDATE account SET balance = balance + ? WHERE id = ? RETURNING balance"


async def transfer(a: int, b: int, amount: int) -> None:
    transaction = in_transaction("default")
    await transaction.__aenter__()
    try:
        for number, change in ((a, -amount), (b, amount)):
            rows = await connections.get("default").execute_query_dict(CHANGE, [change, number])
            if not rows:
                raise DoesNotExist(Account)
            if rows[0]["balance"] < 0:
                raise NotEnough
    except BaseException as error:
        await transaction.__aexit__(type(error), error, error.__traceback__)
        raise
    await transaction.__aexit__(None, None, None)
