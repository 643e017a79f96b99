"""One attack of the corpus: a hostile submission, and what its docstring says must be seen.

The docstring ends with lines of `key: value`:

    exercise   the exercise that it is handed in for
    codes      the codes of which its verdict must be one; `codes LEVEL` at that level alone
    effects    what it does outside of its own process all the same: `effects LEVEL: reads signals`.
               Each is stated as it must be seen; with a `?`, as it may be. Unstated, there is none
    right      why its answer is right all the same, and must pass
    passes     `passes LEVEL: why` says that it passes there though it is wrong: a stated limit
    points     the most points that it may get
    name       the file's name, where it isn't the exercise's
    alone      `yes` gives it a judge of its own
    slow       `yes` keeps it out of the quick run

It is text to be judged and never run here: what it needs to know of the world around it is put in
place of words like `@secret@`, and a `BESIDE = {...}` in it names files that lie beside it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"

EFFECTS = ("reads", "writes", "connects", "signals", "survives", "terminal", "keeps")
"""What an attack may do outside: read or write a file that isn't its own, connect to somebody,
signal another's process, outlive its test, write to a terminal, leave something in the system."""

_DOCSTRING = re.compile(r'"""(.*?)"""', re.DOTALL)
_KEYS = "exercise|codes|effects|right|passes|points|name|alone|slow"
_SETTING = re.compile(rf"^({_KEYS})(?: (\w+))?: (.+)$", re.MULTILINE)
_BESIDE = re.compile(r"^BESIDE = (\{.*?^\}|\{.*\})$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Attack:
    """A file of the corpus, and its settings by key and level; the level "" holds for all."""

    group: str
    name: str
    data: bytes
    story: str
    """What it tries, and what must be seen, in words."""
    settings: Mapping[tuple[str, str], str]

    def setting(self, key: str, level: str = "") -> str:
        """Return what is said for a level, else for all; empty where nothing is."""
        return self.settings.get((key, level)) or self.settings.get((key, ""), "")

    @property
    def exercise(self) -> str:
        """The exercise that it is handed in for."""
        return self.setting("exercise")

    @property
    def file_name(self) -> str:
        """What its file is called when it is judged."""
        told = self.setting("name").replace("\\n", "\n")
        return told or self.exercise.split("_", 1)[1] + ".py"

    @property
    def alone(self) -> bool:
        """Whether it needs a judge of its own."""
        return self.setting("alone") == "yes"

    @property
    def slow(self) -> bool:
        """Whether it takes too long for every run."""
        return self.setting("slow") == "yes"

    @property
    def differs_by_level(self) -> bool:
        """Whether it states something of one level alone."""
        return any(level for _, level in self.settings)

    def codes(self, level: str) -> set[str]:
        """Return the codes of which its verdict must be one."""
        return set(self.setting("codes", level).split())

    @property
    def is_right(self) -> bool:
        """Whether its answer is right: then it must pass."""
        return bool(self.setting("right"))

    def passes(self, level: str) -> str:
        """Return why it passes at a level though it is wrong; empty where it must not."""
        return self.setting("passes", level)

    def effects(self, level: str) -> tuple[set[str], set[str]]:
        """Return which effects must be seen at a level, and which may be."""
        told = self.setting("effects", level).split()
        must = {effect for effect in told if not effect.endswith("?")}
        return must, must | {effect.rstrip("?") for effect in told}

    @cached_property
    def beside(self) -> dict[str, str]:
        """The files that lie beside it, by their names."""
        found = _BESIDE.search(self.data.decode("utf-8", "replace"))
        return dict(ast.literal_eval(found[1])) if found else {}


def read(path: Path) -> Attack:
    """Read one file of the corpus. Raises ValueError where its docstring doesn't say enough."""
    data = path.read_bytes()
    found = _DOCSTRING.search(data.decode("utf-8", "replace"))
    if found is None:
        raise ValueError(f"{path} has no docstring")
    settings = {(key, level or ""): value for key, level, value in _SETTING.findall(found[1])}
    story = _SETTING.sub("", found[1]).strip()
    attack = Attack(path.parent.name, path.stem, data, story, settings)
    if not (
        story
        and attack.exercise
        and any(key in ("codes", "passes", "right") for key, _ in settings)
    ):
        raise ValueError(f"{path} must say what it tries, against what, and what must be seen")
    return attack


def corpus() -> list[Attack]:
    """Return every attack, group by group."""
    return [read(path) for path in sorted(CORPUS.glob("*/*.py"))]
