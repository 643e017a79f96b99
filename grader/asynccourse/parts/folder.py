"""A folder of a test's own, in which a submission may keep files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from asynccourse.parts import files


class Folder:
    """An empty folder that is removed with all that is in it when the test has ended."""

    descriptors = 0
    """No connection leads here."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="asynccourse-"))

    def moving(self) -> bool:
        """Nothing ever is."""
        return False

    async def close(self) -> None:
        """Remove it."""
        files.remove(self.path)
