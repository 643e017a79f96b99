"""The runner's main thread: loads the submission, runs the judge's calls, reports what is left.

Calls run as tasks of a loop that we make. A plain function that brings its own `asyncio.run` is
called between two runs of that loop, where no loop is running, as a script would call it.
"""

from __future__ import annotations

import asyncio
import inspect
import queue
import time
from collections.abc import Callable
from typing import Any

from asynccourse.runner import workers
from asynccourse.runner.channel import Channel
from asynccourse.runner.clock import Clock
from asynccourse.runner.frames import Frames
from asynccourse.runner.holds import HoldMeter
from asynccourse.runner.leftovers import Leftovers
from asynccourse.runner.load import load, load_driver
from asynccourse.runner.look import look
from asynccourse.runner.objects import ObjectTable
from asynccourse.runner.process import limit_memory
from asynccourse.runner.services import Services
from asynccourse.runner.spy import watch_calls
from asynccourse.runner.stack import MainStack
from asynccourse.runner.translation import Translator
from asynccourse.runner.watch import Watch
from asynccourse.wall.encoding import TooMuch
from asynccourse.wall.framing import WallError
from asynccourse.wall.messages import (
    Advance,
    Call,
    Cancel,
    Finish,
    Inspect,
    Load,
    Loaded,
    Look,
    Nudge,
    Parked,
    Ready,
    Reply,
    Result,
    Settings,
    Snapshot,
    ToRunner,
)

GRACE_TURNS = 50
"""Turns of the loop that a task has to end in, before it counts as left behind: one that was
cancelled, or has its answers already, needs a few for each task that waits for another."""

WIRES_GRACE, WIRES_TICK = 30, 0.01
"""How often, and after how many seconds, is looked whether what hangs on connections has ended."""

WORKERS_GRACE, WORKERS_TICK = 100, 0.01
"""How often, and after how many seconds, is looked whether the worker processes have ended."""

_sleep = time.sleep


