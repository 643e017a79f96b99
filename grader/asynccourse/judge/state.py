"""What the judge's plugin and fixtures share in one pytest session."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from asynccourse.judge.jobs import Options
from asynccourse.judge.process import ForkedRunner, Output, RunnerProcess, SpawnedRunner
from asynccourse.judge.zygote import Zygote
from asynccourse.parts import files
from asynccourse.verdicts.refusal import Refusal
from asynccourse.verdicts.result import Timeline

if TYPE_CHECKING:
    from asynccourse.parts.server import Server

ServerT = TypeVar("ServerT", bound="Server")


@dataclass(frozen=True)
class Evidence:
    """What one run of a test showed beside its outcome."""

    timeline: Timeline
    output: str
    lag: float
    """Share of the time by which the judge itself was late, 0 to 1."""


class State:
    """The run's settings and its zygote, which is replaced where it was lost."""

    def __init__(self, options: Options, zygote: Zygote | None) -> None:
        self.options = options
        self.load_refusals: dict[int, Refusal] = {}
        """Why a job's submission can't be loaded, by the job's number."""
        self._zygote = zygote
        self._folder: str | None = None
        self._servers: list[Server] = []

    def zygote(self) -> Zygote:
        """Return a zygote that lives."""
        if self._zygote is None or not self._zygote.alive:
            if self._zygote is not None:
                self._zygote.close()
            self._zygote = Zygote()
        return self._zygote

    async def runner(self, output: Output, preloads: Sequence[str]) -> RunnerProcess:
        """Start a runner. Raises `GraderFault`."""
        if self.options.fork:
            return await ForkedRunner.start(self.zygote(), output, preloads)
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="asynccourse-")
        return await SpawnedRunner.start(self._folder, output)

    def server(self, make: Callable[[], ServerT]) -> ServerT:
        """Start a server program that all tests of the run may use. Raises `GraderFault`."""
        server = make()
        self._servers.append(server)
        server.wait_until_ready()
        return server

    def close(self) -> None:
        """End the zygote and the servers, and remove the folders."""
        for server in self._servers:
            server.close()
        if self._zygote is not None:
            self._zygote.close()
        if self._folder is not None:
            files.remove(Path(self._folder))


STATE: pytest.StashKey[State] = pytest.StashKey()
ATTEMPT: pytest.StashKey[int] = pytest.StashKey()
EVIDENCE: pytest.StashKey[Evidence] = pytest.StashKey()
