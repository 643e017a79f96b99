"""A gateway over three services.

`main` works, and asks one service after the other for as long as that takes. Make it ask all of
them together, answer by the deadline with what is there, and end well.
"""

import asyncio
import os
import queue
import signal
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web


def main(path: str, services: Mapping[str, str], deadline: float) -> None:
    """Serve `GET /products/ID` on the Unix socket `path` until SIGTERM.

    `services` has the base URL of each service by its name. The answer has what each gave, or None
    and its name under `missing`; it comes no later than `deadline` seconds after the request.
    """

    async def product(request: web.Request) -> web.Response:
        # TODO: together, by the deadline; and what fails is missing.
        number = request.match_info["number"]
        parts: dict[str, Any] = {}
        for name, url in services.items():
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{url}/products/{number}") as response,
            ):
                parts[name] = await response.json()
        return web.json_response({"id": number, "parts": parts, "missing": []})

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    web.run_app(app, path=path, print=None)


async def ask(path: str, ready: "queue.SimpleQueue[dict[str, str]]") -> None:
    """Play three services of different speed, and ask the gateway for a product."""
    answers = {"catalog": (0.25, "a lamp"), "stock": (0.25, 12), "reviews": (0.75, ["bright"])}

    async def answer(request: web.BaseRequest) -> web.Response:
        seconds, part = answers[request.path.split("/")[1]]
        await asyncio.sleep(seconds)
        return web.json_response(part)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    ready.put({name: f"http://127.0.0.1:{port}/{name}" for name in answers})
    while not Path(path).exists():
        await asyncio.sleep(0.01)
    start = time.perf_counter()
    async with (
        aiohttp.ClientSession(connector=aiohttp.UnixConnector(path)) as session,
        session.get("http://gateway/products/7") as response,
    ):
        print(await response.json())
    seconds = time.perf_counter() - start
    print(f"{seconds:.2f} s; a good gateway would have taken 0.50 s, without the reviews")
    await runner.cleanup()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        socket = str(Path(folder, "gateway"))
        ready: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
        threading.Thread(target=lambda: asyncio.run(ask(socket, ready))).start()
        main(socket, ready.get(), deadline=0.5)
