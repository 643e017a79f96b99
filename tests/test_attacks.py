"""No way through the wall: each hostile submission of the corpus meets what its docstring says.

The verdict is one of those that it names; nothing outside was touched but what it states for the
level; the judge lives, has left nothing, and passes a right answer behind them all. See
`tests/attacks`, and `python -m tests.attacks` for all of it at every level.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from asynccourse.verdicts.codes import CODES
from tests.attacks import document, naive
from tests.attacks.attack import EFFECTS, Attack, corpus
from tests.attacks.judge_corpus import judge
from tests.attacks.levels import LEVELS
from tests.attacks.opening import open_all
from tests.attacks.outputs import ACTIVE, COMMAND
from tests.attacks.table import faults
from tests.commands import REPOSITORY, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks around in /proc")

TOGETHER = 10
"""Attacks that one judge judges, as those of a class."""

GROUPS = ("clocks", "ends", "imports", "outside", "output", "protocol", "reading", "resources")
ALL = corpus()

DRAWN = {"svg", "title", "style", "rect", "text", "line", "polygon"}
"""What a picture of ours is made of."""


def batches(level: str) -> list[Sequence[Attack]]:
    """Return the attacks that are judged in every run, in batches of one group."""
    chosen = [attack for attack in ALL if is_in_every_run(attack, level)]
    groups = dict.fromkeys(attack.group for attack in chosen)
    by_group = [[one for one in chosen if one.group == group] for group in groups]
    return [
        attacks[first : first + TOGETHER]
        for attacks in by_group
        for first in range(0, len(attacks), TOGETHER)
    ]


def is_in_every_run(attack: Attack, level: str) -> bool:
    """Leave out what takes long; and at a further level all that no level changes."""
    return not attack.slow and (level == LEVELS[0] or attack.differs_by_level)


@pytest.mark.parametrize(
    ("level", "attacks"),
    [(level, attacks) for level in LEVELS for attacks in batches(level)],
    ids=lambda value: value if isinstance(value, str) else f"{value[0].group}-{value[0].name}",
)
def test_what_is_said_of_each_attack_is_seen(level: str, attacks: Sequence[Attack]) -> None:
    """Its verdict, its points and its effects are those that it states; the judge is as ever."""
    assert faults(judge(attacks, level)) == []


def test_the_corpus_says_what_can_be_held_against_it() -> None:
    """Each attack names codes, effects and levels that there are, and tells its own story."""
    known = {"", *LEVELS, "off", "landlock", "strict"}
    for attack in ALL:
        where = f"{attack.group}/{attack.name}"
        assert {level for _, level in attack.settings} <= known, where
        for level in known:
            assert attack.codes(level) <= CODES.keys(), where
            assert attack.effects(level)[1] <= set(EFFECTS), where
    stories = Counter(attack.story for attack in ALL)
    assert [story for story, count in stories.items() if count > 1] == []


def test_the_corpus_has_every_group() -> None:
    """There are at least eighty attacks, and some of every kind."""
    counts = Counter(attack.group for attack in ALL)
    assert sum(counts.values()) >= 80
    assert {"results", *GROUPS} <= counts.keys()
    assert min(counts.values()) >= 5


def test_the_document_states_what_the_corpus_states() -> None:
    """docs/security.md has the corpus's own table: `--document` writes it."""
    assert document.part() in document.DOCUMENT.read_text(encoding="utf-8")


def test_a_hostile_archive_is_its_students_own_matter() -> None:
    """Slips, links, bombs, devices, damage, a hundred thousand entries: nothing is unpacked or
    followed, little memory is used, each gets a line that says why, and the rest are read."""
    assert [(one.name, one.faults) for one in open_all() if one.faults] == []


NAIVELY = ["ends/exit_at_import", "imports/conftest", "imports/patched_pytest"]


def test_a_grader_in_pytests_own_process_lets_them_pass() -> None:
    """What is refused here passes where a submission is imported: that is what the wall is for."""
    chosen = [attack for attack in ALL if f"{attack.group}/{attack.name}" in NAIVELY]
    assert [seen.status for seen in naive.judge(chosen)] == ["passed"] * len(NAIVELY)


@pytest.mark.parametrize("name", ["terminal", "names", "markup", "directions"])
def test_what_an_attack_prints_raises_and_is_called_is_inert(name: str, tmp_path: Path) -> None:
    """Nothing that a terminal acts on reaches it; the picture holds text, bars and no script."""
    picture = tmp_path / "picture.svg"
    path = REPOSITORY / f"tests/attacks/corpus/output/{name}.py"
    ran = run("check", "03", "--file", path, "--timeline", "--svg", picture)
    assert ran.status == 1, ran.err
    assert ACTIVE.findall(ran.out + ran.err) == []
    drawn = list(ElementTree.parse(picture).iter())
    assert {element.tag.rpartition("}")[2] for element in drawn} <= DRAWN
    assert not [key for element in drawn for key in element.attrib if key.startswith("on")]


COMMANDS = """async def fetch_all(fetch, keys):
    print("::error::printed")
    raise ValueError("x" * 50 + " words\\n::error::raised")
"""


def test_in_a_workflow_no_word_of_a_submissions_is_a_command(tmp_path: Path) -> None:
    """What `check` prints in GitHub Actions stands between commands that stop all others."""
    path = tmp_path / "gather.py"
    path.write_text(COMMANDS)
    ran = run("check", "03", "--file", path, env={"GITHUB_ACTIONS": "true"})
    stop, *between, go_on = [line for line in ran.out.splitlines() if COMMAND.match(line)]
    assert any("raised" in line for line in between), "nothing was tried"
    assert stop.startswith("::stop-commands::")
    assert go_on == f"::{stop.rpartition('::')[2]}::"
