"""Work goes on while you do something else: the reference solution."""

import asyncio
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
    # The group owns the tasks: its block ends only when all of them have. If a load fails, or
    # `render`, or the caller is cancelled, it cancels what still runs and waits for its end. With
    # bare `asyncio.create_task` that is a `try ... finally` to be written by hand.
    async with asyncio.TaskGroup() as group:
        user = group.create_task(load_user())
        feed = group.create_task(load_feed())
        # Both are now on the loop's list. They start as soon as `render` waits for something.
        await render("loading")
    # Past the block both tasks are done, and `result()` only fetches what is there.
    return user.result(), feed.result()
