"""Test it: the tests of `client.py`, which lies beside this file.

The one test here is a beginning. Write more, until no client that breaks its word gets through.
"""

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature


async def test_temperature() -> None:
    """The temperature of a city is what the service says."""
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5})
        async with aiohttp.ClientSession() as session:
            assert await temperature(session, "Oslo") == 4.5


# TODO: what else do the docstrings of `client.py` promise?
