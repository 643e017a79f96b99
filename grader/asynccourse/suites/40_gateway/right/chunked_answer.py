"""Answers in chunks, without saying how long the answer is; the head goes first."""

import asyncio
import json

import aiohttp
from aiohttp import web


async def part_of(session, url, deadline):
    try:
        async with asyncio.timeout(deadline), session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None


def main(path, services, deadline):
    async def product(request):
        number = request.match_info["number"]
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        async with aiohttp.ClientSession() as session:
            asked = [
                part_of(session, f"{url}/products/{number}", deadline) for url in services.values()
            ]
            parts = dict(zip(services, await asyncio.gather(*asked)))
        missing = [name for name, part in parts.items() if part is None]
        answer = {"id": number, "parts": parts, "missing": missing}
        for piece in json.JSONEncoder().iterencode(answer):
            await response.write(piece.encode())
        await response.write_eof()
        return response

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    web.run_app(app, path=path, print=None)
