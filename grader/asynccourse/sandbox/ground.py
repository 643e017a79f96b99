"""The ground that the judge and its runners share: folders that are empty for each new runner."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from asynccourse.parts import files

ROOMS: Final = "rooms"
TEMPORARY: Final = "tmp"
SHARED_MEMORY: Final = "shm"

SEEN_AS: Final = {TEMPORARY: "/tmp", SHARED_MEMORY: "/dev/shm"}
"""Where those two are in a sandbox."""


class Room:
    """What one runner and the judge share. `path` is the runner's own folder, where it starts."""

    def __init__(
        self, path: Path, user: int | None, make_socket: Callable[[], socket.socket]
    ) -> None:
        self.path = path
        self.socket = make_socket
        """Makes a TCP socket in the runner's network. Raises `GraderFault`."""
        self._user = user
        self._folders: list[Path] = []

    def folder(self) -> Path:
        """Return a new folder in which both may write."""
        self._folders.append(own(self._make(), self._user))
        return self._folders[-1]

    def hand_over(self) -> None:
        """Give the runner what the judge has made in their folders."""
        if self._user is None:
            return
        for folder in self._folders:
            for entry in os.scandir(folder):
                if entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                    own(Path(entry.path), self._user)

    def place(self) -> Path:
        """Return a new folder that is the judge's, for sockets at which the runner calls."""
        place = self._make()
        place.chmod(0o711)
        return place

    def open_socket(self, path: Path) -> None:
        """Let the runner connect to a Unix socket of the judge's."""
        if self._user is not None:
            path.chmod(0o666)

    def _make(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="asynccourse-", dir=self.path.parent))


class Ground:
    """Rooms, one runner after another. `user` is whose they are; None for the judge's own.

    In a sandbox something is `mounted` at these paths: within its /tmp and /dev/shm it stays.
    """

    def __init__(self, user: int | None = None, *, mounted: Collection[str] = ()) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="asynccourse-")).resolve()
        self.rooms = self.path / ROOMS
        self._user = user
        places = [Path(path) for path in (*mounted, str(self.rooms)) if mounted]
        self._kept = [
            self.path / part / place.relative_to(seen)
            for part, seen in SEEN_AS.items()
            for place in places
            if place.is_relative_to(seen)
        ]
        self._made = 0
        self._parts = [self.path / name for name in (ROOMS, *SEEN_AS)]
        for part in self._parts:
            part.mkdir()
        if user is not None:
            self.path.chmod(0o711)
            self.rooms.chmod(0o711)
            for part in self._parts[1:]:
                part.chmod(0o1777)

    def room(self, make_socket: Callable[[], socket.socket] = socket.socket) -> Room:
        """Return a room for the next runner; of the one before nothing is left.

        That one must have ended.
        """
        self.clear()
        self._made += 1
        path = self.rooms / str(self._made)
        path.mkdir(mode=0o700)
        return Room(own(path, self._user), self._user, make_socket)

    def clear(self) -> None:
        """Remove whatever runners have left."""
        for part in self._parts:
            empty(part, self._kept)

    def close(self) -> None:
        """Remove the ground."""
        remove(self.path)


def own(path: Path, user: int | None) -> Path:
    """Give a folder to a user, and return it."""
    if user is not None:
        os.chown(path, user, user, follow_symlinks=False)
    return path


def empty(folder: Path, kept: Collection[Path] = ()) -> None:
    """Remove what is in a folder, but for what is to be kept, and what leads there."""
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if path in kept:
            continue
        if any(one.is_relative_to(path) for one in kept):
            empty(path, kept)
        else:
            remove(path)


def remove(path: Path) -> None:
    """Remove a file or folder, whatever a submission has made of it."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        files.remove(path)
