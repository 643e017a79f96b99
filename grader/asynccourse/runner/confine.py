"""What the zygote does to each runner before it runs: another user, Landlock, fewer processes.

The zygote stays outside of it, and out of the runners' reach: not even one of the same user can
look into its memory.
"""

from __future__ import annotations

import os
import resource

from asynccourse.runner import landlock
from asynccourse.runner.prctl import PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, prctl
from asynccourse.runner.rights import drop_rights
from asynccourse.wall.forking import Confine


class Confinement:
    """Rules that are made once, and entered by every runner. Raises OSError."""

    def __init__(self, wanted: Confine) -> None:
        self._wanted = wanted
        self._rules: int | None = None
        if wanted.readable:
            self._rules = landlock.make_ruleset(wanted.listable, wanted.readable, wanted.writable)
        prctl(PR_SET_DUMPABLE, 0)

    def enter(self) -> None:
        """Confine this process, for ever. Raises OSError."""
        if self._wanted.processes is not None:
            resource.setrlimit(resource.RLIMIT_NPROC, (self._wanted.processes,) * 2)
        if self._wanted.user is not None:
            user = self._wanted.user
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        elif os.geteuid() == 0:
            drop_rights()  # files of root's are then closed by Landlock alone
        if self._rules is not None:
            landlock.restrict(self._rules)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        # What /proc says of the process is for the process itself to read.
        prctl(PR_SET_DUMPABLE, 1)
