"""A connection of its own, by `sqlite3` in a thread: `BEGIN IMMEDIATE` lets nobody else write."""

import asyncio
import sqlite3
from contextlib import closing

from tortoise import connections, fields
from tortoise.exceptions import DoesNotExist, OperationalError
from tortoise.models import Model


class Account(Model):
    id = fields.IntField(primary_key=True)
    balance = fields.IntField()

    class Meta:
        table = "account"


class NotEnough(Exception):
    pass


async def transfer(a: int, b: int, amount: int) -> None:
    path = connections.get("default").filename
    moving = asyncio.ensure_future(asyncio.to_thread(_move, path, a, b, amount))
    try:
        await asyncio.shield(moving)
    except asyncio.CancelledError:
        await asyncio.wait([moving])
        raise
    except sqlite3.OperationalError as error:
        raise OperationalError(error) from error


def _move(path: str, a: int, b: int, amount: int) -> None:
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            balances = dict(connection.execute("SELECT id, balance FROM account"))
            if a not in balances or b not in balances:
                raise DoesNotExist(Account)
            if balances[a] < amount:
                raise NotEnough
            change = "UPDATE account SET balance = balance + ? WHERE id = ?"
            connection.executemany(change, [(-amount, a), (amount, b)])
