"""One test's conversation with one runner: what goes out, what comes in, and who waits for it.

The suite waits on futures of this session. Whatever goes wrong becomes one `Refusal`, which ends
every wait at once and stays the test's outcome even where a suite would catch it.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Literal

from asynccourse.judge import told
from asynccourse.judge.chronicle import Chronicle
from asynccourse.judge.conductor import Conductor
from asynccourse.judge.deadline import Deadline
from asynccourse.judge.link import Link
from asynccourse.judge.process import RunnerProcess
from asynccourse.judge.questions import Questions
from asynccourse.judge.remote import READ, Outcome
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.source import Source
from asynccourse.judge.switchboard import Switchboard
from asynccourse.judge.translation import Translator
from asynccourse.judge.untils import Untils
from asynccourse.judge.waits import Waits, answered, has_answer
from asynccourse.judge.wires import Wires
from asynccourse.judge.workers import Workers
from asynccourse.verdicts.codes import RANK
from asynccourse.verdicts.refusal import ByTime, GraderFault, Refusal
from asynccourse.verdicts.result import Timeline
from asynccourse.wall import messages
from asynccourse.wall.forking import Ended
from asynccourse.wall.framing import WallError

LAST_WORDS = 0.2
"""Seconds that what a dead runner has sent may take to arrive."""

DRIVER = 1
"""The suite's own driver, whose names mean nothing to a learner."""


