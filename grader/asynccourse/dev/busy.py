"""Busy processes beside a run: a verdict must be the same on a machine that has no time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def busy_processes(count: int) -> Iterator[None]:
    """Keep `count` processes computing while the block runs. They end with this process too."""
    # Each looks for its parent between two bouts, so that none outlives a killed judge.
    program = (
        "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(10**6))\n"
    )
    processes = [subprocess.Popen([sys.executable, "-I", "-c", program]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