class Harness:
    """One runner, from `Load` to the end of the process."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._clock = Clock()
        self._frames = Frames()
        self._objects = ObjectTable()
        self._stack = MainStack(self._frames)
        self._meter = HoldMeter(self._clock, MainStack(self._frames), channel.send)
        channel.excused = self._meter.excused
        self._watch = Watch(self._clock, self._frames, channel.send)
        self._services = Services(channel, self._frames, self._watch, self._meter)
        self._translator = Translator(self._objects, self._services, self._frames)
        self._services.translator = self._translator
        self._watch.count_tasks = self._count_tasks
        self._leftovers = Leftovers(self._frames, self._watch)
        self._inbox: queue.SimpleQueue[Call | Cancel | Finish] = queue.SimpleQueue()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._plain: asyncio.Future[Call] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._own_selectors: set[int] = set()

    def run(self) -> None:
        """Serve the judge until it closes the wall, which ends the process."""
        first = self._channel.read()
        if isinstance(first, Look):
            limit_memory(Settings().memory)
            self._channel.send(look(first.source, first.functions))
        if not isinstance(first, Load):
            return
        self._prepare(first)
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            self._loop = runner.get_loop()
            self._own_selectors = set(self._watch.open_selectors)
            self._meter.own.add(self._channel.start(self._receive))
            self._channel.send(Ready())
            module, told = load(first, self._translator)
            driver = load_driver(first.driver, module) if isinstance(told, Loaded) else None
            self._objects.begin(module, driver)
            self._clock.begin(virtual=first.settings.virtual_clock, module=module)
            self._channel.send(told)
            if isinstance(told, Loaded):
                self._serve(runner)
            self._wait_for_the_end()

    def _prepare(self, message: Load) -> None:
        limit_memory(message.settings.memory)
        self._frames.path = message.path
        self._watch.settings = message.settings
        self._watch.install()
        self._meter.install(message.settings)
        self._leftovers.install()
        if message.settings.workers:
            script = workers.prepare(message.name, message.source)
            self._services.workers = message.settings.workers, script
        watch_calls(message.settings.watch_calls, self._frames, self._leftovers.add_use)

    def _serve(self, runner: asyncio.Runner) -> None:
        while True:
            self._run_plain(runner.run(self._until_plain_call()))

    def _wait_for_the_end(self) -> None:
        """Wait with nothing to do: the reader thread ends the process."""
        while True:
            self._inbox.get()

    # ------------------------------------------------------------------ in the reader thread

    def _receive(self, message: ToRunner) -> None:
        match message:
            case Reply():
                self._services.reply(message)
            case Advance(seq, now):
                self._clock.advance(now)
                self._watch.wake(seq)
            case Nudge(seq):
                self._watch.wake(seq)
            case Inspect():
                self._channel.send(self._snapshot())
            case Call() | Cancel() | Finish():
                self._inbox.put(message)
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._take)

    def _snapshot(self) -> Snapshot:
        loop = self._watch.loop
        tasks = asyncio.all_tasks(loop) if loop is not None else set()
        parked = [Parked(task.get_name()[:100], self._frames.of_task(task)) for task in tasks]
        self._stack.write_down()
        line = self._stack.line(beyond_loops=True)
        parked.sort(key=lambda one: one.name)
        return Snapshot([one for one in parked if one.frames][:50], line, self._meter.held())

    # -------------------------------------------------------------------- in the main thread

    async def _until_plain_call(self) -> Call:
        self._plain = asyncio.get_running_loop().create_future()
        self._take()
        return await self._plain

    def _take(self) -> None:
        """Act on the messages that came, up to a plain call, which has to wait for the loop."""
        while not (self._plain is None or self._plain.done() or self._inbox.empty()):
            message = self._inbox.get()
            self._watch.acted(message.seq)
            match message:
                case Call(mode="sync"):
                    self._plain.set_result(message)
                case Call():
                    self._start(message)
                case Cancel():
                    if message.id in self._tasks:
                        self._tasks[message.id].cancel()
                case Finish():
                    self._tasks[0] = asyncio.ensure_future(self._finish())

    def _start(self, call: Call) -> None:
        task = asyncio.ensure_future(self._invoke(call))
        task.set_name(f"call {call.id}")
        self._tasks[call.id] = task

    async def _invoke(self, call: Call) -> None:
        try:
            result = self._call(call)
            if inspect.isawaitable(result) and call.mode == "async":
                result = await result
            elif call.mode == "async":
                kind = type(result).__name__[:100]
                self._channel.send(Result(call.id, "not_awaitable", kind))
                return
        except asyncio.CancelledError:
            self._channel.send(Result(call.id, "cancelled"))
        except BaseException as error:
            self._end(call.id, self._raised, error)
        else:
            self._end(call.id, self._returned, result)

    def _run_plain(self, call: Call) -> None:
        self._watch.loop = None
        try:
            result = self._call(call)
        except BaseException as error:
            self._end(call.id, self._raised, error)
        else:
            self._end(call.id, self._returned, result)

    def _call(self, call: Call) -> Any:
        target = self._objects.find(call.target)
        function: Any = getattr(target, call.name) if call.name else target
        args = [self._translator.decode(argument) for argument in call.args]
        kwargs = {name: self._translator.decode(value) for name, value in call.kwargs.items()}
        return function(*args, **kwargs)

    def _end(self, number: int, how: Callable[[int, Any], Result], what: object) -> None:
        """Tell the judge how a call ended and with what, or why that can't be told."""
        try:
            self._channel.send(how(number, what))
        except (TooMuch, WallError) as error:
            self._channel.send(Result(number, "too_large", str(error)))

    def _returned(self, number: int, result: object) -> Result:
        return Result(number, "returned", self._translator.encode(result))

    def _raised(self, number: int, error: BaseException) -> Result:
        return Result(number, "raised", error=self._translator.error(error))

    async def _finish(self) -> None:
        for _ in range(GRACE_TURNS):
            await asyncio.sleep(0)
        await self._wait_for_wires()
        await self._wait_for_workers()
        own = {task for task in asyncio.all_tasks() if not self._is_submissions(task)}
        self._channel.send(self._leftovers.report(own, self._own_selectors))

    async def _wait_for_wires(self) -> None:
        """Let tasks end that were told to, and only wait to hear of it over a connection."""
        for _ in range(WIRES_GRACE):
            left = any(map(self._is_submissions, asyncio.all_tasks()))
            if not left or not self._watch.descriptors:
                return
            _sleep(WIRES_TICK)  # the machine's time: the test's may stand still
            await asyncio.sleep(0)

    async def _wait_for_workers(self) -> None:
        """Let worker processes that were told to end do so."""
        for _ in range(WORKERS_GRACE if self._services.workers else 0):
            if not workers.alive():
                return
            await asyncio.sleep(WORKERS_TICK)

    def _count_tasks(self, loop: asyncio.AbstractEventLoop) -> int:
        return sum(self._is_submissions(task) for task in asyncio.all_tasks(loop))

    def _is_submissions(self, task: asyncio.Task[Any]) -> bool:
        """Our own tasks are the serving one, the finishing one, and the calls themselves."""
        code = getattr(task.get_coro(), "cr_code", None)
        return code not in (
            Harness._until_plain_call.__code__,
            Harness._finish.__code__,
            Harness._invoke.__code__,
        )
