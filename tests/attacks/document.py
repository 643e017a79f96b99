"""The part of docs/security.md that the corpus itself writes: what is stated of each attack.

That it is so is what the tests show; that it stands in the document, one of them holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from asynccourse.sandbox.level import LEVELS
from tests.attacks.attack import Attack, corpus
from tests.commands import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "security.md"

BEGIN = "<!-- written by `python -m tests.attacks --document` from here on -->"
END = "<!-- to here -->"


def write(document: Path = DOCUMENT) -> None:
    """Put the corpus's part into the document."""
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n\n{part()}\n{END}{after}", encoding="utf-8")


def part() -> str:
    """Return what the corpus says of itself, as Markdown."""
    attacks = corpus()
    return "\n".join([_table(attacks), _limits(attacks), _effects(attacks)])


def _table(attacks: Sequence[Attack]) -> str:
    heads = [f"{level}: {what}" for level in LEVELS for what in ("pass though wrong", "reach out")]
    lines = [_line("group", "attacks", "right, and stay so", *heads)]
    lines.append(_line(*["---"] * (len(heads) + 3)))
    groups = dict.fromkeys(attack.group for attack in attacks)
    for group in [*groups, "all"]:
        here = [attack for attack in attacks if group in (attack.group, "all")]
        counts = [len(here), sum(attack.is_right for attack in here)]
        for level in LEVELS:
            counts.append(sum(bool(attack.passes(level)) for attack in here))
            counts.append(sum(bool(attack.effects(level)[1]) for attack in here))
        lines.append(_line(group, *map(str, counts)))
    return "\n".join([*lines, ""])


def _limits(attacks: Sequence[Attack]) -> str:
    told = ["What passes though it is wrong, and why:", ""]
    for attack in attacks:
        reasons = {level: attack.passes(level) for level in LEVELS if attack.passes(level)}
        for reason in dict.fromkeys(reasons.values()):
            levels = ", ".join(level for level, one in reasons.items() if one == reason)
            told.append(f"- `{attack.group}/{attack.name}` ({levels}): {reason}")
    return "\n".join([*told, ""])


def _effects(attacks: Sequence[Attack]) -> str:
    told = ["What reaches out, by what it does (`?`: where the system lets it):", ""]
    for level in LEVELS:
        effects: dict[str, list[str]] = {}
        for attack in attacks:
            for effect in attack.setting("effects", level).split():
                effects.setdefault(effect, []).append(f"`{attack.group}/{attack.name}`")
        told += [f"- {level}: {effect}: {', '.join(names)}" for effect, names in effects.items()]
    return "\n".join([*told, ""])


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
