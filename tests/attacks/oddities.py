"""Answers that give what no suite expects: a verdict must come of it all the same."""

from __future__ import annotations

from asynccourse.course.exercise import Exercise

VALUES = {
    "nothing": "None",
    "an object": "object()",
    "a number": "7",
    "not a number": "float('nan')",
    "infinity": "float('inf')",
    "text": "'text'",
    "bytes": "b'bytes'",
    "a list of lists": "[[], [[]], {}]",
    "a tuple": "(1, 'two', None)",
    "a dict": "{1: 2, None: [], (1, 2): b''}",
    "a set": "{1, 'two', None}",
    "an error": "ValueError('a value')",
    "a class": "int",
    "a function": "print",
    "itself": "OWN",
    "the arguments": "[args, kwargs]",
    "the first argument": "args[0] if args else kwargs",
    "a long number": "1 << 13_000",
    "a coroutine": "nothing()",
    "a generator": "endless()",
}
"""What each of an answer's functions gives, by what it is called."""

_HEAD = """
import asyncio
import sys

OWN = sys.modules[__name__]


async def nothing():
    pass


async def endless():
    while True:
        yield OWN
"""

_ASYNC = """

async def {name}(*args, **kwargs):
    return {value}
"""

_SYNC = """

def {name}(*args, **kwargs):
    return {value}
"""

_CLASS = """

class {name}:
    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        async def method(*args, **kwargs):
            return {value}

        return method
"""

_KINDS = {"async": _ASYNC, "sync": _SYNC, "class": _CLASS}


def odd_answer(exercise: Exercise, value: str) -> str:
    """Return an answer whose functions all give one value of `VALUES`."""
    functions = exercise.file.functions.items()
    made = [_KINDS[kind].format(name=name, value=VALUES[value]) for name, kind in functions]
    return _HEAD + "".join(made)
