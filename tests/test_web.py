"""Real HTTP servers in the judge: every request is witnessed, and the clock is still exact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Lab = Callable[..., Any]

FUNCTIONS = 'work = "async"'

ANSWERS = {
    "gathered": "return await asyncio.gather(*(get(session, url) for url in urls))",
    "one by one": "return [await get(session, url) for url in urls]",
}

HEAD = """
import asyncio, aiohttp
async def get(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json()
async def work(urls):
    async with aiohttp.ClientSession() as session:
"""


def answer(body: str) -> str:
    """Return a submission whose `work` runs this within an open session."""
    return HEAD + "".join(f"        {line}\n" for line in body.splitlines())


MEETING = """
async def test_together(submission, witness, web):
    get = witness.rendezvous("GET", 10, lambda path: int(path[1:]))
    site = await web.site(GET=get)
    urls = [f"{site.url}/{n}" for n in range(10)]
    expect.equal(await submission.work(urls), list(range(10)), "work")
"""


@pytest.mark.parametrize(("name", "code"), [("gathered", None), ("one by one", "sequential")])
def test_requests_meet_at_a_real_server(name: str, code: str | None, lab: Lab) -> None:
    """A server holds its first request until all are there; whoever can't bring them is refused."""
    result = lab(MEETING, answer(ANSWERS[name]))
    assert result["code"] == code, result["message"]
    if code:
        assert "never more than 1 of 10 calls of GET()" in result["message"]


@pytest.mark.parametrize(("name", "seconds"), [("gathered", 0.1), ("one by one", 1.0)])
def test_time_is_exact_over_real_connections(name: str, seconds: float, lab: Lab) -> None:
    """The virtual clock moves on only when nothing is under way on any connection."""
    result = lab(
        f"""
        async def test_time(submission, witness, web):
            get = witness.timed("GET", 0.1, lambda path: 1)
            site = await web.site(GET=get)
            await submission.work([f"{{site.url}}/{{n}}" for n in range(10)])
            expect.equal(witness.now, {seconds}, "the clock")
        """,
        answer(ANSWERS[name]),
    )
    assert result["status"] == "passed", result["message"]


def test_no_answer_comes_before_its_time(lab: Lab) -> None:
    """The submission's clock has moved when an answer that was due then arrives: gaps are whole."""
    result = lab(
        """
        async def test_gaps(submission, witness, web):
            site = await web.site(GET=witness.timed("GET", 1.0, lambda path: 1))
            gaps = await submission.work([f"{site.url}/{n}" for n in range(200)])
            expect.equal(gaps, [1.0] * 200, "the gaps")
        """,
        answer(
            "gaps, clock = [], asyncio.get_running_loop().time\n"
            "for url in urls:\n"
            "    began = clock()\n"
            "    await get(session, url)\n"
            "    gaps.append(round(clock() - began, 6))\n"
            "return gaps"
        ),
    )
    assert result["status"] == "passed", result["message"]


def test_a_site_counts_connections_and_sees_them_closed(lab: Lab) -> None:
    """Requests one after another in one session share a connection, which ends with it."""
    result = lab(
        """
        async def test_reuse(submission, witness, web):
            site = await web.site(GET=witness.instant("GET", lambda path: [path]))
            urls = [f"{site.url}/{n}?q=1" for n in range(5)]
            expect.equal(await submission.work(urls), [[f"/{n}?q=1"] for n in range(5)], "work")
            expect.equal(site.connections, 1, "connections")
            await witness.until(lambda: site.open == 0, "resource_leak", "it is still open")
            expect.equal({request.connection for request in site.requests}, {0}, "numbers")
            expect.equal(site.requests[0].headers["accept"], "*/*", "headers")
        """,
        answer(ANSWERS["one by one"]),
    )
    assert result["status"] == "passed", result["message"]


FAULTS = {
    "status": ("Page('no', 503)", "ClientResponseError"),
    "dropped": ("drop()", "ServerDisconnectedError"),
    "half a body": ("Page(b'123456', cut=3)", "ClientPayloadError"),
    "missing": ("{}['/x']", "ClientResponseError"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_site_can_fail_as_servers_do(name: str, lab: Lab) -> None:
    """Error statuses, connections cut before the answer, and in the middle of it."""
    result, error = FAULTS[name]
    ran = lab(
        f"""
        from asynccourse.parts.web import Dropped, Page
        def drop(): raise Dropped
        async def test_fault(submission, witness, web):
            site = await web.site(GET=witness.instant("GET", lambda path: {result}))
            expect.equal(await submission.work([site.url + "/x"]), "{error}", "work")
        """,
        answer(
            "try:\n    return await get(session, urls[0])\n"
            "except Exception as error: return type(error).__name__"
        ),
    )
    assert ran["status"] == "passed", ran["message"]


def test_an_answer_comes_in_one_piece(lab: Lab) -> None:
    """Head and body are read at once: no session closes between the two, which aiohttp's reader of
    a body would never hear of, so that a right answer would leave its task behind."""
    result = lab(
        """
        async def test_pieces(submission, witness, web):
            site = await web.site(GET=witness.instant("GET", lambda path: "text " + path))
            port = int(site.url.rpartition(":")[2])
            expect.equal(await submission.work([port] * 200), [True] * 200, "whole answers")
        """,
        """
        import asyncio
        async def work(ports):
            whole = []
            for port in ports:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"GET /x HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
                whole.append((await reader.read(2**16)).endswith(b"text /x"))
                writer.close()
                await writer.wait_closed()
            return whole
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_a_body_can_come_in_pieces_that_the_suite_holds_back(lab: Lab) -> None:
    """What has come can be used before the rest is there."""
    result = lab(
        """
        from asynccourse.parts.web import Page
        async def test_pieces(submission, witness, web):
            seen = witness.instant("seen")
            gate = asyncio.Event()
            async def pieces():
                yield b"first"
                await gate.wait()
                yield b"second"
            get = witness.instant("GET", lambda path: Page(pieces=pieces(), size=11))
            site = await web.site(GET=get)
            call = submission.work(site.url, seen).start()
            await witness.until(lambda: len(seen.calls) == 1, "hang", "nothing came")
            expect.equal(seen.calls[0].args, (b"first",), "seen")
            gate.set()
            expect.equal(await call, b"firstsecond", "work")
        """,
        """
        import aiohttp
        async def work(url, seen):
            body = b""
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                async for piece in response.content.iter_any():
                    await seen(piece)
                    body += piece
            return body
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_a_client_that_goes_away_is_seen(lab: Lab) -> None:
    """A request whose client was cancelled is a cancelled call."""
    result = lab(
        """
        async def test_cancel(submission, witness, web):
            get = witness.gate("GET")
            site = await web.site(GET=get)
            call = submission.work([site.url]).start()
            await witness.all_in_flight(get, 1)
            expect.cancelled(await call.cancel(), "work")
            await witness.until(lambda: not get.in_flight, "leaked_task", "it is still asked")
            expect.equal(get.calls[0].outcome, "cancelled", "GET")
        """,
        answer(ANSWERS["gathered"]),
    )
    assert result["status"] == "passed", result["message"]


def test_a_loop_that_ends_takes_no_word_of_the_judges_with_it(lab: Lab) -> None:
    """What the judge tells a loop just as it closes isn't waited for: the test goes on."""
    result = lab(
        """
        async def test_ends(submission, witness, web):
            site = await web.site(GET=witness.instant("GET", lambda path: "text"))
            port = int(site.url.rpartition(":")[2])
            for _ in range(300):
                await submission.work(port)
                await witness.idle()
        """,
        """
        import asyncio
        async def ask(port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /x HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
            await reader.read(2**16)
            writer.close()  # the judge hears of it as this loop ends
        def work(port):
            asyncio.run(ask(port))
        """,
        functions='work = "sync"',
    )
    assert result["status"] == "passed", result["message"]


def test_a_session_left_open_is_told(lab: Lab) -> None:
    """What the learner doesn't close is a leak, whatever the server does."""
    result = lab(
        """
        async def test_leak(submission, witness, web):
            site = await web.site(GET=witness.instant("GET", lambda path: 1))
            await submission.work(site.url)
        """,
        """
        import aiohttp
        async def work(url):
            session = aiohttp.ClientSession()
            async with session.get(url) as response:
                return await response.json()
        """,
    )
    assert (result["code"], "session" in result["message"]) == ("resource_leak", True)


def test_a_folder_is_the_tests_own_and_gone_after_it(lab: Lab) -> None:
    """Files of a submission are seen by the suite, and nothing stays behind."""
    result = lab(
        """
        async def test_folder(submission, folder):
            expect.equal(list(folder.iterdir()), [], "folder")
            await submission.work(str(folder / "file"))
            expect.equal((folder / "file").read_text(), "written", "file")
            expect.refuse("wrong_result", str(folder))
        """,
        """
        from pathlib import Path
        async def work(path): Path(path).write_text("written")
        """,
    )
    assert not Path(result["message"]).exists()
