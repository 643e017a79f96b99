"""Asks with httpx."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
from aiohttp import web

CLIENT = web.AppKey("client", httpx.AsyncClient)


def main(path: str, services: Mapping[str, str], deadline: float) -> None:
    async def client(app: web.Application) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=None, trust_env=False) as app[CLIENT]:
            yield

    async def part(url: str) -> tuple[bool, Any]:
        try:
            async with asyncio.timeout(deadline):
                response = await app[CLIENT].get(url)
                return True, response.raise_for_status().json()
        except (httpx.HTTPError, TimeoutError, ValueError):
            return False, None

    async def product(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        answers = await asyncio.gather(*(part(f"{u}/products/{number}") for u in services.values()))
        return web.json_response(
            {
                "id": number,
                "parts": {n: v for n, (_, v) in zip(services, answers)},
                "missing": [n for n, (ok, _) in zip(services, answers) if not ok],
            }
        )

    app = web.Application()
    app.cleanup_ctx.append(client)
    app.router.add_get("/products/{number}", product)
    web.run_app(app, path=path, print=None)
