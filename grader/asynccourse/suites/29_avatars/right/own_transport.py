"""The client's transport keeps the limit: a request waits for a place until a body has ended."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


class Body(httpx.AsyncByteStream):
    def __init__(self, stream, give_back):
        self.stream = stream
        self.give_back = give_back

    def __aiter__(self):
        return aiter(self.stream)

    async def aclose(self):
        try:
            await self.stream.aclose()
        finally:
            self.give_back()


class Places(httpx.AsyncHTTPTransport):
    def __init__(self, limit):
        super().__init__()
        self.free = asyncio.Semaphore(limit)

    async def handle_async_request(self, request):
        await self.free.acquire()
        try:
            response = await super().handle_async_request(request)
        except BaseException:
            self.free.release()
            raise
        response.stream = Body(response.stream, self.free.release)
        return response


async def save(client, url, path):
    part = path.with_suffix(f"{path.suffix}.part")
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        try:
            async with aiofiles.open(part, "wb") as file:
                async for piece in response.aiter_bytes():
                    await file.write(piece)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


async def download(urls, folder, limit):
    paths = [folder / file_name(url) for url in urls]
    async with httpx.AsyncClient(transport=Places(limit)) as client, asyncio.TaskGroup() as group:
        for url, path in zip(urls, paths, strict=True):
            group.create_task(save(client, url, path))
    return paths
