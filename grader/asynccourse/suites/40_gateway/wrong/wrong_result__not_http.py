"""Answers with the bare document, without the head of an HTTP answer."""

import asyncio
import json
import signal


async def serve(path, services):
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)

    async def talk(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        number = head.split()[1].decode().rpartition("/")[2]
        missing = {"id": number, "parts": dict.fromkeys(services), "missing": list(services)}
        writer.write(json.dumps(missing).encode() + b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_unix_server(talk, path)
    await stopped.wait()
    server.close()


def main(path, services, deadline):
    asyncio.run(serve(path, services))
