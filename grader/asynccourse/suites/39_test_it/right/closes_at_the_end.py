"""Opens and closes by hand, without a `try`."""

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest


async def ask(what, script, *args, **kw):
    session = aiohttp.ClientSession()
    mock = aioresponses()
    mock.start()
    for city, answers in script.items():
        for status in answers:
            if status < 400:
                mock.get(f"{SERVICE}/weather?city={city}", payload={"celsius": status})
            else:
                mock.get(f"{SERVICE}/weather?city={city}", status=status)
    value = await what(session, *args, **kw)
    mock.stop()
    await session.close()
    return value


async def test_retry():
    assert await ask(temperature, {"a": [503, 503, 3]}, "a") == 3


async def test_count():
    session = aiohttp.ClientSession()
    with aioresponses() as mock:
        mock.get(f"{SERVICE}/weather?city=a", status=503, repeat=True)
        with pytest.raises(aiohttp.ClientResponseError):
            await temperature(session, "a")
        assert sum(map(len, mock.requests.values())) == 3
    await session.close()


async def test_404():
    session = aiohttp.ClientSession()
    with aioresponses() as mock:
        mock.get(f"{SERVICE}/weather?city=a", status=404, repeat=True)
        with pytest.raises(UnknownCity):
            await temperature(session, "a")
        assert sum(map(len, mock.requests.values())) == 1
    await session.close()


async def test_500():
    session = aiohttp.ClientSession()
    with aioresponses() as mock:
        mock.get(f"{SERVICE}/weather?city=a", status=500, repeat=True)
        with pytest.raises(aiohttp.ClientResponseError):
            await temperature(session, "a")
        with pytest.raises(aiohttp.ClientResponseError):
            await warmest(session, ["a"])
    await session.close()


async def test_w():
    assert await ask(warmest, {"a": [3], "b": [404], "c": [5], "d": [1]}, list("abcd")) == "c"
