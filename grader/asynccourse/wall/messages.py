"""Every message that can cross the wall. What is not here cannot be said.

Messages with a `seq` are those that the runner's event loop must act on. The judge numbers them
from 1; the runner's `Idle` names the last one handled, so that the judge knows whether a report
of idleness is about the present or about a moment before its last word.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from asynccourse.wall.limits import COUNT, SECONDS
from asynccourse.wall.values import Count, Error, Frame, Value

Seconds: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=SECONDS)]
"""A time that a runner tells: never infinite, nor no number at all."""

Balance: TypeAlias = Annotated[int, msgspec.Meta(ge=-COUNT, le=COUNT)]
"""A count that something was taken off."""


class Message(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """Base of all messages: a tagged array, checked field by field as it is decoded."""


# ------------------------------------------------------------------------------ judge to runner


class Settings(Message):
    """How one test is to be run."""

    virtual_clock: bool = True
    hold: float = 0.05
    """A callback that holds the loop for longer than this many seconds is reported."""
    verdict_hold: float = 0.5
    """A hold still going on after this many seconds is reported at once."""
    turns: int = 10_000
    """Turns of the loop without any outside event, after which it is reported as spinning."""
    memory: int = 2**31
    """Address space that the runner may use, in bytes."""
    watch_calls: list[str] = []
    """Dotted names whose use by the submission is recorded."""
    execute: bool = True
    """Whether the submission is run as it is loaded, and not only read."""
    workers: str = ""
    """The Unix socket at which its worker processes reach the judge; empty if it has none."""


class Look(Message, tag="look"):
    """Read a submission's text, as the first and only task of a runner. Nothing of it is run."""

    source: bytes
    functions: list[str]
    """What the exercise calls: causes are looked for in these, and in what they use."""


class Load(Message, tag="load"):
    """Make a module of this source. The file itself is never opened by the runner."""

    name: str
    path: str
    source: bytes
    functions: dict[str, str]
    settings: Settings
    driver: bytes = b""
    """Source of the suite's helper on the submission's side, object number 1; empty without one."""


class Call(Message, tag="call"):
    """Call `name` of the object `target`; "" calls the object itself.

    0 is the submission, 1 the suite's driver.
    """

    seq: int
    id: int
    target: int
    name: str
    args: list[Value]
    kwargs: dict[str, Value]
    mode: Literal["async", "sync", "object"]


class Cancel(Message, tag="cancel"):
    """Cancel a call from outside, as a caller's `task.cancel()` would."""

    seq: int
    id: int


class Reply(Message, tag="reply"):
    """The end of a service call: its value, or the error it raised."""

    seq: int
    id: int
    value: Value = None
    error: Error | None = None


class Advance(Message, tag="advance"):
    """Move the virtual clock on to `now`, in seconds since the test began."""

    seq: int
    now: float


class Nudge(Message, tag="nudge"):
    """Turn the loop once. An idleness that knows of it knows all that came over other wires."""

    seq: int


class Inspect(Message, tag="inspect"):
    """Say where every task and the main thread are. Answered even while the loop is held."""


class Finish(Message, tag="finish"):
    """The test is over: report what was left behind."""

    seq: int


ToRunner: TypeAlias = Look | Load | Call | Cancel | Reply | Advance | Nudge | Inspect | Finish

# ------------------------------------------------------------------------------ runner to judge


class Place(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """A part of one line of the submission: the line from 1, the columns in characters from 0."""

    line: Count
    start: Count
    end: Count


FindingKind: TypeAlias = Literal[
    "not_awaited",
    "blocking_call",
    "nested_run",
    "called_before_thread",
    "awaited_at_once",
    "await_in_loop",
    "broad_except",
]


class Finding(Message):
    """Something in a submission's text that often is a cause."""

    kind: FindingKind
    place: Place


class Looked(Message, tag="looked"):
    """Answer to `Look`: what stands out, and the telling expression of each line that has one."""

    findings: list[Finding]
    places: list[Place]


class Ready(Message, tag="ready"):
    """The runner is what it should be, and loads the submission next: what comes now is its own."""


class Loaded(Message, tag="loaded"):
    """The submission is loaded; `missing` are the functions it lacks, `defined` those it has."""

    missing: list[str]
    defined: list[str]


class LoadFailed(Message, tag="load_failed"):
    """The submission could not be loaded."""

    code: Literal["syntax_error", "import_error"]
    error: Error
    line: Count
    text: str


class Result(Message, tag="result"):
    """The end of a call."""

    id: Count
    outcome: Literal["returned", "raised", "cancelled", "not_awaitable", "too_large"]
    value: Value = None
    error: Error | None = None


class ServiceCall(Message, tag="service"):
    """The submission calls a service of the judge's."""

    id: Count
    handle: Count
    method: str
    args: list[Value]
    kwargs: dict[str, Value]
    line: Count
    """Where the submission calls it; 0 where only the loop does, as for a task of the call."""
    made: Count
    """Where the submission made the call's coroutine, if `line` is 0; 0 where it isn't known."""
    thread: Count
    """0 for the main thread, else a number that is the same for the same thread."""


class Abandon(Message, tag="abandon"):
    """The submission cancelled a service call that had not ended."""

    id: Count


class Idle(Message, tag="idle"):
    """Nothing is ready on the runner's loop.

    Where `busy_threads`, `children` and `descriptors` are 0 and `seq` is the judge's last, nothing
    but the judge or the timer can ever wake it.
    """

    seq: Count
    timer: Seconds | None
    """When the next timer is due, in seconds on the test's clock; None without one."""
    busy_threads: Balance
    children: Count
    descriptors: Balance
    tasks: Count
    """How many tasks of the submission's are alive."""


class Hold(Message, tag="hold"):
    """One callback held the loop."""

    seconds: Seconds
    """How long, less the time that the thread waited for a core."""
    cpu: Seconds
    """How much of it was computing, in seconds; the rest was waiting."""
    line: Count
    ongoing: bool
    start: Seconds
    """When it began, in seconds on the runner's real clock since the test began."""
    at: Seconds
    """The test's own clock then; on the virtual one it stands still while the loop is held."""
    calls: Count
    """How many services the submission had called by then."""
    children: bool
    """Whether child processes of its were at work up to the end of it."""


class Spinning(Message, tag="spinning"):
    """The loop goes round and round with nothing coming from outside."""

    turns: Count
    line: Count


class Parked(Message):
    """Where one task waits: its name and the submission's frames, outermost first."""

    name: str
    frames: list[Frame]


class Snapshot(Message, tag="snapshot"):
    """Answer to `Inspect`."""

    tasks: list[Parked]
    line: Count
    """The innermost line that the main thread is at, 0 where it is in no line of the submission."""
    held: Seconds
    """For how many seconds the loop has been held, 0 where it isn't."""


class Fact(Message):
    """Something left behind: what it is called, and the line it came from (0 if unknown)."""

    text: str
    line: Count


class Report(Message, tag="report"):
    """Answer to `Finish`."""

    tasks: list[Fact] = []
    unawaited: list[Fact] = []
    lost: list[Fact] = []
    unclosed: list[Fact] = []
    uses: list[Fact] = []


FromRunner: TypeAlias = (
    Looked
    | Ready
    | Loaded
    | LoadFailed
    | Result
    | ServiceCall
    | Abandon
    | Idle
    | Hold
    | Spinning
    | Snapshot
    | Report
)
