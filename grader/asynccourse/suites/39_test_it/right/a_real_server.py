"""A real server on a free port instead of aioresponses."""

import aiohttp
import client
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer


@pytest.fixture
async def service(monkeypatch):
    """A server that answers by city, from lists of statuses; what is left over can be counted."""
    answers = {}

    async def weather(request):
        status, celsius = answers[request.query["city"]].pop(0)
        return web.json_response({"celsius": celsius}, status=status)

    app = web.Application()
    app.router.add_get("/weather", weather)
    async with TestServer(app) as server:
        monkeypatch.setattr(client, "SERVICE", str(server.make_url("")).rstrip("/"))
        yield answers


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as session:
        yield session


async def test_temperature(service, session):
    service["Oslo"] = [(503, 0), (503, 0), (200, 8)]
    assert await client.temperature(session, "Oslo") == 8
    service["Oslo"] = [(503, 0), (200, 8)]
    with pytest.raises(aiohttp.ClientResponseError):
        await client.temperature(session, "Oslo", attempts=1)
    assert service["Oslo"] == [(200, 8)]


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, client.UnknownCity), (500, aiohttp.ClientResponseError)],
)
async def test_errors(service, session, status, error):
    service["Oslo"] = [(status, 0), (200, 8)]
    with pytest.raises(error) as caught:
        await client.temperature(session, "Oslo")
    assert type(caught.value) is error
    assert len(service["Oslo"]) == 1


async def test_warmest(service, session):
    service |= {"a": [(200, -3)], "b": [(200, -1)], "c": [(404, 0)], "d": [(200, -2)]}
    assert await client.warmest(session, list("abcd")) == "b"
    service |= {"a": [(200, -3)], "b": [(500, 0)]}
    with pytest.raises(aiohttp.ClientResponseError):
        await client.warmest(session, list("ab"))
    with pytest.raises(ValueError):
        await client.warmest(session, [])
