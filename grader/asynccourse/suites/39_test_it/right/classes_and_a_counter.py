"""Tests in classes; answers and questions by a callback."""

import aiohttp
import pytest
from aioresponses import CallbackResult, aioresponses
from client import SERVICE, UnknownCity, temperature, warmest
from yarl import URL


class Service:
    """Answers by city, and counts."""

    def __init__(self, mocked, **answers):
        self.answers = {city: list(statuses) for city, statuses in answers.items()}
        self.count = dict.fromkeys(answers, 0)
        for city in answers:
            mocked.get(f"{SERVICE}/weather?city={city}", callback=self.answer, repeat=True)

    def answer(self, url, **kwargs):
        city = URL(url).query["city"]
        self.count[city] += 1
        status, celsius = self.answers[city].pop(0)
        return CallbackResult(status=status, payload={"celsius": celsius}, reason="told")


async def ask(function, *args, **kwargs):
    async with aiohttp.ClientSession() as session:
        return await function(session, *args, **kwargs)


@pytest.fixture
def mocked():
    with aioresponses() as mocked:
        yield mocked


class TestTemperature:
    async def test_answer(self, mocked):
        Service(mocked, Oslo=[(200, -4.5)])
        assert await ask(temperature, "Oslo") == -4.5

    async def test_again(self, mocked):
        service = Service(mocked, Oslo=[(503, 0), (200, 7)])
        assert await ask(temperature, "Oslo") == 7
        assert service.count == {"Oslo": 2}

    async def test_not_for_ever(self, mocked):
        service = Service(mocked, Oslo=[(503, 0)] * 9)
        with pytest.raises(aiohttp.ClientResponseError):
            await ask(temperature, "Oslo", attempts=5)
        assert service.count == {"Oslo": 5}

    async def test_unknown(self, mocked):
        service = Service(mocked, Oslo=[(404, 0)] * 9)
        with pytest.raises(UnknownCity):
            await ask(temperature, "Oslo")
        assert service.count == {"Oslo": 1}

    @pytest.mark.parametrize("status", [401, 500, 502])
    async def test_other(self, mocked, status):
        Service(mocked, Oslo=[(status, 3)])
        with pytest.raises(aiohttp.ClientResponseError):
            await ask(temperature, "Oslo")


class TestWarmest:
    async def test_middle(self, mocked):
        Service(mocked, a=[(200, 1)], b=[(404, 0)], c=[(200, 3)], d=[(200, 2)])
        assert await ask(warmest, "abcd") == "c"

    async def test_none(self, mocked):
        Service(mocked, b=[(404, 0)])
        with pytest.raises(ValueError):
            await ask(warmest, "b")

    async def test_error(self, mocked):
        Service(mocked, a=[(200, 1)], b=[(500, 0)])
        with pytest.raises(aiohttp.ClientError):
            await ask(warmest, "ab")
