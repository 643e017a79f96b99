"""One loop and one session for all tests; a hook makes the cases out of a table."""

import re

import aiohttp
import pytest
import pytest_asyncio
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest

pytestmark = pytest.mark.asyncio(loop_scope="module")

CASES = {
    "sunny": ("200:21.5", 21.5, 1),
    "frost": ("200:-3", -3, 1),
    "busy": ("503 503 200:4 200:5", 4, 3),
    "too busy": ("503 503 503 200:4", aiohttp.ClientResponseError, 3),
    "unknown": ("404 200:4", UnknownCity, 1),
    "unknown in the end": ("503 404 200:4", UnknownCity, 2),
    "bad request": ("400 200:4", aiohttp.ClientResponseError, 1),
    "broken": ("500 200:4", aiohttp.ClientResponseError, 1),
}


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES.values(), ids=CASES)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(autouse=True)
def service():
    with aioresponses() as service:
        yield service


def script(service, city, text):
    for status, _, celsius in re.findall(r"(\d+)(:(\S+))?", text):
        body = {"celsius": float(celsius)} if celsius else {}
        service.get(f"{SERVICE}/weather?city={city}", status=int(status), payload=body)


async def test_temperature(service, session, case):
    text, expected, asked = case
    script(service, "Turku", text)
    if isinstance(expected, type):
        with pytest.raises(expected):
            await temperature(session, "Turku")
    else:
        assert await temperature(session, "Turku") == expected
    assert sum(map(len, service.requests.values())) == asked


@pytest.mark.parametrize("attempts", range(1, 5))
async def test_attempts(service, session, attempts):
    service.get(re.compile(".*"), status=503, repeat=True)
    with pytest.raises(aiohttp.ClientResponseError):
        await temperature(session, "Turku", attempts=attempts)
    assert sum(map(len, service.requests.values())) == attempts


async def test_warmest(service, session):
    for city, text in {"A": "200:1", "B": "200:2.5", "C": "404", "D": "200:2"}.items():
        script(service, city, text)
    assert await warmest(session, (city for city in "ABCD")) == "B"


@pytest.mark.parametrize(
    ("text", "error"), [("404", ValueError), ("500", aiohttp.ClientResponseError)]
)
async def test_no_warmest(service, session, text, error):
    script(service, "A", text)
    with pytest.raises(error):
        await warmest(session, ["A"])
