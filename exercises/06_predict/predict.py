"""Predict what happens.

Read each snippet, and write what you expect of it into `ANSWERS`, at the end. Don't run them yet.
"""

import asyncio
import hashlib
import multiprocessing
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor

# -- Part 1: in which order are the letters printed? ----------------------------------------------


async def called() -> None:
    """A coroutine is made here and awaited there."""

    async def child() -> None:
        print("a")

    coroutine = child()
    print("b")
    await coroutine
    print("c")


async def created() -> None:
    """A task, and a moment for it."""

    async def child() -> None:
        print("a")

    task = asyncio.create_task(child())
    print("b")
    await asyncio.sleep(0)
    print("c")
    await task
    print("d")


async def awaited() -> None:
    """A task, and a coroutine that is awaited."""

    async def child(letter: str) -> None:
        print(letter)

    task = asyncio.create_task(child("a"))
    print("b")
    await child("c")
    print("d")
    await task


async def gathered() -> None:
    """Three waits and their results."""

    async def fetch(letter: str, seconds: float) -> str:
        await asyncio.sleep(seconds)
        print(letter)
        return letter.upper()

    for result in await asyncio.gather(fetch("a", 3), fetch("b", 1), fetch("c", 2)):
        print(result)


async def shared() -> None:
    """Two tasks, of which one pauses."""

    async def one() -> None:
        for letter in "ab":
            print(letter)

    async def other() -> None:
        for letter in "cd":
            print(letter)
            await asyncio.sleep(0)

    await asyncio.gather(other(), one())


# -- Part 2: how many seconds does it take? -------------------------------------------------------


def block(seconds: float) -> None:
    """Keep the calling thread for so long, as an old library might."""
    time.sleep(seconds)


async def one_by_one() -> None:
    """Two waits."""
    await asyncio.sleep(1)
    await asyncio.sleep(2)


async def together() -> None:
    """Three waits, gathered."""
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2), asyncio.sleep(3))


async def started() -> None:
    """A task, and two waits of its maker."""
    task = asyncio.create_task(asyncio.sleep(3))
    await asyncio.sleep(1)
    await asyncio.sleep(1)
    await task


async def blocking() -> None:
    """Four coroutines, gathered."""

    async def fetch(seconds: float) -> None:
        block(seconds)

    await asyncio.gather(fetch(1), fetch(1), fetch(1), fetch(1))


async def threads() -> None:
    """Two threads, gathered."""
    await asyncio.gather(asyncio.to_thread(block, 1), asyncio.to_thread(block, 2))


# -- Part 3: where is here() called? On the loop's own thread, in another thread or process? ------


def here() -> str:
    """Return where this is called."""
    if multiprocessing.parent_process() is not None:
        return "process"
    return "loop" if threading.current_thread() is threading.main_thread() else "thread"


async def in_gather() -> None:
    """Called in a coroutine that is gathered."""

    async def work() -> str:
        await asyncio.sleep(1)
        return here()

    places = await asyncio.gather(work(), work(), work())
    print(places[1])


async def in_to_thread() -> None:
    """Called by way of a thread."""
    print(await asyncio.to_thread(here))


async def passed_on() -> None:
    """Called for the sake of an argument."""
    await asyncio.to_thread(print, here())


async def in_pool() -> None:
    """Called by way of a pool."""
    with ProcessPoolExecutor(1) as pool:
        print(await asyncio.get_running_loop().run_in_executor(pool, here))


# -- Part 4: is it I/O-bound, so that it mostly waits, or CPU-bound, so that it computes? ---------


async def downloads() -> None:
    """Wait for one reply after the other."""
    for _ in range(10):
        await asyncio.sleep(0.2)  # stands for the reply of a server


async def hashing() -> None:
    """Make a password hard to guess."""
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 200_000)


async def reading() -> None:
    """Ask a device again and again."""
    for _ in range(10):
        block(0.2)  # stands for a driver that waits for its device


async def counting() -> None:
    """Add up many squares."""
    total = 0
    for number in range(200_000):
        total += number * number
        if number % 10_000 == 0:
            await asyncio.sleep(0)


# -- What do you expect? --------------------------------------------------------------------------

ANSWERS: dict[str, object] = {
    # Part 1: the letters in the order in which they are printed, as in "abc"
    "called": None,
    "created": None,
    "awaited": None,
    "gathered": None,
    "shared": None,
    # Part 2: a number of seconds; what takes only an instant counts as 0
    "one_by_one": None,
    "together": None,
    "started": None,
    "blocking": None,
    "threads": None,
    # Part 3: "loop", "thread" or "process"
    "in_gather": None,
    "in_to_thread": None,
    "passed_on": None,
    "in_pool": None,
    # Part 4: "io" or "cpu"
    "downloads": None,
    "hashing": None,
    "reading": None,
    "counting": None,
}


def main() -> None:
    """Run the snippet that is named on the command line; without one, say what is missing."""
    if sys.argv[1:]:
        name = sys.argv[1]
        if name not in ANSWERS:
            print(f"no snippet is called {name!r}; there are:", ", ".join(ANSWERS))
            return
        start = time.perf_counter()
        asyncio.run(globals()[name]())
        print(f"{time.perf_counter() - start:.2f} s")
        return
    missing = [name for name, answer in ANSWERS.items() if answer is None]
    print(f"{len(ANSWERS) - len(missing)} of {len(ANSWERS)} predicted")
    print("still missing:", ", ".join(missing) or "none")


if __name__ == "__main__":
    main()
