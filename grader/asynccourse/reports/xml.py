"""What XML can carry."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\\t\\n\\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return `text` with a mark in place of each character that no XML document may have."""
    return _FORBIDDEN.sub("�", text)
