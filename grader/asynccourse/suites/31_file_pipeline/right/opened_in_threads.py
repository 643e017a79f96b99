"""Threads open, since that tells when a writer has come; then the loop reads the pipes."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(max(len(paths), 1))
    loop = asyncio.get_running_loop()
    opening = [loop.run_in_executor(pool, Path(path).open, "rb", 0) for path in paths]
    transports = []

    async def reader(opened):
        file = await opened
        if not Path(file.name).is_fifo():
            stream = asyncio.StreamReader()
            stream.feed_data(file.read())
            stream.feed_eof()
            file.close()
            return stream
        stream = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(stream)
        transport, _ = await loop.connect_read_pipe(lambda: protocol, file)
        transports.append(transport)
        return stream

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(reader(opened)) for opened in opening]
        streams = [task.result() for task in tasks]
        with Path(out).open("wb") as merged:
            heads = {stream: await stream.readline() for stream in streams}
            while heads := {stream: line for stream, line in heads.items() if line}:
                stream = min(heads, key=lambda stream: heads[stream][:12])
                line = heads[stream]
                merged.write(line if line.endswith(b"\n") else line + b"\n")
                merged.flush()
                heads[stream] = await stream.readline()
    finally:
        for transport in transports:
            transport.close()
        await asyncio.sleep(0)
        pool.shutdown(wait=False)
