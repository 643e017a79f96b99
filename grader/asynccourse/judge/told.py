"""The sentences of refusals that hold for every exercise: what was seen, with its figures."""

from __future__ import annotations

import signal

from asynccourse.judge.expect import leaves, members
from asynccourse.judge.remote import RemoteError
from asynccourse.judge.source import Source
from asynccourse.verdicts.refusal import ByTime, GraderFault, Refusal
from asynccourse.wall.encoding import clean
from asynccourse.wall.forking import Ended
from asynccourse.wall.limits import cut
from asynccourse.wall.messages import Hold, LoadFailed, Parked, Report, Result, Snapshot
from asynccourse.wall.values import Handle

LOADING = "being loaded"
"""What a runner is doing before its submission can be called."""

BROKEN_WALL = 76
"""Exit status of a runner that closed or lost its connection."""

ENDS = ("SystemExit", "KeyboardInterrupt")
"""Exceptions that are meant to end a process."""

OWN_ERROR = "Read the error and its line: what does that line expect, and what does it get?"
"""The way out where the submission raised an error that nobody had given to it."""

MOST_PARKED = 4
"""Most parked tasks that a sentence names."""


FLEETING = 0.5
"""Seconds for which a machine may halt a thread though it has a core: for a page of memory that
must come from the disk, or while a virtual machine's host does something else."""


def blocked(hold: Hold, source: Source) -> Refusal:
    """Return the refusal of a hold of the event loop."""
    code = source.quote(hold.line)
    what = f"`{cut(code, 60)}`" if code else "a callback"
    how = "computing" if computed(hold) else "waiting"
    for_ = f"for {milliseconds(hold.seconds)}"
    if hold.ongoing:
        for_ = f"for more than {milliseconds(hold.seconds)} and had not ended"
    message = f"{what} held the event loop {for_}, {how}"
    # One whose line nobody has seen, as on a very busy machine, is looked at again.
    is_sure = hold.ongoing or (hold.seconds > FLEETING and hold.line)
    by_time: ByTime = "no" if is_sure else "once"
    if hold.children and not computed(hold):
        by_time = "generous"  # what it waits for is at work, and may only wait for a core itself
    return Refusal("blocked_loop", message, line=hold.line, by_time=by_time)


def computed(hold: Hold) -> bool:
    """Return whether a hold computed, rather than waited.

    A wait takes next to no CPU. A computation may seem to wait a little too: on a busy machine
    handing the interpreter's lock to the watchdog and back takes time.
    """
    return hold.cpu > hold.seconds / 4


def spinning(turns: int, line: int) -> Refusal:
    """Return the refusal of a loop that turns without end."""
    return Refusal(
        "busy_wait", f"the event loop turned {turns:,} times while nothing happened", line=line
    )


def hang(
    snapshot: Snapshot, activity: str, source: Source, after: float | None, by_time: ByTime
) -> Refusal:
    """Return the refusal of code that waits: for ever, or beyond its time."""
    where = f": {parked(snapshot, source)}" if _placed(snapshot) else ""
    text = (
        f"{activity} waits for ever"
        if after is None
        else f"{activity} had not ended after {after:g} s"
    )
    return Refusal("hang", text + where, line=calls_line(snapshot), by_time=by_time)


def busy(snapshot: Snapshot, source: Source) -> Refusal:
    """Return the refusal of code that is still at work at one place when its time is up."""
    line = snapshot.line
    code = "blocked_loop" if snapshot.held else "hang"
    return Refusal(
        code, f"`{cut(source.quote(line), 60)}` had not ended when time was up", line=line
    )


def unresponsive(activity: str, after: float) -> Refusal:
    """Return the refusal of a process in which not even our own thread gets to run."""
    return Refusal(
        "hang",
        f"{activity} had not ended after {after:g} s, and lets nothing else run meanwhile",
        by_time="generous",
    )


def parked(snapshot: Snapshot, source: Source) -> str:
    """Return where the tasks wait, innermost lines, as one clause."""
    told, tasks = [], _placed(snapshot)
    for task in tasks[:MOST_PARKED]:
        frame = task.frames[-1]
        told.append(
            f"{frame.function}() at line {frame.line}, `{cut(source.quote(frame.line), 60)}`"
        )
    more = len(tasks) - MOST_PARKED
    return "; ".join(dict.fromkeys(told)) + (f"; and {more} more" if more > 0 else "")


def calls_line(snapshot: Snapshot | None) -> int:
    """Return the innermost line at which the call under test waits, 0 where it isn't known."""
    tasks = _placed(snapshot) if snapshot else []
    for task in tasks:
        if task.name.startswith("call "):
            return task.frames[-1].line
    if tasks:
        return tasks[0].frames[-1].line
    return snapshot.line if snapshot else 0


