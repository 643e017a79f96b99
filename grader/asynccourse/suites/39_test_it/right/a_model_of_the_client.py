"""Tries all short scripts of statuses, and compares what comes out with a model of the promises."""

import asyncio
import itertools

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest


def promised(statuses, attempts):
    """What the docstring says: the outcome, and how many questions there were."""
    first = next((n for n, status in enumerate(statuses) if status != 503), attempts - 1)
    outcomes = {200: 7.5, 404: UnknownCity}
    return outcomes.get(statuses[first], aiohttp.ClientResponseError), first + 1


async def outcome(service, coroutine):
    (answer,) = await asyncio.gather(coroutine, return_exceptions=True)
    asked = sum(map(len, service.requests.values()))
    return (type(answer) if isinstance(answer, Exception) else answer), asked


@pytest.mark.parametrize("attempts", [1, 2, 3])
async def test_every_script(attempts):
    async with aiohttp.ClientSession() as session:
        for statuses in itertools.product((200, 404, 503, 500), repeat=attempts):
            with aioresponses() as service:
                for status in (*statuses, 200):
                    body = {"celsius": 7.5}
                    service.get(f"{SERVICE}/weather?city=Bonn", status=status, payload=body)
                got = await outcome(service, temperature(session, "Bonn", attempts=attempts))
            assert got == promised(statuses, attempts), statuses


async def test_every_order():
    async with aiohttp.ClientSession() as session:
        for order in itertools.permutations(["cold", "mild", "warm", "none"]):
            with aioresponses() as service:
                for city, celsius in {"cold": -8, "mild": 0, "warm": 9.5}.items():
                    service.get(f"{SERVICE}/weather?city={city}", payload={"celsius": celsius})
                service.get(f"{SERVICE}/weather?city=none", status=404)
                assert await outcome(service, warmest(session, iter(order))) == ("warm", 4)


async def test_every_trouble():
    async with aiohttp.ClientSession() as session:
        for status, error in {404: ValueError, 500: aiohttp.ClientResponseError}.items():
            with aioresponses() as service:
                service.get(f"{SERVICE}/weather?city=here", status=status)
                assert await outcome(service, warmest(session, ["here"])) == (error, 1)
