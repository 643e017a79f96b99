"""The command `asynccourse` as people run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
TIMEOUT = 240
"""Seconds after which a command of a test counts as hung, on the busiest of machines."""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Its stdout as JSON."""
        return json.loads(self.out)

    @property
    def result(self) -> Any:
        """The first result of its JSON document."""
        return self.document["results"][0]


def run(*arguments: str | Path, cwd: Path = REPOSITORY, env: dict[str, str] | None = None) -> Ran:
    """Run `asynccourse` with these arguments, as a user would."""
    command = [sys.executable, "-m", "asynccourse", *map(str, arguments)]
    return run_command(command, cwd=cwd, env=env)


def run_command(
    command: list[str], cwd: Path = REPOSITORY, env: dict[str, str] | None = None
) -> Ran:
    """Run any command to its end."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | (env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
