"""What may cross the wall at most. Whatever is beyond ends the runner, never the judge."""

FRAME_BYTES = 16 * 2**20
"""Largest frame, in bytes. Real answers need a few kilobytes."""

DEPTH = 64
"""Deepest nesting of a value, in containers."""

NODES = 200_000
"""Most items in one value, all levels counted."""

KEYS = 20_000
"""Most keys of a dict or a set: keys can be chosen to collide, which costs their square."""

INT_BITS = 16_384
"""Longest integer, in bits."""

TEXT = 10_000
"""Longest piece of prose (a message, a repr, a note), in characters; longer ones are cut."""

LOOKED_LINES = 5_000
"""Most lines of a submission that a look at its text tells the places of."""

SOURCE_BYTES = 2**20
"""Largest submission, in bytes."""


def cut(text: str, most: int = TEXT) -> str:
    """Return `text`, shortened to at most `most` characters with a mark where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
