"""A queue of its own for turns: who is cancelled while it waits takes its turn to the grave."""

import asyncio
from collections import deque

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


waiting = deque()
busy = False


async def transfer(a: int, b: int, amount: int) -> None:
    global busy
    if busy:
        turn = asyncio.Event()
        waiting.append(turn)
        await turn.wait()
    busy = True
    try:
        async with in_transaction():
            if not await Account.filter(id=a, balance__gte=amount).update(
                balance=F("balance") - amount
            ):
                await Account.get(id=a)
                raise NotEnough
            if not await Account.filter(id=b).update(balance=F("balance") + amount):
                await Account.get(id=b)
    finally:
        if waiting:
            waiting.popleft().set()
        else:
            busy = False
