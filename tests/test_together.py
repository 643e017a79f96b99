"""Submissions that are judged by one judge don't feel each other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import REPOSITORY

UNLOADABLE = "raise ValueError\n"
SLOW = "while True: pass\n"


@pytest.mark.parametrize("text", [UNLOADABLE, SLOW], ids=["unloadable", "without end"])
def test_a_right_answer_behind_one_that_was_given_up_passes(text: str, tmp_path: Path) -> None:
    """Tests that needn't be run for one submission change nothing for one to another exercise."""
    given_up = tmp_path / "gather.py"
    given_up.write_text(text)
    right = REPOSITORY / "solutions/02_in_order/in_order.py"
    asked = {
        "level": "off",
        "seed": 1,
        "jobs": [["03_gather", str(given_up)], ["02_in_order", str(right)]],
    }
    ran = subprocess.run(
        [sys.executable, "-m", "tests.attacks.batch"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    first, second = json.loads(ran.stdout)["results"]
    assert first["status"] == "failed"
    assert second["status"] == "passed", second["message"]
