"""What may cross the wall at most. Whatever is beyond ends the runner, never the judge."""

FRAME_BYTES = 16 * 2**20
"""Largest frame, in bytes. Nearly all answers need a few kilobytes."""

SENT_BYTES = 64 * 2**20
"""Most bytes that a runner may send in one test: the judge keeps what services are called with."""

SECONDS = 1e10
"""Largest time that may be told, in seconds; far beyond it the next second is lost in rounding."""

COUNT = 2**31
"""Largest number of a line, a thread, a task or a call."""

DEPTH = 64
"""Deepest nesting of a value, in containers."""

NODES = 200_000
"""Most items in one value, all levels counted."""

KEYS = 20_000
"""Most keys of a dict or a set."""

INT_BITS = 14_000
"""Longest integer, in bits: Python writes none of more than 4,300 digits."""

SAME_HASH = 200
"""Most keys of a dict or a set that share a hash: they cost the square of their number."""

TEXT = 10_000
"""Longest piece of prose (a message, a repr, a note), in characters; longer ones are cut."""

LOOKED_LINES = 5_000
"""Most lines of a submission that a look at its text tells the places of."""

SOURCE_BYTES = 2**20
"""Largest submission, in bytes."""


def cut(text: str, most: int = TEXT) -> str:
    """Return `text`, shortened to at most `most` characters with a mark where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
