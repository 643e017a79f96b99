"""A synchronous `unittest.TestCase`, whose cases are subtests."""

import asyncio
import unittest

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest


class Weather(unittest.TestCase):
    def setUp(self):
        self.runner = asyncio.Runner()
        self.addCleanup(self.runner.close)
        self.session = self.runner.run(self.open_session())
        self.addCleanup(lambda: self.runner.run(self.session.close()))

    async def open_session(self):
        return aiohttp.ClientSession()

    def ask(self, script, function, *args, **options):
        """Return what it returns, and the number of questions."""
        with aioresponses() as service:
            for city, status, celsius in script:
                url = f"{SERVICE}/weather?city={city}"
                service.get(url, status=status, payload={"celsius": celsius})
            try:
                return self.runner.run(function(self.session, *args, **options))
            finally:
                self.asked = sum(map(len, service.requests.values()))

    def test_answers(self):
        for busy in range(4):
            with self.subTest(busy=busy):
                script = [("Riga", 503, 0)] * busy + [("Riga", 200, -1.5)]
                self.assertEqual(self.ask(script, temperature, "Riga", attempts=4), -1.5)
                self.assertEqual(self.asked, busy + 1)

    def test_patience_has_an_end(self):
        for options, most in (({}, 3), ({"attempts": 1}, 1), ({"attempts": 4}, 4)):
            with self.subTest(options=options):
                script = [("Riga", 503, 0)] * most + [("Riga", 200, 1)]
                with self.assertRaises(aiohttp.ClientResponseError):
                    self.ask(script, temperature, "Riga", **options)
                self.assertEqual(self.asked, most)

    def test_errors(self):
        errors = {404: UnknownCity} | dict.fromkeys((400, 410, 500), aiohttp.ClientResponseError)
        for status, error in errors.items():
            with self.subTest(status=status):
                with self.assertRaises(error):
                    self.ask([("Riga", status, 5), ("Riga", 200, 1)], temperature, "Riga")
                self.assertEqual(self.asked, 1)

    def test_warmest(self):
        script = [("Riga", 200, 3), ("Oulu", 404, 9), ("Rome", 200, 20), ("Kiel", 200, 5)]
        for cities in (["Riga", "Oulu", "Rome", "Kiel"], ["Rome", "Kiel"], ["Kiel", "Rome"]):
            with self.subTest(cities=cities):
                self.assertEqual(self.ask(script, warmest, cities), "Rome")

    def test_no_warmest(self):
        for status, error in ((404, ValueError), (500, aiohttp.ClientResponseError)):
            with self.subTest(status=status), self.assertRaises(error):
                self.ask([("Riga", status, 3)], warmest, ["Riga"])
