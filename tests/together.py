"""Several answers in one judge, as a class is judged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.commands import REPOSITORY


def judge_together(jobs: list[tuple[str, Path]], seed: int) -> list[dict[str, Any]]:
    """Judge answers, each to an exercise, in a process of their own; return their results."""
    asked = {"level": "off", "seed": seed, "jobs": [(name, str(path)) for name, path in jobs]}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.attacks.batch"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    results: list[dict[str, Any]] = json.loads(ran.stdout)["results"]
    return results
