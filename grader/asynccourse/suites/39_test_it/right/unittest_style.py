"""The standard library's own test case, with aioresponses as a decorator."""

import unittest

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest


def url(city):
    return f"{SERVICE}/weather?city={city}"


class Weather(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.session = aiohttp.ClientSession()
        self.addAsyncCleanup(self.session.close)

    @aioresponses()
    async def test_attempts(self, service):
        for status in (503, 503, 503, 200):
            service.get(url("Bern"), status=status, payload={"celsius": 3})
        with self.assertRaises(aiohttp.ClientResponseError):
            await temperature(self.session, "Bern")
        self.assertEqual(await temperature(self.session, "Bern"), 3)

    @aioresponses()
    async def test_patience(self, service):
        for status in (503, 503, 200):
            service.get(url("Bern"), status=status, payload={"celsius": 3})
        self.assertEqual(await temperature(self.session, "Bern"), 3)

    @aioresponses()
    async def test_unknown(self, service):
        service.get(url("Bern"), status=404)
        service.get(url("Bern"), status=200, payload={"celsius": 3})
        with self.assertRaises(UnknownCity):
            await temperature(self.session, "Bern")

    @aioresponses()
    async def test_errors(self, service):
        service.get(url("Bern"), status=500, payload={"celsius": 3})
        with self.assertRaises(aiohttp.ClientResponseError):
            await temperature(self.session, "Bern")

    @aioresponses()
    async def test_warmest(self, service):
        service.get(url("Bern"), payload={"celsius": 3})
        service.get(url("Lima"), payload={"celsius": 13})
        service.get(url("Nowhere"), status=404)
        self.assertEqual(await warmest(self.session, ["Nowhere", "Bern", "Lima"]), "Lima")

    @aioresponses()
    async def test_errors_of_warmest(self, service):
        service.get(url("Bern"), payload={"celsius": 3})
        service.get(url("Lima"), status=500)
        with self.assertRaises(aiohttp.ClientResponseError):
            await warmest(self.session, ["Bern", "Lima"])
