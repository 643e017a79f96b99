"""Work goes on while you do something else.

`dashboard` works, and does one thing after the other. Make both loads run while it renders.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any


async def dashboard(
    load_user: Callable[[], Coroutine[Any, Any, str]],
    load_feed: Callable[[], Coroutine[Any, Any, list[str]]],
    render: Callable[[str], Coroutine[Any, Any, None]],
) -> tuple[str, list[str]]:
    """Start `load_user()` and `load_feed()`, await `render("loading")`, return `(user, feed)`.

    All three are coroutine functions. If one of them fails, its error reaches the caller, by itself
    or in an `ExceptionGroup` of nothing else. However `dashboard` ends, no load goes on after it.
    """
    # TODO: both loads should be under way before `render` is awaited.
    await render("loading")
    user = await load_user()
    feed = await load_feed()
    return user, feed


async def main() -> None:
    """Show how long 0.2 s of rendering and two loads of 0.3 s and 0.4 s take."""

    async def load_user() -> str:
        await asyncio.sleep(0.3)
        return "Ada"

    async def load_feed() -> list[str]:
        await asyncio.sleep(0.4)
        return ["first post", "second post"]

    async def render(text: str) -> None:
        print(f"{text} ...")
        await asyncio.sleep(0.2)

    start = time.perf_counter()
    print(await dashboard(load_user, load_feed, render))
    print(f"{time.perf_counter() - start:.2f} s; together they would take 0.40 s")


if __name__ == "__main__":
    asyncio.run(main())
