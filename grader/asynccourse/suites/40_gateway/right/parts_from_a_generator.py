"""An async generator gives the parts as they come, by `as_completed`, until the deadline."""

import asyncio
import contextlib
import json

import aiohttp
from aiohttp import web

SESSION = web.AppKey("session", aiohttp.ClientSession)


async def named(session, name, url):
    """Return a pair of the name and the part, or None."""
    with contextlib.suppress(aiohttp.ClientError, ValueError):
        async with session.get(url, raise_for_status=True) as response:
            return name, json.loads(await response.text())
    return None


async def as_they_come(coroutines, deadline):
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        for earliest in asyncio.as_completed(tasks, timeout=deadline):
            if pair := await earliest:
                yield pair
    except TimeoutError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


class Product(web.View):
    async def get(self):
        number = self.request.match_info["number"]
        session, services, deadline = (self.request.config_dict[key] for key in KEYS)
        asked = (named(session, name, f"{services[name]}/products/{number}") for name in services)
        async with contextlib.aclosing(as_they_come(asked, deadline)) as pairs:
            found = {name: part async for name, part in pairs}
        parts = {name: found.get(name) for name in services}
        missing = [name for name in services if name not in found]
        return web.json_response({"id": number, "parts": parts, "missing": missing})


SERVICES = web.AppKey("services", dict)
DEADLINE = web.AppKey("deadline", float)
KEYS = (SESSION, SERVICES, DEADLINE)


async def session_of(app):
    async with aiohttp.ClientSession() as session:
        app[SESSION] = session
        yield


def main(path, services, deadline):
    app = web.Application()
    app[SERVICES] = dict(services)
    app[DEADLINE] = deadline
    app.cleanup_ctx.append(session_of)
    products = web.Application()
    products.router.add_view("/{number}", Product)
    app.add_subapp("/products", products)
    web.run_app(app, path=path, print=None)
