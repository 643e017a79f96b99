"""Your first coroutine: wait without blocking."""

import asyncio
import time


async def greet(name: str, delay: float) -> str:
    """Wait `delay` seconds, then return "Hello, NAME!" with `name` in the place of NAME.

    The name is used exactly as it is given. While one greeting waits, others can wait too: the
    event loop is never held up.
    """
    raise NotImplementedError


async def main() -> None:
    """Greet three people at once: first by a coroutine that blocks, then by yours."""

    def stand_still(delay: float) -> None:
        time.sleep(delay)

    async def blocking_greet(name: str, delay: float) -> str:
        stand_still(delay)
        return f"Hello, {name}!"

    for greeter in (blocking_greet, greet):
        start = time.perf_counter()
        await asyncio.gather(greeter("Ada", 0.3), greeter("Grace", 0.2), greeter("Alan", 0.1))
        took = time.perf_counter() - start
        print(f"{greeter.__name__}: {took:.2f} s; the longest delay is 0.30 s")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except NotImplementedError:
        print("greet() is not written yet")
