"""`python -m tests.attacks [GROUP | GROUP/NAME]...` judges the corpus and prints what was seen.

The group `archives` is opened as `grade` opens what was handed in.

Options: --level LEVEL for one level alone, --naive for the comparison with an in-process grader,
--quick without the attacks that take long, --each to tell of every attack, --document to write what
the corpus states into docs/security.md.
"""

from __future__ import annotations

import argparse
import sys

from tests.attacks import document, naive
from tests.attacks.attack import Attack, corpus
from tests.attacks.judge_corpus import Seen, judge
from tests.attacks.levels import LEVELS
from tests.attacks.opening import Opened, open_all
from tests.attacks.table import faults, table

TOGETHER = 12
"""Attacks that are judged by one judge."""


def main() -> int:
    """Judge what was asked for; 1 where something is not as it must be."""
    asked = _arguments()
    if asked.document:
        document.write()
        return 0
    chosen = [one for one in corpus() if _is_asked(one, asked)]
    found: list[Seen] = []
    if asked.naive:
        for attack in chosen:
            seen = naive.judge([attack])
            found += seen
            _tell(seen, asked.each)
        sys.stdout.write(table(found) + "\n")
        return 0
    for level in [asked.level] if asked.level else LEVELS:
        for group in sorted({attack.group for attack in chosen}):
            attacks = [attack for attack in chosen if attack.group == group]
            for first in range(0, len(attacks), TOGETHER):
                seen = judge(attacks[first : first + TOGETHER], level)
                found += seen
                _tell(seen, asked.each)
    sys.stdout.write(table(found) + "\n")
    opened = [] if asked.names and "archives" not in asked.names else open_all()
    _tell_of_archives(opened, asked.each)
    wrong = faults(found) + [
        f"archives/{one.name}: {fault}" for one in opened for fault in one.faults
    ]
    sys.stdout.write("\n".join(["", *wrong, ""]) if wrong else "")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.attacks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*")
    parser.add_argument("--level")
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--document", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--each", action="store_true")
    return parser.parse_args()


def _is_asked(attack: Attack, asked: argparse.Namespace) -> bool:
    names = (attack.group, f"{attack.group}/{attack.name}")
    wanted = not asked.names or any(name in asked.names for name in names)
    return wanted and not (asked.quick and attack.slow)


def _tell(found: list[Seen], each: bool) -> None:
    for seen in found if each else []:
        effects = ", ".join(sorted(seen.effects))
        told = f"{seen.code or seen.status}, {seen.points} points, {seen.seconds:.1f} s"
        line = f"{seen.level:9} {seen.attack.group}/{seen.attack.name}: {told} {effects}"
        sys.stdout.write(f"{line}\n      {seen.message[:140]!r}\n")
        sys.stdout.flush()


def _tell_of_archives(opened: list[Opened], each: bool) -> None:
    for one in opened if each else []:
        sys.stdout.write(f"archives/{one.name}: {one.code or 'taken'}, {one.seconds:.1f} s\n")
    if opened:
        refused = sum(bool(one.code) for one in opened)
        longest = max(one.seconds for one in opened)
        told = f"archives: {len(opened)}, of which {refused} are refused as a student's"
        sys.stdout.write(f"{told}; longest {longest:.1f} s\n")


if __name__ == "__main__":
    sys.exit(main())
