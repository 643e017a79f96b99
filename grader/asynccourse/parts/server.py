"""Server programs for one run of the judge: started when first needed, and gone with it.

A keeper process holds each of them (keeper.py), so that not even a killed judge leaves one behind.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from asynccourse.verdicts.refusal import GraderFault

LONGEST = 60
"""Most characters of the path to a folder: that of a Unix socket in it must stay under 104."""

GRACE = 30.0
"""Seconds that a keeper has to end its server and itself."""


class Server:
    """One server program in a folder of its own, which the keeper removes."""

    name = "the server"
    end_with = signal.SIGKILL
    """The signal that ends it; nothing of its data is needed afterwards."""
    users: Sequence[str] = ("nobody",)
    """Whom root lets run it: the first of these users that there is."""

    def __init__(self) -> None:
        self._user = self._unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="asynccourse-db-", dir=_base(self._user)))
        try:
            if self._user is not None:
                os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
            self._keeper = self._start_keeper()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)  # there is no keeper to do it
            raise

    def _start_keeper(self) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("keeper.py")
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(script), self._plan()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # In a session of its own, Ctrl-C means the judge alone.
            start_new_session=True,
        )

    def wait_until_ready(self) -> None:
        """Wait until it serves. Raises `GraderFault` where it can't be started."""
        assert self._keeper.stdout is not None
        said = self._keeper.stdout.readline().decode("utf-8", "replace").strip()
        if said != "ready":
            raise GraderFault(f"{self.name} could not be started: {said or 'its keeper is gone'}")

    def close(self) -> None:
        """End it and have its folder removed."""
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._keeper.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()

    def give(self, path: Path, text: str) -> None:
        """Write a file that only it can read."""
        path.touch(mode=0o600)
        path.write_text(text)
        if self._user is not None:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def prepare(self) -> list[list[str]]:
        """Return the commands that make its data, one after another."""
        raise NotImplementedError

    def serve(self) -> list[str]:
        """Return the command that is the server."""
        raise NotImplementedError

    def ready(self) -> tuple[Path, str]:
        """Return a file and what stands in it once the server serves."""
        raise NotImplementedError

    def _plan(self) -> str:
        user = self._user
        identity: dict[str, Any] = {}
        if user is not None:
            identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        path, text = self.ready()
        return json.dumps(
            {
                "folder": str(self.folder),
                "log": str(self.folder / "log"),
                "prepare": self.prepare(),
                "serve": self.serve(),
                "ready": [str(path), text],
                "end_with": int(self.end_with),
                "identity": identity,
                "environment": {
                    "PATH": os.environ.get("PATH", os.defpath),
                    "HOME": str(self.folder),
                    "TMPDIR": str(self.folder),
                    "LC_ALL": "C",
                },
            }
        )

    def _unprivileged(self) -> pwd.struct_passwd | None:
        """Return whom to run it as, for root; None to run it as ourselves."""
        if os.geteuid() != 0:
            return None
        known = {user.pw_name: user for user in pwd.getpwall()}
        for name in self.users:
            if name in known:
                return known[name]
        raise GraderFault(f"{self.name} can't be run by root, and there is no other user for it")


def _base(user: pwd.struct_passwd | None) -> str:
    """Return where to make the folder: a short path that the server's user can reach."""
    base = Path(tempfile.gettempdir()).resolve()
    reachable = user is None or all(
        folder.stat().st_mode & stat.S_IXOTH for folder in (base, *base.parents)
    )
    return (
        str(base)
        if reachable and len(str(base)) + len("/asynccourse-xxxxxxxx") < LONGEST
        else "/tmp"
    )
