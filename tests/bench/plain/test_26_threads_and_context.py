"""26_threads_and_context, plainly."""

from __future__ import annotations

import asyncio
import threading
import time
from contextvars import ContextVar

import pytest

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    SHORT,
    Service,
    cancel,
    fail,
    free_loop,
    load,
    under,
)

answer = load()
spoken = ContextVar("spoken", default="en")
Seen = tuple[str, str, bool]


class Request:
    """A request whose steps note the id and the language that they find, and their thread."""

    def __init__(self, name: str, seconds: float = SHORT, broken: str = "") -> None:
        self.id = name
        self.seen: dict[str, Seen] = {}
        self._seconds, self._broken = seconds, broken

    def _note(self, step: str) -> None:
        on_loop = threading.current_thread() is threading.main_thread()
        self.seen[step] = answer.current_id(), spoken.get(), on_loop
        if step == self._broken:
            fail()

    async def load(self) -> str:
        """Give the data."""
        await asyncio.sleep(self._seconds)
        self._note("load")
        return f"data of {self.id}"

    def render(self, data: str) -> str:
        """Give the answer."""
        time.sleep(self._seconds)
        self._note("render")
        return f"{data}, rendered"


async def test_id_and_context_go_along() -> None:
    """`load` on the loop and `render` in a thread find the id, and the caller's whole context."""
    spoken.set("eo")
    request = Request("ada", LATENCY)
    async with free_loop():
        assert await answer.handle(request) == "data of ada, rendered"
    assert request.seen == {"load": ("ada", "eo", True), "render": ("ada", "eo", False)}
    assert answer.current_id() == "-"


async def test_requests_kept_apart() -> None:
    """Requests under way together find their own id, and take less than one by one."""
    requests = [Request(f"id-{number}", LATENCY / 2) for number in range(CALLS)]
    with under():
        await asyncio.gather(*map(answer.handle, requests))
    assert all(name == one.id for one in requests for name, *_ in one.seen.values())


@pytest.mark.parametrize("broken", ["load", "render"])
async def test_errors(broken: str) -> None:
    """The error of a step reaches the caller, who finds the id that was there before."""
    request = Request("ada", broken=broken)
    with pytest.raises(ConnectionError):
        await answer.handle(request)
    assert [*request.seen][-1] == broken
    assert answer.current_id() == "-"


async def test_cancelled() -> None:
    """When the caller is cancelled, `handle` ends at once, and `render` isn't called."""
    request = Request("ada", LATENCY)
    await cancel(answer.handle(request))
    await asyncio.sleep(LATENCY)
    assert request.seen == {}


async def test_submit_runs_on_the_loop() -> None:
    """`submit` runs the coroutine on the loop it was given, and gives its result or its error."""
    loop = asyncio.get_running_loop()
    ask = Service(lambda _: asyncio.get_running_loop())
    assert await asyncio.to_thread(answer.submit, loop, ask("x")) is loop
    with pytest.raises(ConnectionError):
        await asyncio.to_thread(answer.submit, loop, Service(fail)("x"))


async def test_there_and_back() -> None:
    """What `render` submits from its thread finds the id too."""
    loop = asyncio.get_running_loop()

    class Asking(Request):
        def render(self, data: str) -> str:
            return str(answer.submit(loop, self.ask()))

        async def ask(self) -> str:
            await asyncio.sleep(SHORT)
            return str(answer.current_id())

    names = [f"id-{number}" for number in range(4)]
    assert await asyncio.gather(*(answer.handle(Asking(name)) for name in names)) == names
