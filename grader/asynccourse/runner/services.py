"""The judge's services as the submission sees them: functions and objects like any others.

An async one is a real coroutine function; a blocking one really blocks the thread that calls it;
an instant one is an ordinary function whose time is not counted against the submission.
"""

from __future__ import annotations

import asyncio
import copyreg
import itertools
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from types import FrameType
from typing import Any, TypeAlias

from asynccourse.runner.channel import Channel
from asynccourse.runner.frames import Frames
from asynccourse.runner.holds import HoldMeter
from asynccourse.runner.translation import Translator
from asynccourse.runner.watch import Watch
from asynccourse.runner.workers import attach
from asynccourse.wall.messages import Abandon, Reply, ServiceCall
from asynccourse.wall.values import Handle

Slot: TypeAlias = "asyncio.Future[Reply] | queue.SimpleQueue[Reply]"


class Services:
    """Makes the proxies of services, carries their calls out and their replies back."""

    def __init__(self, channel: Channel, frames: Frames, watch: Watch, meter: HoldMeter) -> None:
        self.translator: Translator
        self.workers: tuple[str, str] | None = None
        """Where worker processes reach the judge, and their copy of the submission."""
        self._channel = channel
        self._frames = frames
        self._watch = watch
        self._meter = meter
        self._numbers = itertools.count(1)
        self._made = 0
        self._slots: dict[int, Slot] = {}
        self._parked: set[int] = set()
        """The blocking calls that have been sent."""
        self._proxies: dict[int, object] = {}
        self._threads: dict[int, int] = {threading.main_thread().ident or 0: 0}
        watch.parked_threads = self._parked_threads
        meter.count_calls = lambda: self._made

    def proxy(self, handle: Handle) -> object:
        """Return the object that stands for a service, the same one for the same handle."""
        if handle.id not in self._proxies:
            self._proxies[handle.id] = self._make(handle)
        return self._proxies[handle.id]

    def reply(self, reply: Reply) -> None:
        """Hand a reply to whoever waits for it; in the reader thread."""
        slot = self._slots.pop(reply.id, None)
        self._parked.discard(reply.id)
        if isinstance(slot, queue.SimpleQueue):
            slot.put(reply)
            self._watch.acted(reply.seq)
        elif slot is None:
            self._watch.wake(reply.seq)
        else:
            self._settle_later(slot, reply)

    def _settle_later(self, future: asyncio.Future[Reply], reply: Reply) -> None:
        loop = future.get_loop()

        def settle() -> None:
            if not future.done():
                future.set_result(reply)
            self._watch.acted_on(loop, reply.seq)

        try:
            loop.call_soon_threadsafe(settle)
        except RuntimeError:
            pass  # the submission closed its loop with the call still under way

    def _make(self, handle: Handle) -> object:
        members = {name: self._method(handle, name, mode) for name, mode in handle.methods.items()}
        sent = self.workers is not None and "async" not in handle.methods.values()
        made = service_object(handle.label, members, function=not sent)
        if self.workers and sent:
            address, script = self.workers
            copyreg.pickle(type(made), lambda _: (attach, (address, script, handle)))
        return made

    def _method(self, handle: Handle, name: str, mode: str) -> Callable[..., Any]:
        if mode == "async":

            async def method(*args: object, **kwargs: object) -> object:
                call = self._message(handle, name, args, kwargs, sys._getframe(1))
                return self._value(await self._ask(call))

        else:

            def method(*args: object, **kwargs: object) -> object:  # type: ignore[misc]
                call = self._message(handle, name, args, kwargs, sys._getframe(1))
                return self._value(self._block(call, excused=mode == "instant"))

        method.__name__ = method.__qualname__ = handle.label if name == "__call__" else name
        return method

    def _message(
        self,
        handle: Handle,
        method: str,
        args: tuple[object, ...],
        kwargs: dict[str, object],
        caller: FrameType | None,
    ) -> ServiceCall:
        line = self._frames.line_from(caller)
        number = self._made = next(self._numbers)
        return ServiceCall(
            id=number,
            handle=handle.id,
            method=method,
            args=[self.translator.encode(argument) for argument in args],
            kwargs={name: self.translator.encode(value) for name, value in kwargs.items()},
            line=line,
            made=0 if line else self._line_of_task(),
            thread=self._threads.setdefault(threading.get_ident(), len(self._threads)),
        )

    def _line_of_task(self) -> int:
        """Return the line that made the coroutine of the running task: it is the call itself."""
        try:
            task = asyncio.current_task()
        except RuntimeError:
            return 0
        return self._frames.origin(task.get_coro()) if task is not None else 0

    async def _ask(self, call: ServiceCall) -> Reply:
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._slots[call.id] = future
        self._channel.send(call)
        self._watch.spoke_on(future.get_loop())
        try:
            return await future
        except asyncio.CancelledError:
            if self._slots.pop(call.id, None) is not None:
                self._channel.send(Abandon(call.id))
                self._watch.spoke_on(future.get_loop())
            raise

    def _block(self, call: ServiceCall, *, excused: bool) -> Reply:
        answer: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._slots[call.id] = answer
        ours = excused and threading.current_thread() is threading.main_thread()
        with self._meter.excused() if ours else nullcontext():
            self._channel.send(call)
            self._parked.add(call.id)
            if not ours:
                # The loop may have reported itself idle while this call was still on its way.
                self._watch.wake(0)
            try:
                return answer.get()
            finally:
                self._parked.discard(call.id)

    def _value(self, reply: Reply) -> object:
        if reply.error is not None:
            raise self.translator.exception(reply.error)
        return self.translator.decode(reply.value)

    def _parked_threads(self) -> int:
        return len(self._parked & self._slots.keys())


def service_object(
    label: str, members: dict[str, Callable[..., Any]], *, function: bool = True
) -> object:
    """Return an object with these methods; where it can only be called, as a `function` if wanted.

    A function can't be sent to another process; an object can.
    """
    if list(members) == ["__call__"] and function:
        return members["__call__"]
    methods = {name: _bound(member) for name, member in members.items()}
    for following, itself in (("__anext__", "__aiter__"), ("__next__", "__iter__")):
        if following in methods:
            methods[itself] = _itself
    if "__iter__" in members:
        methods["__iter__"] = lambda _self: iter(members["__iter__"]())
    return type(label, (), methods)()


def _itself(iterator: object) -> object:
    return iterator


def _bound(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that calls `function` without the object it is on; still a coroutine
    function where `function` is one."""
    if asyncio.iscoroutinefunction(function):

        async def async_method(_self: object, *args: object, **kwargs: object) -> object:
            return await function(*args, **kwargs)

        async_method.__name__ = async_method.__qualname__ = function.__name__
        return async_method

    def method(_self: object, *args: object, **kwargs: object) -> object:
        return function(*args, **kwargs)

    method.__name__ = method.__qualname__ = function.__name__
    return method
