"""A real server on a loopback port, which client.SERVICE is pointed at; a class of tests."""

from collections import Counter

import aiohttp
import client
import pytest
from aiohttp import web


class Weather:
    def __init__(self):
        self.script = {}
        self.asked = Counter()

    async def handle(self, request):
        city = request.query["city"]
        self.asked[city] += 1
        steps = self.script[city]
        step = steps.pop(0) if len(steps) > 1 else steps[0]
        if isinstance(step, int):
            return web.Response(status=step)
        return web.json_response({"celsius": step})


@pytest.fixture
async def weather(monkeypatch):
    it = Weather()
    app = web.Application()
    app.router.add_get("/weather", it.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.setattr(client, "SERVICE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield it
    await runner.cleanup()


class TestClient:
    async def ask(self, city="Oslo", **kw):
        async with aiohttp.ClientSession() as session:
            return await client.temperature(session, city, **kw)

    async def best(self, *cities):
        async with aiohttp.ClientSession() as session:
            return await client.warmest(session, cities)

    async def test_value(self, weather):
        weather.script["Oslo"] = [3.5]
        assert await self.ask() == 3.5

    async def test_retry(self, weather):
        weather.script["Oslo"] = [503, 503, 3.5]
        assert await self.ask() == 3.5
        assert weather.asked["Oslo"] == 3

    async def test_gives_up(self, weather):
        for attempts in (1, 2, 3, 4):
            weather.script["Oslo"] = [503]
            weather.asked.clear()
            with pytest.raises(aiohttp.ClientResponseError):
                await self.ask(attempts=attempts)
            assert weather.asked["Oslo"] == attempts

    async def test_unknown(self, weather):
        weather.script["Oslo"] = [404]
        with pytest.raises(client.UnknownCity):
            await self.ask()
        assert weather.asked["Oslo"] == 1

    async def test_errors(self, weather):
        for status in (400, 403, 500, 502):
            weather.asked.clear()
            weather.script["Oslo"] = [status]
            with pytest.raises(aiohttp.ClientResponseError):
                await self.ask()
            assert weather.asked["Oslo"] == 1

    async def test_warmest(self, weather):
        weather.script |= {"A": [-3.0], "B": [-1.0], "C": [-2.0], "X": [404]}
        assert await self.best("A", "B", "C", "X") == "B"
        assert await self.best("C", "A") == "C"

    async def test_none(self, weather):
        weather.script |= {"X": [404]}
        with pytest.raises(ValueError):
            await self.best("X")

    async def test_error(self, weather):
        weather.script |= {"X": [500], "A": [3.0]}
        with pytest.raises(aiohttp.ClientResponseError):
            await self.best("A", "X")
