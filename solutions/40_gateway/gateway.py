"""A gateway over three services: the reference solution."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
from aiohttp import web

SESSION = web.AppKey("session", aiohttp.ClientSession)


def main(path: str, services: Mapping[str, str], deadline: float) -> None:
    """Serve `GET /products/ID` on the Unix socket `path` until SIGTERM.

    `services` has the base URL of each service by its name. The answer has what each gave, or None
    and its name under `missing`; it comes no later than `deadline` seconds after the request.
    """

    async def product(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        # The deadline is each request's own, inside it: one that is too late is cancelled there,
        # and takes no other with it. So a plain gather is enough.
        asked = [
            _part(request.app[SESSION], f"{url}/products/{number}", deadline)
            for url in services.values()
        ]
        parts = dict(zip(services, await asyncio.gather(*asked), strict=True))
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    app.cleanup_ctx.append(_session)
    # It returns on SIGTERM, when the requests that it had taken are answered.
    web.run_app(app, path=path, print=None)


async def _session(app: web.Application) -> AsyncIterator[None]:
    """Hold one session open for as long as the application is."""
    async with aiohttp.ClientSession() as session:
        app[SESSION] = session
        yield


async def _part(session: aiohttp.ClientSession, url: str, deadline: float) -> Any:
    """Return what a service gives; None if it fails, or is too late."""
    try:
        async with asyncio.timeout(deadline), session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None
