"""Worker processes that a submission starts, as by a process pool.

They find the submission as a module that can be imported, from a folder with nothing else in it;
and a judge's object that is sent to them speaks to the judge from there, by a connection of its
own, so that the judge sees which process calls.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from asynccourse.runner.channel import Channel
from asynccourse.runner.frames import Frames
from asynccourse.runner.objects import ObjectTable
from asynccourse.runner.translation import Translator
from asynccourse.wall.messages import Reply, ServiceCall
from asynccourse.wall.values import Handle

PROCESSORS = 4
"""Processors that a submission is told of: a pool has that many workers unless told otherwise."""

PRELOADED = ["asyncio", "concurrent.futures.process", "asynccourse.runner.services", __name__]
"""What every worker needs, imported once by the server that they are forked from."""


def prepare(name: str, source: bytes) -> str:
    """Make the submission importable in worker processes; return the path of its copy there.

    Workers come from a server, since forking a process that has threads isn't safe.
    """
    import multiprocessing  # noqa: PLC0415 - few exercises need it

    folder = tempfile.mkdtemp(prefix="workers-", dir=Path.cwd())
    script = Path(folder, f"{name}.py")
    script.write_bytes(source)
    sys.path.append(folder)
    os.cpu_count = lambda: PROCESSORS
    if hasattr(os, "process_cpu_count"):
        os.process_cpu_count = lambda: PROCESSORS
    _forget_main()
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("forkserver", force=True)
        multiprocessing.set_forkserver_preload(PRELOADED)
        from multiprocessing.forkserver import ensure_running  # noqa: PLC0415

        ensure_running()  # now, and not while the loop would have to wait for it
    return str(script)


def alive() -> int:
    """Return how many worker processes live."""
    known = sys.modules.get("multiprocessing.process")
    return len(known.active_children()) if known is not None else 0


def attach(address: str, script: str, handle: Handle) -> object:
    """Return a judge's object in a worker process: what unpickling it there gives."""
    from asynccourse.runner.services import service_object  # noqa: PLC0415 - it imports us

    frames = Frames()
    frames.path = script

    def method(name: str) -> Callable[..., Any]:
        def call(*args: object, **kwargs: object) -> object:
            return _ask(address, handle, name, args, kwargs, frames)

        call.__name__ = call.__qualname__ = name
        return call

    members = {name: method(name) for name, mode in handle.methods.items() if mode != "async"}
    return service_object(handle.label, members)


def _ask(
    address: str,
    handle: Handle,
    name: str,
    args: tuple[object, ...],
    kwargs: dict[str, object],
    frames: Frames,
) -> object:
    translator = Translator(ObjectTable(), _NoServices(), frames)
    call = ServiceCall(
        id=1,
        handle=handle.id,
        method=name,
        args=[translator.encode(argument) for argument in args],
        kwargs={key: translator.encode(value) for key, value in kwargs.items()},
        line=frames.line_from(sys._getframe(2)),
        made=0,
        thread=0,
    )
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(address)
        channel = Channel(connection.fileno(), connection.fileno())
        channel.send(call)
        reply = channel.read()
    assert isinstance(reply, Reply)
    if reply.error is not None:
        raise translator.exception(reply.error)
    return translator.decode(reply.value)


class _NoServices:
    """A worker gets plain data in reply, never a service."""

    def proxy(self, handle: Handle) -> object:
        """Refuse: there is none to be had here."""
        raise TypeError(f"{handle.label} can't be used in a worker process")


def _forget_main() -> None:
    """Keep workers from importing our main module, which every worker otherwise begins with."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    if hasattr(main, "__file__"):
        del main.__file__
