"""The service is a proxy that the environment names: `http.server`, in a thread of its own."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from client import SERVICE, UnknownCity, temperature, warmest


class Weather(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        assert f"{url.scheme}://{url.netloc}{url.path}" == f"{SERVICE}/weather"
        (city,) = parse_qs(url.query)["city"]
        status, celsius = self.server.answers[city].pop(0)
        body = json.dumps({"celsius": celsius}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def answers(monkeypatch):
    with ThreadingHTTPServer(("127.0.0.1", 0), Weather) as server:
        server.answers = {}
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.answers
        server.shutdown()
        thread.join()


@pytest.fixture
async def session(answers):
    async with aiohttp.ClientSession(trust_env=True) as session:
        yield session


async def test_asks_again(answers, session):
    answers["Graz"] = [(503, 0), (503, 0), (200, 5.5)]
    assert await temperature(session, "Graz") == 5.5
    answers["Graz"] = [(503, 0), (503, 0), (200, 5.5)]
    with pytest.raises(aiohttp.ClientResponseError, match="503"):
        await temperature(session, "Graz", attempts=2)
    assert answers["Graz"] == [(200, 5.5)]


async def test_asks_no_more(answers, session):
    answers |= {"Graz": [(404, 0), (200, 1)], "Linz": [(500, 0), (200, 1)]}
    with pytest.raises(UnknownCity):
        await temperature(session, "Graz")
    with pytest.raises(aiohttp.ClientResponseError, match="500"):
        await temperature(session, "Linz")
    assert answers == {"Graz": [(200, 1)], "Linz": [(200, 1)]}


async def test_warmest(answers, session):
    answers |= {"Graz": [(200, 1)], "Linz": [(404, 0)], "Wien": [(200, 3)], "Enns": [(200, 2)]}
    assert await warmest(session, list(answers)) == "Wien"
    answers |= {"Graz": [(200, 1)], "Linz": [(404, 0)], "Wien": [(500, 0)]}
    with pytest.raises(aiohttp.ClientResponseError):
        await warmest(session, ["Graz", "Wien"])
    with pytest.raises(ValueError):
        await warmest(session, ["Linz"])
