"""Judges attacks, some of them together as a class is judged, and looks at the world afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asynccourse.course.catalog import find_catalog
from tests.attacks.attack import Attack
from tests.attacks.listener import Listener
from tests.attacks.world import World, processes_with
from tests.commands import REPOSITORY

SEED = 1
LIMITS = 30
"""How many times its exercise's limit for one test a verdict may take in all, however busy the
machine: one that hangs takes longer."""

MEMORY = 2**30
"""What a judge may use at most, in bytes."""

SENTINEL = "03_gather"
"""The exercise whose reference solution is judged behind every batch: it must pass as ever."""


@dataclass
class Seen:
    """What was seen of one attack at one level."""

    attack: Attack
    level: str
    status: str = "lost"
    code: str | None = None
    points: int = 0
    seconds: float = 0.0
    message: str = ""
    effects: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    """What is not as it must be, a sentence each."""

    @property
    def passed(self) -> bool:
        """Whether a wrong answer was taken for right."""
        return self.status == "passed" and not self.attack.is_right


def judge(attacks: Sequence[Attack], level: str) -> list[Seen]:
    """Judge attacks at a level: those that may together, each other by itself."""
    together = [attack for attack in attacks if not attack.alone]
    batches = [together] if together else []
    batches += [[attack] for attack in attacks if attack.alone]
    return [seen for batch in batches for seen in judge_batch(batch, level)]


def judge_batch(attacks: Sequence[Attack], level: str) -> list[Seen]:
    """Judge attacks in one judge, in their order."""
    with tempfile.TemporaryDirectory(prefix="attacks-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "tmp").mkdir(mode=0o777)
        judges = f"judges-{folder.name}"
        with Listener(folder.name) as listener:
            worlds = [
                World(attack, folder / f"{number:02} {attack.name}", listener, judges)
                for number, attack in enumerate(attacks)
            ]
            try:
                document, fault = _run(worlds, level, folder, judges)
                found = [_seen(world, level, document, n) for n, world in enumerate(worlds)]
                _look_around(found, document, fault, folder)
            finally:
                for world in worlds:
                    world.close()
                # What an attack leaves may be too deep for Python's own way to remove it.
                subprocess.run(["rm", "-rf", folder / "tmp"], check=True)
    for seen in found:
        seen.faults += _faults(seen)
    return found


def _run(worlds: Sequence[World], level: str, folder: Path, judges: str) -> tuple[Any, str]:
    """Run the judge; return what it printed, or None and what went wrong."""
    catalog = find_catalog()
    jobs = [(world.attack.exercise, str(world.path)) for world in worlds]
    jobs.append((SENTINEL, str(catalog.find(SENTINEL).solution)))
    limits = [catalog.find(name).file.limits.seconds for name, _ in jobs]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.attacks.batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=REPOSITORY,
        env=os.environ | {"TMPDIR": str(folder / "tmp"), "JUDGES_SECRET": judges},
        start_new_session=True,
    )
    asked = {"level": level, "seed": SEED, "jobs": jobs}
    try:
        out, err = process.communicate(json.dumps(asked).encode(), LIMITS * sum(limits))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, "the judge had not ended when all its time was up"
    if process.returncode:
        return None, f"the judge ended with {process.returncode}: {err.decode()[-2000:]}"
    return json.loads(out), ""


def _seen(world: World, level: str, document: Any, number: int) -> Seen:
    seen = Seen(world.attack, level)
    if document is not None:
        result = document["results"][number]
        seen.status, seen.code = result["status"], result["code"]
        seen.points, seen.seconds = result["points"], result["seconds"]
        seen.message = result["message"]
        seen.effects = world.effects(json.dumps(result))
    else:
        seen.effects = world.effects("")
    return seen


def _look_around(found: Iterable[Seen], document: Any, fault: str, folder: Path) -> None:
    """Note in all of a batch what was done to its judge."""
    faults = [fault] if fault else []
    if document is not None:
        if document["results"][-1]["status"] != "passed":
            faults.append(f"a right answer behind it got: {document['results'][-1]['message']}")
        if document["memory"] > MEMORY:
            faults.append(f"the judge took {document['memory'] / 2**20:.0f} MiB")
        if left := sorted(path.name for path in (folder / "tmp").iterdir()):
            faults.append(f"left in the temporary folder: {left}")
    if left_over := processes_with(str(folder)):
        faults.append(f"processes left: {left_over}")
    for seen in found:
        seen.faults += faults


def _faults(seen: Seen) -> list[str]:
    """Return what is not as the attack's docstring says."""
    attack, limits = seen.attack, find_catalog().find(seen.attack.exercise).file.limits
    faults = [_verdict(seen), *_outside(seen)]
    if seen.points > int(attack.setting("points", seen.level) or 1000):
        faults.append(f"it got {seen.points} points")
    if seen.seconds > LIMITS * limits.seconds:
        faults.append(f"its verdict took {seen.seconds:.0f} s")
    return [fault for fault in faults if fault]


def _verdict(seen: Seen) -> str:
    may_pass = seen.attack.is_right or bool(seen.attack.passes(seen.level))
    told = f"{seen.code or seen.status}: {seen.message}"
    if seen.status == "passed":
        return "" if may_pass else "it passed"
    if may_pass:
        return f"it is said to pass, and got {told}"
    if seen.status == "failed" and seen.code in seen.attack.codes(seen.level):
        return ""
    return f"it got {told}"


def _outside(seen: Seen) -> list[str]:
    must, may = seen.attack.effects(seen.level)
    missed, unsaid = sorted(must - seen.effects), sorted(seen.effects - may)
    return [
        f"it didn't do what it is said to: {missed}" if missed else "",
        f"it did outside: {unsaid}" if unsaid else "",
    ]
