"""Plain `def` tests with `asyncio.run`; a Unix socket for a network; traces count the questions."""

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from client import UnknownCity, temperature, warmest


class Service:
    """Answers each city with what its script says, the last of it for ever: a status or a text."""

    def __init__(self, **scripts):
        self.scripts = scripts
        self.asked = Counter()

    async def count(self, _session, _context, request):
        self.asked[request.url.query["city"]] += 1

    async def weather(self, request):
        city = request.query["city"]
        script = self.scripts[city].split()
        said = script[min(self.asked[city], len(script)) - 1]
        if said.startswith("!"):
            return web.Response(status=int(said[1:]))
        return web.json_response({"celsius": float(said)})

    async def session(self, ask, folder):
        app = web.Application()
        app.add_routes([web.get("/weather", self.weather)])
        runner = web.AppRunner(app)
        await runner.setup()
        path = str(Path(folder, "weather"))
        await web.UnixSite(runner, path).start()
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self.count)
        connector = aiohttp.UnixConnector(path)
        try:
            async with aiohttp.ClientSession(connector=connector, trace_configs=[trace]) as session:
                return await ask(session)
        finally:
            await runner.cleanup()

    def answer(self, ask):
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(self.session(ask, folder))


def test_patience():
    service = Service(Oslo="!503 !503 -7.25 3")
    assert service.answer(lambda session: temperature(session, "Oslo")) == -7.25
    assert service.asked == {"Oslo": 3}


@pytest.mark.parametrize(
    ("script", "error", "asked"),
    [
        ("!503 !503 !503 !503 1", aiohttp.ClientResponseError, 4),
        ("!404 1", UnknownCity, 1),
        ("!503 !404 1", UnknownCity, 2),
        ("!500 1", aiohttp.ClientResponseError, 1),
        ("!403 1", aiohttp.ClientResponseError, 1),
    ],
)
def test_errors(script, error, asked):
    service = Service(Oslo=script)
    with pytest.raises(error):
        service.answer(lambda session: temperature(session, "Oslo", attempts=4))
    assert service.asked == {"Oslo": asked}


def test_warmest():
    service = Service(Aden="31", Bern="!503 8", Cork="32.5", Dover="!404", Essen="9")
    assert service.answer(lambda session: warmest(session, tuple(service.scripts))) == "Cork"


@pytest.mark.parametrize(
    ("script", "error"), [("!404", ValueError), ("!502", aiohttp.ClientResponseError)]
)
def test_no_warmest(script, error):
    with pytest.raises(error):
        Service(Bern=script).answer(lambda session: warmest(session, {"Bern"}))
