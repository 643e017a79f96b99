"""`python -m tests.meter FILE SECONDS`: FILE's `work()` under the meter of holds alone.

A judge ends a test at its first hold; without one, all that are longer than SECONDS are seen, and
printed as JSON.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import msgspec

from asynccourse.runner.clock import Clock
from asynccourse.runner.frames import Frames
from asynccourse.runner.holds import HoldMeter
from asynccourse.runner.stack import MainStack
from asynccourse.wall.messages import Hold, Settings


def main(path: str, seconds: str) -> None:
    """Run the file's `work()` and print its holds."""
    holds: list[Hold] = []
    frames = Frames()
    frames.path = path
    names: dict[str, Any] = {}
    exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), names)
    meter = HoldMeter(Clock(), MainStack(frames), holds.append)
    meter.install(Settings(hold=float(seconds), verdict_hold=60.0))
    asyncio.run(names["work"]())
    print(msgspec.json.encode(holds).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
