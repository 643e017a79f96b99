"""Save what streams in.

`download` works, one picture at a time, each of them whole in memory before it is written. Make it
stream several at once to the disk, and leave no half file behind.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import httpx
from aiohttp import web


def file_name(url: str) -> str:
    """Return the name under which a URL's picture is saved: the last part of its path."""
    return PurePosixPath(urlsplit(url).path).name


async def download(urls: Sequence[str], folder: Path, limit: int) -> list[Path]:
    """Save the picture at each URL in `folder`, and return their paths in the order of `urls`.

    Up to `limit` downloads run at a time. A file is in `folder` only if its picture came whole.
    """
    # TODO: several at a time; streamed; written off the loop's thread; and what if one breaks off?
    paths = []
    async with httpx.AsyncClient() as client:
        for url in urls:
            response = await client.get(url)
            path = folder / file_name(url)
            path.write_bytes(response.content)
            paths.append(path)
    return paths


async def main() -> None:
    """Download twelve pictures, of which each comes in two halves."""
    half = bytes(100_000)
    first = True

    async def picture(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal first
        response = web.StreamResponse()
        response.content_length = 2 * len(half)
        await response.prepare(request)
        await response.write(half)
        await asyncio.sleep(0.1)
        if first:
            first = False
            size = sum(path.stat().st_size for path in folder.iterdir())
            print(f"half of the first picture has come; {size:,} bytes are in the folder")
        await response.write(half)
        return response

    runner = web.ServerRunner(web.Server(picture))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        urls = [f"http://{host}:{port}/avatars/{number}.png" for number in range(12)]
        paths = await download(urls, folder, limit=4)
        seconds = time.perf_counter() - start
        print(f"{len(paths)} pictures in {seconds:.1f} s; four at a time could take 0.3 s")
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
