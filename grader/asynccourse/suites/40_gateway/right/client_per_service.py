"""A client for each service, with a base URL, in an exit stack; a runner catches `GracefulExit`."""

import asyncio
import contextlib

import httpx
from aiohttp import web


class Service:
    def __init__(self, name, client, deadline):
        self.name = name
        self.client = client
        self.deadline = deadline

    async def part(self, number):
        try:
            response = await asyncio.wait_for(self.client.get(f"products/{number}"), self.deadline)
            return response.json() if response.is_success else None
        except (TimeoutError, httpx.HTTPError, ValueError):
            return None


async def opened(stack, path, services, deadline):
    asked = []
    for name, url in services.items():
        client = httpx.AsyncClient(base_url=url, timeout=None, trust_env=False)
        asked.append(Service(name, await stack.enter_async_context(client), deadline))

    async def product(request):
        number = request.match_info["number"]
        async with asyncio.TaskGroup() as group:
            tasks = {one.name: group.create_task(one.part(number)) for one in asked}
        parts = {name: task.result() for name, task in tasks.items()}
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    runner = web.AppRunner(app, handle_signals=True)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.UnixSite(runner, path).start()


def main(path, services, deadline):
    stack = contextlib.AsyncExitStack()
    with asyncio.Runner() as runner:
        runner.run(opened(stack, path, services, deadline))
        try:
            runner.get_loop().run_forever()
        except web.GracefulExit:
            pass
        runner.run(stack.aclose())
