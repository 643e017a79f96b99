"""Never looks at how often was asked."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest
from yarl import URL


@pytest.fixture
def service() -> Iterator[aioresponses]:
    """The service: what isn't said here is refused as a failed connection."""
    with aioresponses() as mocked:
        yield mocked


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session that is closed after the test."""
    async with aiohttp.ClientSession() as opened:
        yield opened


def says(service: aioresponses, city: str, *statuses: int, celsius: float = 0.0) -> None:
    """Have the service answer questions for a city with these statuses, one after the other."""
    for status in statuses:
        service.get(f"{SERVICE}/weather?city={city}", status=status, payload={"celsius": celsius})


def asked(service: aioresponses, city: str) -> int:
    """Return how often the service was asked for a city."""
    return len(service.requests.get(("GET", URL(f"{SERVICE}/weather?city={city}")), []))


@pytest.mark.parametrize("celsius", [12.5, 0, -3.25])
async def test_temperature_is_what_the_service_says(
    service: aioresponses, session: aiohttp.ClientSession, celsius: float
) -> None:
    """The figure comes as it is, below zero too, as a float."""
    says(service, "Oslo", 200, celsius=celsius)
    answer = await temperature(session, "Oslo")
    assert (answer, type(answer)) == (celsius, float)


async def test_a_city_is_asked_for_by_its_name(
    service: aioresponses, session: aiohttp.ClientSession
) -> None:
    """Capitals, spaces and signs of the name arrive as they were written."""
    says(service, "São%20Paulo%20%26%20Co", 200, celsius=21)
    assert await temperature(session, "São Paulo & Co") == 21


async def test_an_overloaded_service_is_asked_again(
    service: aioresponses, session: aiohttp.ClientSession
) -> None:
    """Two 503 and then an answer: it was worth three attempts."""
    says(service, "Rome", 503, 503, 200, celsius=30)
    assert await temperature(session, "Rome") == 30


@pytest.mark.parametrize("attempts", [1, 2, 4])
async def test_attempts_are_counted(
    service: aioresponses, session: aiohttp.ClientSession, attempts: int
) -> None:
    """After `attempts` times 503 the error reaches the caller, and nobody asks any more."""
    says(service, "Rome", *[503] * 9)
    with pytest.raises(aiohttp.ClientResponseError) as caught:
        await temperature(session, "Rome", attempts=attempts)
    assert (caught.value.status,) == (503,)


async def test_an_unknown_city_is_told_at_once(
    service: aioresponses, session: aiohttp.ClientSession
) -> None:
    """404 is an answer: there is no second question."""
    says(service, "Atlantis", 404, 404, 404)
    with pytest.raises(UnknownCity):
        await temperature(session, "Atlantis")


@pytest.mark.parametrize("status", [400, 500])
async def test_other_errors_reach_the_caller_at_once(
    service: aioresponses, session: aiohttp.ClientSession, status: int
) -> None:
    """What isn't 503 isn't tried again, and isn't taken for an answer."""
    says(service, "Oslo", status, status, status)
    with pytest.raises(aiohttp.ClientResponseError) as caught:
        await temperature(session, "Oslo")
    assert (caught.value.status,) == (status,)


async def test_the_warmest_city_wins(service: aioresponses, session: aiohttp.ClientSession) -> None:
    """It needn't be the first or last of the list or the alphabet; unknown ones are left out."""
    says(service, "Kyoto", 200, celsius=15)
    says(service, "Nowhere", 404)
    says(service, "Miami", 200, celsius=28.5)
    says(service, "Zagreb", 200, celsius=-2)
    says(service, "Athens", 200, celsius=9)
    assert await warmest(session, ["Kyoto", "Nowhere", "Miami", "Zagreb", "Athens"]) == "Miami"


async def test_it_can_be_below_zero_everywhere(
    service: aioresponses, session: aiohttp.ClientSession
) -> None:
    """The warmest of cold cities is one of them."""
    says(service, "Tromso", 200, celsius=-20)
    says(service, "Oslo", 200, celsius=-5)
    assert await warmest(session, ["Tromso", "Oslo"]) == "Oslo"


@pytest.mark.parametrize("cities", [[], ["Nowhere"]])
async def test_without_a_known_city_there_is_no_warmest(
    service: aioresponses, session: aiohttp.ClientSession, cities: list[str]
) -> None:
    """That is a ValueError, whether the list was empty or just unknown."""
    says(service, "Nowhere", 404)
    with pytest.raises(ValueError):  # noqa: PT011 - which words it has is not promised
        await warmest(session, cities)


async def test_a_failing_service_has_no_warmest_city(
    service: aioresponses, session: aiohttp.ClientSession
) -> None:
    """An error that isn't about one city isn't left out."""
    says(service, "Oslo", 200, celsius=4)
    says(service, "Rome", 500)
    with pytest.raises(aiohttp.ClientResponseError):
        await warmest(session, ["Oslo", "Rome"])
