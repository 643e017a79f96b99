"""Wait without blocking: the reference solution."""

import asyncio


async def greet(name: str, delay: float) -> str:
    """Wait `delay` seconds, then return "Hello, NAME!" with `name` in the place of NAME.

    The name is used exactly as it is given. While one greeting waits, others can wait too: the
    event loop is never held up.
    """
    # The loop gets control back here and wakes us when the time has come. A cancellation arrives
    # here too, as CancelledError; with nothing to clean up, it is best left alone.
    await asyncio.sleep(delay)
    return f"Hello, {name}!"