def _placed(snapshot: Snapshot) -> list[Parked]:
    """Return the tasks that are said to be somewhere: a runner needn't tell the truth."""
    return [task for task in snapshot.tasks if task.frames]


def crashed(ended: Ended | None, activity: str) -> Refusal:
    """Return the refusal of a process that ended by itself."""
    when = "while it was being loaded" if activity == LOADING else f"in the middle of {activity}"
    return Refusal("crashed", f"the process {_how(ended)} {when}")


def not_started(ended: Ended | None, said: str) -> GraderFault:
    """Return the fault of a process that ended before it was a runner; `said` is its last word."""
    return GraderFault(f"no runner could be started: {said.strip() or f'one {_how(ended)}'}")


def not_ready(after: float) -> GraderFault:
    """Return the fault of a process that wasn't a runner when its test's time was up."""
    return GraderFault(f"no runner was ready after {after:g} s: the machine is too busy")


def _how(ended: Ended | None) -> str:
    if ended is None or ended.killed or ended.status == BROKEN_WALL:
        return "cut its connection to the judge"
    if ended.status < 0:
        try:
            return f"was ended by {signal.Signals(-ended.status).name}"
        except ValueError:
            return f"was ended by signal {-ended.status}"
    return f"ended itself with exit status {ended.status}"


def broken_wall(reason: str) -> Refusal:
    """Return the refusal of a runner that sent what no honest one sends."""
    return Refusal(
        "forbidden", f"the process sent the judge what it must not: {cut(clean(reason), 200)}"
    )


def flooded(total: int) -> Refusal:
    """Return the refusal of endless output."""
    return Refusal("limit_exceeded", f"it printed {total / 2**20:.1f} MiB, and went on")


def unfit(name: str, result: Result) -> Refusal:
    """Return the refusal of a result that isn't one."""
    if result.outcome == "not_awaitable":
        kind = clean(str(result.value))[:60]
        return Refusal(
            "wrong_result",
            f"{name} returned a {kind} at once: it must be an `async def`, to be awaited",
        )
    if result.outcome == "too_large":
        return Refusal(
            "limit_exceeded",
            f"{name} returned more than a result may be: {cut(clean(str(result.value)), 100)}",
        )
    return broken_wall(f"a result of {name} without its error")


def cancelled_unasked(name: str) -> Refusal:
    """Return the refusal of a cancellation that came from the submission itself."""
    return Refusal(
        "wrong_exception", f"{name} ended with CancelledError, but nobody had cancelled it"
    )


def coroutine_as_value(handle: Handle) -> Refusal:
    """Return the refusal of a coroutine where its result should be."""
    return Refusal(
        "not_awaited",
        f"there is a coroutine, {cut(handle.label, 60)}(), where its result "
        "should be: it was called and never awaited",
        line=handle.line,
    )


def load_failed(message: LoadFailed) -> Refusal:
    """Return the refusal of a file that can't be loaded."""
    text = cut(clean(message.text), 200)
    if message.code == "syntax_error":
        return Refusal("syntax_error", f"Python can't read the file: {text}", line=message.line)
    if message.error.kind in ENDS:
        return Refusal(
            "crashed", f"the file ends the process while it is loaded: {text}", line=message.line
        )
    return Refusal("import_error", f"the file fails while it is loaded: {text}", line=message.line)


def unexpected(error: RemoteError) -> Refusal:
    """Return the refusal of an exception that the suite had not asked for."""
    if error.kind == "NotImplementedError":
        return Refusal("not_implemented", "the function is still the stub's", line=error.line)
    if error.kind == "MemoryError":
        return Refusal(
            "limit_exceeded", "it ran out of the memory that it may use", line=error.line
        )
    code = "crashed" if error.kind in ENDS else "wrong_exception"
    said = f"it raised {cut(clean(str(error) + members(error)), 300)}"
    own = all(leaf.origin == 0 for leaf in leaves(error.error)) and code == "wrong_exception"
    return Refusal(code, said, line=error.line, trace=error.trace, cure=OWN_ERROR if own else "")


def left_behind(report: Report) -> list[Refusal]:
    """Return a refusal for each kind of thing that a test left behind."""
    refusals = []
    for code, facts, text in (
        ("not_awaited", report.unawaited, "{}() was called but never awaited"),
        ("deprecated_api", report.uses, "{}() is called"),
        ("lost_exception", report.lost, "{}"),
        ("resource_leak", report.unclosed, "{} was left open"),
        ("leaked_task", report.tasks, "{}() still runs after the call has ended"),
    ):
        if facts:
            said = text.format(cut(clean(facts[0].text), 200))
            more = f" (and {len(facts) - 1} more)" if len(facts) > 1 else ""
            refusals.append(Refusal(code, said + more, line=facts[0].line))
    return refusals


def milliseconds(seconds: float) -> str:
    """Return a time as people read it: `203 ms`, `1.2 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
