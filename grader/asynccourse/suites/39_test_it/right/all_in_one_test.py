"""One test, which runs everything at once in a TaskGroup and keeps a list of what is wrong."""

import asyncio

import aiohttp
from aioresponses import CallbackResult, aioresponses
from client import SERVICE, UnknownCity, temperature, warmest

ANSWERS = {
    "Here": [(200, 1.5)],
    "There": [(200, 30)],
    "Cold": [(200, -30)],
    "Busy": [(503, 0), (503, 0), (200, 2)],
    "Busier": [(503, 0), (503, 0), (503, 0), (503, 0), (200, 2)],
    "Impatient": [(503, 0), (200, 2)],
    "Nowhere": [(404, 0), (200, 2)],
    "Broken": [(500, 0), (200, 2)],
    "Warm": [(200, 10)],
    "Warmest": [(200, 12.5)],
    "Lukewarm": [(200, 8)],
    "Unknown": [(404, 50)],
    "Gone": [(404, 50)],
    "Lost": [(404, 50)],
    "Fine": [(200, 11)],
    "Failing": [(500, 60)],
}


async def test_everything():
    left = {city: list(answers) for city, answers in ANSWERS.items()}
    wrong = []

    def answer(url, **_):
        status, celsius = left[url.query["city"]].pop(0)
        return CallbackResult(status=status, payload={"celsius": celsius}, reason="Said")

    async def check(coroutine, expected):
        try:
            got = await coroutine
        except Exception as error:
            got = type(error)
        if got != expected:
            wrong.append((expected, got))

    with aioresponses() as service:
        for city in ANSWERS:
            service.get(f"{SERVICE}/weather?city={city}", callback=answer, repeat=True)
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
            for city, expected in {
                "Here": 1.5,
                "There": 30,
                "Cold": -30,
                "Busy": 2,
                "Busier": aiohttp.ClientResponseError,
                "Nowhere": UnknownCity,
                "Broken": aiohttp.ClientResponseError,
            }.items():
                group.create_task(check(temperature(session, city), expected))
            once = temperature(session, "Impatient", attempts=1)
            group.create_task(check(once, aiohttp.ClientResponseError))
            known = ["Warm", "Warmest", "Unknown", "Lukewarm"]
            group.create_task(check(warmest(session, known), "Warmest"))
            group.create_task(check(warmest(session, ["Gone", "Lost"]), ValueError))
            failing = warmest(session, ["Fine", "Failing"])
            group.create_task(check(failing, aiohttp.ClientResponseError))

    assert not wrong
    assert {city: len(answers) for city, answers in left.items() if answers} == {
        "Busier": 2,
        "Impatient": 1,
        "Nowhere": 1,
        "Broken": 1,
    }
