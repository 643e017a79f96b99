"""Real websockets in the judge, of a server in the submission: each text, each end is seen."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent
from typing import Any

Lab = Callable[..., Any]

ECHO = """
import aiohttp
from aiohttp import web
async def work(path):
    app = web.Application()
    app.router.add_get("/echo", serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.UnixSite(runner, path).start()
    return runner
async def serve(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(request.query["name"] + message.data)
        {then}
    return socket
"""

HEAD = """
async def opened(submission, witness, sockets, folder):
    path = folder / "socket"
    runner = await submission.work(str(path))
    socket = await sockets.open(path, "/echo?name=ada")
    await witness.until(lambda: socket.status, "hang", "no answer")
    return runner, socket
"""


def test_websockets_speak_with_a_server_of_the_submissions(lab: Lab) -> None:
    """Texts of every length go there and back, and the end is agreed on."""
    suite = """
        async def test_echo(submission, witness, sockets, folder):
            runner, socket = await opened(submission, witness, sockets, folder)
            expect.equal(socket.status, 101, "the status")
            texts = ["", "é", "x" * 125, "y" * 126, "z" * 70_000]
            for text in texts:
                socket.say(text)
            await witness.until(lambda: len(socket.texts) == 5, "hang", "no echo")
            expect.equal(socket.texts, ["ada" + text for text in texts], "the echo")
            socket.leave()
            await witness.until(lambda: socket.ended, "hang", "it isn't closed")
            expect.equal(socket.close_code, 1000, "the close code")
            await runner.call("cleanup")
    """
    result = lab(HEAD + dedent(suite), ECHO.format(then="pass"))
    assert result["status"] == "passed", result["message"]


def test_the_servers_end_of_a_websocket_is_seen_with_its_code(lab: Lab) -> None:
    """A server may close first, or answer that there is no such thing."""
    suite = """
        async def test_closed(submission, witness, sockets, folder):
            runner, socket = await opened(submission, witness, sockets, folder)
            socket.say("x")
            await witness.until(lambda: socket.ended, "hang", "it isn't closed")
            expect.equal([socket.texts, socket.close_code], [["adax"], 1001], "the end")
            stranger = await sockets.open(folder / "socket", "/nothing")
            await witness.until(lambda: stranger.status, "hang", "no answer")
            expect.equal(stranger.status, 404, "the status")
            stranger.close()
            await runner.call("cleanup")
    """
    result = lab(HEAD + dedent(suite), ECHO.format(then="await socket.close(code=1001)"))
    assert result["status"] == "passed", result["message"]


def test_a_slow_websocket_is_known_to_be_settled(lab: Lab) -> None:
    """With nobody reading, all stands still, and is seen to; what was held back comes later."""
    suite = """
        async def test_slow(submission, witness, sockets, folder):
            runner, socket = await opened(submission, witness, sockets, folder)
            socket.stop_reading()
            for number in range(300):
                socket.say("x" * 9_000)
            await witness.idle()
            expect.true(socket.unsent > 0, "unbounded", "it took everything in")
            expect.true(not socket.texts, "wrong_result", "it was read")
            socket.read_on()
            await witness.until(lambda: len(socket.texts) == 300, "hang", "it lost some")
            socket.abort()
            await witness.idle()
            await runner.call("cleanup")
    """
    result = lab(HEAD + dedent(suite), ECHO.format(then="pass"))
    assert result["status"] == "passed", result["message"]
