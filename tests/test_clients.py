"""Real clients in the judge, of a server in the submission: what is settled is known at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Lab = Callable[..., Any]

ECHO = """
import asyncio
async def work(path):
    async def serve(reader, writer):
        try:
            while line := await reader.readline():
                writer.write(line.upper())
                {drain}
        finally:
            writer.close()
    server = await asyncio.start_unix_server(serve, path)
    async with server:
        await server.serve_forever()
"""

DRAIN = ECHO.format(drain="await writer.drain()")


def test_clients_speak_with_a_server_of_the_submissions(lab: Lab) -> None:
    """Half a line waits for its rest, lines come back, and the end is heard on both sides."""
    result = lab(
        """
        async def test_echo(submission, witness, clients, folder):
            path = folder / "socket"
            call = submission.work(str(path)).start()
            await witness.until(path.exists, "hang", "it doesn't listen")
            one, two = await clients.connect(path), await clients.connect(path)
            one.send(b"hel")
            two.send(b"other" + bytes([10]))
            await witness.until(lambda: two.lines == [b"OTHER"], "hang", "no echo")
            await witness.idle()
            expect.equal(one.received, b"", "half a line")
            one.send(b"lo" + bytes([10]))
            await witness.until(lambda: one.lines == [b"HELLO"], "hang", "no echo")
            one.end()
            await witness.until(lambda: one.ended, "hang", "it isn't closed")
            two.close()
            await witness.idle()
            expect.cancelled(await call.cancel(), "work")
        """,
        DRAIN,
    )
    assert result["status"] == "passed", result["message"]


def test_what_never_comes_is_refused(lab: Lab) -> None:
    """A server that waits for more, while the suite waits for it, is seen through."""
    result = lab(
        """
        async def test_silent(submission, witness, clients, folder):
            path = folder / "socket"
            call = submission.work(str(path)).start()
            await witness.until(path.exists, "hang", "it doesn't listen")
            client = await clients.connect(path)
            client.send(b"no end of line")
            await witness.until(lambda: client.lines, "out_of_order", "no line came")
        """,
        DRAIN,
    )
    assert (result["code"], result["message"]) == ("out_of_order", "no line came")


def test_a_server_that_heeds_a_slow_reader_stops_reading(lab: Lab) -> None:
    """With nobody taking its answers, a server that drains leaves the questions where they are."""
    suite = """
    async def test_slow(submission, witness, clients, folder):
        path = folder / "socket"
        call = submission.work(str(path)).start()
        await witness.until(path.exists, "hang", "it doesn't listen")
        slow = await clients.connect(path)
        slow.stop_reading()
        for _ in range(300):
            slow.send(b"x" * 9999 + bytes([10]))
        await witness.idle()
        expect.true(slow.unsent > 0, "unbounded", "it took everything in")
        slow.read_on()
        await witness.until(lambda: len(slow.lines) == 300, "hang", "it lost lines")
        slow.close()
        await witness.idle()
        expect.cancelled(await call.cancel(), "work")
    """
    assert lab(suite, DRAIN)["status"] == "passed"
    assert lab(suite, ECHO.format(drain="pass"))["code"] == "unbounded"