class Session:
    """Speaks with one runner for one test."""

    def __init__(
        self, process: RunnerProcess, source: Source, *, virtual: bool, scale: float, limit: float
    ) -> None:
        self.source = source
        self.refusal: Refusal | None = None
        self.limit = limit * scale
        self.expired = False
        """Whether it is refused because that much time has passed."""
        self.scale = scale
        self.chronicle = Chronicle(source, virtual=virtual)
        self._loop = asyncio.get_running_loop()
        self._process = process
        self._process.output.on_flood = self._flooded
        self._process.on_exit = self._exited
        self._link = Link(process.reader, process.writer)
        self.conductor = Conductor(self._link, virtual=virtual, scale=scale)
        self._waits = Waits(self.conductor.reconsider)
        self.conductor.awaited = self._waits.__bool__
        self.conductor.unmet = self._refuse_unmet
        self.conductor.stuck = self._refuse_stuck
        self.conductor.at_rest = process.is_at_rest
        self._translator = Translator(self)
        self._switchboard = Switchboard(self._translator, self.now)
        self._untils = Untils()
        self.wires = Wires(
            self._link,
            self.conductor,
            self._switchboard,
            process.room,
            notice=self._untils.notice,
            refuse=self.refuse,
        )
        self._workers: Workers | None = None
        self._names: list[str] = [""]
        self._results: dict[int, asyncio.Future[messages.Result]] = {}
        self._plain: set[int] = set()
        """The calls of plain functions: while one goes on, the runner's main thread is in it."""
        self._seen: set[int] = set()
        """The calls whose end the suite has been told."""
        self._ready: asyncio.Future[None] = self._loop.create_future()
        """Until then whatever goes wrong is no fault of the submission's: none of it has run."""
        self._loaded: asyncio.Future[messages.Loaded] = self._loop.create_future()
        self._questions = Questions(self._link, scale)
        self._listening: asyncio.Task[None] | None = None
        self._refusing: asyncio.Task[None] | None = None
        self.deadline = Deadline(self.limit, process.starved, self._expire)
        self._exiting: asyncio.TimerHandle | None = None
        self._closed = False
        self._deaf = False
        """Whether the runner's loop is known not to come back."""

    async def start(self, load: messages.Load) -> messages.Loaded:
        """Load the submission. Raises `Refusal` where that fails."""
        self.deadline.start()
        self._link.send(load)
        self._listening = asyncio.create_task(self._listen())
        return await self._waits.wait(self._loaded)

    async def open_to_workers(self) -> str:
        """Let worker processes of the submission call services; return where they can."""
        self._workers = Workers(
            self._process.room, self._switchboard, self._worker_called, self.refuse
        )
        return await self._workers.open()

    async def finish(self) -> messages.Report | None:
        """Ask what was left behind; None from a runner that can't say any more."""
        in_plain_call = any(not has_answer(self._results[number]) for number in self._plain)
        if self._closed or self._deaf or in_plain_call:
            return None
        return await self._questions.report()

    async def close(self) -> None:
        """End the runner and every wait."""
        await self._end(grace=0.0)
        await self.wires.close()
        self.conductor.close()
        if self._workers is not None:
            self._workers.close()
        self.deadline.stop()
        if self._exiting is not None:
            self._exiting.cancel()
        for task in (self._listening, self._refusing):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def refuse(self, refusal: Refusal) -> None:
        """Take note of a refusal and end every wait with it."""
        if refusal.explains(self.refusal):
            self.refusal = refusal
        self._waits.end(self.refusal or refusal)
        self._untils.fail(self.refusal or refusal)

    def signal(self, number: signal.Signals) -> None:
        """Send the submission's process a signal."""
        self._process.signal(number)
        self.wires.stirred()

    def now(self) -> float:
        """Return the seconds of the test's clock since the test began."""
        return round(self.conductor.now(), 9)

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` after so many seconds of the test's clock."""
        self.conductor.after(seconds, action)

    def timeline(self) -> Timeline:
        """Return what ran when, as the witnesses saw it."""
        return self.chronicle.timeline(self._switchboard.calls(), self.now())

    def send_call(
        self,
        target: int,
        name: str,
        args: tuple[object, ...],
        kwargs: dict[str, object],
        mode: Literal["async", "sync", "object"],
    ) -> int:
        """Send a call to the runner and return its number."""
        number = len(self._names)
        unnamed = target == DRIVER or name == READ
        self._names.append("the call" if unnamed else f"{name}()")
        self._results[number] = self._loop.create_future()
        if mode == "sync":
            self._plain.add(number)
        self._process.room.hand_over()
        values = [self._translator.encode(argument) for argument in args]
        named = {key: self._translator.encode(value) for key, value in kwargs.items()}
        self._link.send(messages.Call(0, number, target, name, values, named, mode))
        return number

    def cancel_call(self, number: int) -> None:
        """Cancel a call from outside."""
        self._link.send(messages.Cancel(seq=0, id=number))

    async def outcome(self, number: int) -> Outcome:
        """Wait for a call's end. Raises `Refusal` where there is none to come."""
        result = await self._waits.wait(self._results[number])
        self._seen.add(number)
        try:
            match result.outcome:
                case "returned":
                    return Outcome("returned", self._translator.decode(result.value))
                case "cancelled":
                    return Outcome("cancelled")
                case "raised" if result.error is not None:
                    return Outcome("raised", error=self._translator.exception(result.error))
            raise told.unfit(self._names[number], result)
        except WallError as error:
            self.refuse(told.broken_wall(str(error)))
        except Refusal as refusal:
            self.refuse(refusal)
        assert self.refusal is not None
        raise self.refusal

    def cancelled_unasked(self, number: int) -> Refusal:
        """Return the refusal of a call that ended as cancelled though nobody had cancelled it."""
        refusal = told.cancelled_unasked(self._names[number])
        self.refuse(refusal)
        return refusal

    async def idle(self) -> messages.Idle:
        """Wait until nothing is ready on the runner's loop and it has acted on every message."""
        return await self._waits.wait(self.conductor.next_idle())

    async def turned(self) -> None:
        """Wait until the runner's loop has turned: one that is held can't answer."""
        await self.outcome(self.send_call(0, READ, ("__name__",), {}, "object"))

    async def until(self, condition: Callable[[], bool], refusal: Callable[[], Refusal]) -> None:
        """Wait for a condition on what the witnesses see; refused where it can't come true."""
        if condition():
            return
        waiting = self._untils.add(condition, refusal)
        try:
            await self._waits.wait(waiting.future)
        finally:
            self._untils.remove(waiting)

    def add_service(self, service: Service) -> None:
        """Make a service callable by the submission."""
        self._switchboard.add(service)

    def add_object(self, obj: ServiceObject) -> None:
        """Make an object of the judge's usable by the submission."""
        self._translator.add(obj)

    def end_service_call(
        self, call: ServiceCall, *, value: object = None, error: Exception | None = None
    ) -> None:
        """End a service call with a value or an error."""
        self._switchboard.end(call, value, error)
        self._untils.notice()

    # ------------------------------------------------------------------------------- listening

    async def _listen(self) -> None:
        try:
            while True:
                message = await self._link.receive()
                self.conductor.heard()
                self._dispatch(message)
                self._untils.notice()
        except (asyncio.IncompleteReadError, OSError):
            await self._lost()
        except WallError as error:
            await self._end(grace=0.0)
            self.refuse(told.broken_wall(str(error)))
        except Refusal as refusal:
            self.refuse(refusal)
            await self._end(grace=0.0)
        except Exception as error:
            self._fail(error)

    def _dispatch(self, message: messages.FromRunner) -> None:  # noqa: C901 - one arm a message
        match message:
            case messages.ServiceCall():
                self._switchboard.take(message, self._link, 0)
            case messages.Abandon(number):
                self._switchboard.abandon(number, self._link)
            case messages.Result():
                answered(self._results.get(message.id), message)
            case messages.Idle():
                self.chronicle.alive(self.now(), message.tasks)
                self.conductor.idle(message)
            case messages.Hold():
                self.chronicle.held(message)
                self._deaf = message.ongoing
                self.refuse(told.blocked(message, self.source))
            case messages.Spinning(turns, line):
                self.refuse(told.spinning(turns, line))
            case messages.Ready():
                answered(self._ready, None)
            case messages.Loaded():
                answered(self._loaded, message)
            case messages.LoadFailed():
                self.refuse(told.load_failed(message))
            case messages.Snapshot() | messages.Report():
                self._questions.take(message)

    def _worker_called(self) -> None:
        self.conductor.heard_beside()
        self._untils.notice()

    def _exited(self) -> None:
        """The process has ended, with its last words perhaps still on the way."""
        self._exiting = self._loop.call_later(LAST_WORDS, self._give_up)

    def _give_up(self) -> None:
        if not self._closed:
            self._look_and(self._lost())

    async def _lost(self) -> None:
        activity = self._activity()
        ended = await self._end(grace=1.0)
        if self._ready.done():
            self.refuse(told.crashed(ended, activity))
        else:
            self._waits.end(told.not_started(ended, self._process.output.text()))

    def _flooded(self, total: int) -> None:
        self._deaf = True
        self.refuse(told.flooded(total))

    # -------------------------------------------------------------------------------- refusing

    def _refuse_unmet(self, by_time: ByTime) -> bool:
        """Refuse where a witness says that what it waits for can't come; say whether it did."""
        pending = self.conductor.pending
        unmet = [service.unmet(pending) for service in self._switchboard.services]
        refusals = [refusal for refusal in unmet if refusal is not None]
        if self._untils and not pending:
            refusals += self._untils.refusals()
        found = self._ended_early() if self._untils and not pending else None
        found = found or min(refusals, key=lambda one: RANK[one.code], default=None)
        if found is not None:
            found.by_time = by_time
            self._look_and(self._refuse_at_its_line(found))
        return found is not None

    def _ended_early(self) -> Refusal | None:
        """Return the refusal of a call that failed, untold, while the suite waits on it."""
        for number, future in self._results.items():
            error = future.result().error if future.done() else None
            if error is not None and number not in self._seen:
                return told.unexpected(self._translator.exception(error))
        return None

    def _refuse_stuck(self, by_time: ByTime) -> None:
        self._look_and(self._refuse_hang(None, by_time))

    def _expire(self) -> None:
        if self._ready.done():
            self._look_and(self._refuse_hang(self.limit, "generous"))
        else:
            self._deaf = True
            self._waits.end(told.not_ready(self.limit))

    def _look_and(self, refuse: Coroutine[Any, Any, None]) -> None:
        """Refuse once the runner has said where it is, if that is not under way already."""
        if self._refusing is None or self._refusing.done():
            self._refusing = asyncio.create_task(refuse)
            self._refusing.add_done_callback(self._refused)
        else:
            refuse.close()

    def _refused(self, refusing: asyncio.Task[None]) -> None:
        error = None if refusing.cancelled() else refusing.exception()
        if error is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        """End every wait at once: what a runner sent was more than the judge itself can bear."""
        self._waits.end(GraderFault(f"the judge itself failed: {type(error).__name__}: {error}"))

    async def _refuse_at_its_line(self, refusal: Refusal) -> None:
        refusal.line = refusal.line or told.calls_line(await self._questions.inspect())
        self.refuse(refusal)

    async def _refuse_hang(self, after: float | None, by_time: ByTime) -> None:
        snapshot = await self._questions.inspect()
        self.expired = after is not None and self.refusal is None
        if snapshot is None:
            self._deaf = True
            self.refuse(told.unresponsive(self._activity(), self.limit))
        elif snapshot.held > 1 or not self._loaded.done():
            self._deaf = True
            self.refuse(told.busy(snapshot, self.source))
        else:
            self.refuse(told.hang(snapshot, self._activity(), self.source, after, by_time))

    def _activity(self) -> str:
        """Return what the runner was doing, to be told after 'in the middle of'."""
        if not self._loaded.done():
            return told.LOADING
        running = [self._names[n] for n, result in self._results.items() if not result.done()]
        return running[0] if running else "the test"

    async def _end(self, grace: float) -> Ended | None:
        """End the process, once."""
        if self._closed:
            return None
        self._closed = True
        self._questions.cancel()
        return await self._process.close(grace)
