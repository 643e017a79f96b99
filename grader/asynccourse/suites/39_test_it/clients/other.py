"""A client that keeps the same promises, written by somebody else."""

from http import HTTPStatus

from yarl import URL

SERVICE = "http://weather.example"


class UnknownCity(LookupError):
    """The service doesn't know a city of that name."""


async def temperature(session, city, *, attempts=3):
    """Return how warm it is in a city, in degrees Celsius."""
    url = URL(SERVICE).with_path("/weather").with_query(city=city)
    rest = attempts
    while True:
        rest -= 1
        async with session.get(url) as response:
            match response.status:
                case HTTPStatus.NOT_FOUND:
                    raise UnknownCity(f"nobody knows {city}")
                case HTTPStatus.SERVICE_UNAVAILABLE if rest > 0:
                    continue
            response.raise_for_status()
            return float((await response.json())["celsius"])


async def warmest(session, cities):
    """Return the city where it is warmest."""
    best = None
    for city in cities:
        try:
            warmth = await temperature(session, city)
        except UnknownCity:
            continue
        if best is None or warmth > best[0]:
            best = (warmth, city)
    if best is None:
        raise ValueError("there is no city to choose")
    return best[1]
