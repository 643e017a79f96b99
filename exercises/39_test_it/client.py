"""A client of a small weather service, which does what it says: your tests are to prove it."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus

import aiohttp

SERVICE = "http://weather.example"


class UnknownCity(LookupError):
    """The service doesn't know a city of that name."""


async def temperature(session: aiohttp.ClientSession, city: str, *, attempts: int = 3) -> float:
    """Return how warm it is in a city, in degrees Celsius.

    Asks `GET /weather?city=CITY`, which answers `{"celsius": 12.5}`. A status of 503 is asked
    again, up to `attempts` times in all. Raises `UnknownCity` for 404, at once, and
    `aiohttp.ClientResponseError` for every other error status, and for a 503 that remains.
    """
    for attempt in range(1, attempts + 1):
        async with session.get(f"{SERVICE}/weather", params={"city": city}) as response:
            if response.status == HTTPStatus.NOT_FOUND:
                raise UnknownCity(city)
            if response.status == HTTPStatus.SERVICE_UNAVAILABLE and attempt < attempts:
                continue
            response.raise_for_status()
            answer = await response.json()
            return float(answer["celsius"])
    raise ValueError("attempts must be 1 or more")


async def warmest(session: aiohttp.ClientSession, cities: Iterable[str]) -> str:
    """Return the city where it is warmest.

    Cities that the service doesn't know are left out; with none left, raises `ValueError`. Any
    other error reaches the caller.
    """

    async def ask(city: str) -> tuple[float, str] | None:
        try:
            return await temperature(session, city), city
        except UnknownCity:
            return None

    answers = await asyncio.gather(*map(ask, cities))
    known = [answer for answer in answers if answer is not None]
    if not known:
        raise ValueError("none of these cities is known")
    return max(known)[1]
