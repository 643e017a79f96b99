"""The tests are made by a function, in a loop, and put among the module's names."""

import contextlib

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest

FAILED = aiohttp.ClientResponseError
PROMISES = [
    ("answers", temperature, "a", {}, {"a": [200, 200]}, 4.0, 1),
    ("second_try", temperature, "a", {}, {"a": [503, 200]}, 4.0, 2),
    ("third_try", temperature, "a", {}, {"a": [503, 503, 200]}, 4.0, 3),
    ("no_fourth_try", temperature, "a", {}, {"a": [503, 503, 503, 200]}, FAILED, 3),
    ("one_try", temperature, "a", {"attempts": 1}, {"a": [503, 200]}, FAILED, 1),
    ("five_tries", temperature, "a", {"attempts": 5}, {"a": [503] * 4 + [200]}, 4.0, 5),
    ("unknown", temperature, "a", {}, {"a": [404, 200]}, UnknownCity, 1),
    ("refused", temperature, "a", {}, {"a": [403, 200]}, FAILED, 1),
    ("broken", temperature, "a", {}, {"a": [500, 200]}, FAILED, 1),
    ("warmest", warmest, ["a", "c", "x", "b"], {}, {"abc": [200], "x": [404]}, "c", 4),
    ("warmest_of_one", warmest, ["x", "a"], {}, {"a": [200], "x": [404]}, "a", 2),
    ("none_is_known", warmest, ["x"], {}, {"x": [404]}, ValueError, 1),
    ("no_city_at_all", warmest, [], {}, {}, ValueError, 0),
    ("not_hidden", warmest, ["x"], {}, {"x": [500]}, FAILED, 1),
]
CELSIUS = {"a": 4.0, "b": 6.5, "c": 8.0}


def make(function, argument, options, script, expected, asked):
    async def test():
        async with contextlib.AsyncExitStack() as stack:
            service = stack.enter_context(aioresponses())
            session = await stack.enter_async_context(aiohttp.ClientSession())
            for cities, statuses in script.items():
                for city in cities:
                    for status in statuses:
                        body = {"celsius": CELSIUS.get(city, 0.0)}
                        service.get(f"{SERVICE}/weather?city={city}", status=status, payload=body)
            try:
                outcome = await function(session, argument, **options)
            except (LookupError, ValueError, aiohttp.ClientError) as error:
                outcome = type(error)
            assert outcome == expected
            assert sum(map(len, service.requests.values())) == asked

    return test


for name, *promise in PROMISES:
    globals()[f"test_{name}"] = make(*promise)
