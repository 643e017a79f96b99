"""Text that a submission had a hand in, made safe to show in a terminal."""

from __future__ import annotations

import unicodedata

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories that can move the cursor, hide text or turn its direction."""


def printable(text: str) -> str:
    """Return `text` with control and format characters escaped; tabs become spaces."""
    return "".join(_escape(character) for character in text.expandtabs(4))


def _escape(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape").decode("ascii")
