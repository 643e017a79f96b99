"""A class of five: right, untouched, wrong, crashing, missing and refused answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.commands import REPOSITORY
from tests.grading import GATHER, HELLO, SUITES, make_class

SEED = ("--seed", "7")
ONLY = ("--only", "01", "--only", "03")
RIGHT = {name.rsplit("/")[-1]: REPOSITORY / "solutions" / name for name in (HELLO, GATHER)}
STUB = {name.rsplit("/")[-1]: REPOSITORY / "exercises" / name for name in (HELLO, GATHER)}
LEAKS = SUITES / "03_gather/wrong/leaked_task__shielded.py"
HANGS = "while True: pass\n"

CLASS: dict[str, Mapping[str, str | Path]] = {
    "anna": {**RIGHT},
    "berta": {**STUB},
    "carl": {"gather.py": LEAKS},
    "dora": {"gather.py": RIGHT["gather.py"]},
    "emil": {"hello_await.py": "import os; os._exit(3)\n"},
}


def make_five(folder: Path) -> Path:
    """Write the class of five; of Emil's files one is a link, which is never followed."""
    make_class(folder, CLASS)
    (folder / "emil/gather.py").symlink_to(RIGHT["gather.py"])
    return folder
