"""Its own little HTTP server, whose answers end with their connection and say no length."""

import asyncio
import json
import signal

import aiohttp


async def part_of(session, url, deadline):
    try:
        async with asyncio.timeout(deadline), session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None


async def serve(path, services, deadline):
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    talks = set()

    async def talk(reader, writer):
        talks.add(asyncio.current_task())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            number = head.split()[1].decode().rpartition("/")[2]
            urls = [f"{url}/products/{number}" for url in services.values()]
            asked = [part_of(session, url, deadline) for url in urls]
            parts = dict(zip(services, await asyncio.gather(*asked)))
            missing = [name for name, part in parts.items() if part is None]
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            writer.write(json.dumps({"id": number, "parts": parts, "missing": missing}).encode())
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()
            talks.discard(asyncio.current_task())

    async with aiohttp.ClientSession() as session:
        server = await asyncio.start_unix_server(talk, path)
        await stopped.wait()
        server.close()
        await asyncio.gather(*talks)


def main(path, services, deadline):
    asyncio.run(serve(path, services, deadline))
