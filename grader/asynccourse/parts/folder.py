"""A folder of a test's own, in which a submission may keep files."""

from __future__ import annotations

from asynccourse.judge.wires import Wires


class Folder:
    """An empty folder. It is gone with whatever is in it before the next runner starts."""

    descriptors = 0
    """No connection leads here."""

    def __init__(self, wires: Wires) -> None:
        self.path = wires.room.folder()

    def moving(self) -> bool:
        """Nothing ever is."""
        return False

    async def close(self) -> None:
        """Leave it: its runner may not have ended yet."""
