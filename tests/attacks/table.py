"""What was seen of the corpus, as tables by group and level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.attacks.judge_corpus import Seen

HEAD = (
    "level",
    "group",
    "attacks",
    "passed as right",
    "as stated",
    "effects outside",
    "no verdict",
    "judge lost",
    "longest",
)


def rows(found: Sequence[Seen]) -> list[tuple[str, ...]]:
    """Return a row for each level and group, and one for each level's sum."""
    told = []
    for level in dict.fromkeys(seen.level for seen in found):
        here = [seen for seen in found if seen.level == level]
        for group in sorted({seen.attack.group for seen in here}):
            told.append(_row(level, group, [one for one in here if one.attack.group == group]))
        told.append(_row(level, "all", here))
    return told


def table(found: Sequence[Seen]) -> str:
    """Return the table as text, in columns."""
    lines = [HEAD, *rows(found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" if column < 2 else f"{cell:>{width}}"
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def faults(found: Iterable[Seen]) -> list[str]:
    """Return what is not as it must be, a line each."""
    return [
        f"{seen.level}: {seen.attack.group}/{seen.attack.name}: {fault}"
        for seen in found
        for fault in seen.faults
    ]


def _row(level: str, group: str, found: Sequence[Seen]) -> tuple[str, ...]:
    passed = [seen for seen in found if seen.passed]
    stated = [seen for seen in passed if seen.attack.passes(level)]
    counts = (
        len(found),
        len(passed) - len(stated),
        len(stated),
        sum(bool(seen.effects) for seen in found),
        sum(seen.status == "inconclusive" for seen in found),
        sum(seen.status == "lost" for seen in found),
    )
    longest = max((seen.seconds for seen in found), default=0.0)
    return (level, group, *map(str, counts), f"{longest:.1f} s")
