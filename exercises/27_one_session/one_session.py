"""One session for all requests.

`fetch_all` works, with a session for each URL and one request at a time. Make one session do it,
with the requests in flight together, and look at what the server says.
"""

import asyncio
import time
from collections.abc import Sequence

import aiohttp
from aiohttp import web


async def fetch_all(urls: Sequence[str]) -> list[str]:
    """Return the text at each URL, in the order of `urls`.

    An answer with an error status raises `aiohttp.ClientResponseError`.
    """
    # TODO: one session for all, all requests together, and no error page among the texts.
    texts = []
    for url in urls:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            texts.append(await response.text())
    return texts


async def main() -> None:
    """Show how long twenty pages take, and how many connections."""
    connections = set()

    async def page(request: web.BaseRequest) -> web.Response:
        connections.add(request.transport)
        await asyncio.sleep(0.05)
        return web.Response(text=request.path.strip("/").replace("-", " "))

    runner = web.ServerRunner(web.Server(page))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    start = time.perf_counter()
    texts = await fetch_all([f"http://{host}:{port}/page-{number}" for number in range(20)])
    seconds = time.perf_counter() - start
    print(texts[:3], "...")
    print(f"{len(texts)} pages in {seconds:.2f} s over {len(connections)} connections")
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
