"""The codes' section of docs/verdicts.md: of every code its meaning, an answer, and the screen."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from asynccourse.course.catalog import find_catalog
from asynccourse.verdicts.codes import CODES, Code
from tests.commands import REPOSITORY, run

PAGE = REPOSITORY / "docs/verdicts.md"
ANSWERS = Path(__file__).parent / "answers"
BEGIN = "<!-- written by `python -m tests.examples` from here on -->\n"
SEED = "7"


def rewritten(page: str) -> str:
    """Return the page with its codes' section written anew."""
    kept = page[: page.index(BEGIN) + len(BEGIN)]
    return kept + "".join(section(code) for code in CODES.values())


def section(code: Code) -> str:
    """Return a code's part of the page."""
    text = f"\n### `{code.name}`\n\n{code.why} {code.cure} [Read more]({code.link})\n"
    answer = example(code.name)
    if answer is None:
        return text
    source = answer.read_text(encoding="utf-8")
    return f"{text}\n```python\n{source}```\n\n```text\n{shown(answer)}\n```\n"


def example(code: str) -> Path | None:
    """Return the answer that is the example of a code: `<code>.<number of the exercise>.py`."""
    return next(ANSWERS.glob(f"{code}.*.py"), None)


def shown(answer: Path) -> str:
    """Return what `check` shows of an answer's first refusal, with its picture."""
    exercise = find_catalog().find(answer.suffixes[0].removeprefix("."))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(answer, Path(folder) / f"{exercise.slug}.py")
        asked = ("check", exercise.number, "--file", f"{exercise.slug}.py", "--seed", SEED)
        return essence(run(*asked, cwd=Path(folder)).out)


def essence(screen: str) -> str:
    """Return the first refusal and the picture of a screen, without the rest of it."""
    parts = screen.rstrip().split("\n\n")
    first = parts[0].splitlines()
    start = next(number for number, line in enumerate(first) if line.startswith("  ✗"))
    refused = without_commonplace("\n".join(first[start:]))
    pictures = [part for part in parts[1:] if part.startswith("  what ran when")]
    return "\n\n".join([refused, *pictures])


def without_commonplace(refused: str) -> str:
    """Return a refusal without what is the same for every one of its code."""
    return re.sub(r"\n    (?:why|try|see)  .*(?:\n         .*)*", "", refused)
