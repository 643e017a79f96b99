"""Submissions that are judged by one judge don't feel each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import REPOSITORY
from tests.together import judge_together

UNLOADABLE = "raise ValueError\n"
SLOW = "while True: pass\n"


@pytest.mark.parametrize("text", [UNLOADABLE, SLOW], ids=["unloadable", "without end"])
def test_a_right_answer_behind_one_that_was_given_up_passes(text: str, tmp_path: Path) -> None:
    """Tests that needn't be run for one submission change nothing for one to another exercise."""
    given_up = tmp_path / "gather.py"
    given_up.write_text(text)
    right = REPOSITORY / "solutions/02_in_order/in_order.py"
    jobs = [("03_gather", given_up), ("02_in_order", right)]
    first, second = judge_together(jobs, seed=1)
    assert first["status"] == "failed"
    assert second["status"] == "passed", second["message"]
