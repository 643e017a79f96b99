"""The world around an attack: what it must not touch, and how one sees whether it did."""

from __future__ import annotations

import os
import secrets
import select
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

from asynccourse.course.catalog import find_catalog
from asynccourse.parts import files
from tests.attacks.attack import Attack
from tests.attacks.listener import Listener, own_address

PROC = Path("/proc")
SHARED = Path("/dev/shm")
TEMPORARY = Path("/tmp")


class World:
    """Canaries for one attack: files, a process, a terminal, and somebody to connect to.

    They lie as open as a teacher's own files and processes do. `judges` is the judge's own secret.
    """

    def __init__(self, attack: Attack, folder: Path, listener: Listener, judges: str) -> None:
        self.attack = attack
        self.mark = f"attack-{secrets.token_hex(8)}"
        self._secret = f"secret-{secrets.token_hex(16)}"
        self._telling = [self._secret, judges, f"{self.mark} was here", _first_line(attack)]
        """What shows in a verdict only if the attack has read what it must not."""
        self._folder = folder
        self._listener = listener
        self.process: subprocess.Popen[bytes] | None = None
        """The one that has nothing to do with it, where it wants one."""
        self._terminal: int | None = None
        self._socket: socket.socket | None = None
        self._key = secrets.randbelow(2**31)
        self.others = folder / "others"
        """What isn't the attack's own."""
        self.others.mkdir(parents=True)
        (self.others / "answer.py").write_text(f"# {self._secret}\n")
        self.path = folder / "handed-in" / attack.file_name
        for name, text in {**attack.beside, attack.file_name: ""}.items():
            path = folder / "handed-in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.path.write_bytes(self._filled(attack.data))
        self.note_files()

    def note_files(self, *folders: Path) -> None:
        """Note how the files in these folders are before the attack; by default in all."""
        self._watched = folders or (self._folder,)
        self._before = self._listing()

    def effects(self, told: str) -> set[str]:
        """Return what the attack did outside, after its verdict, which says `told`."""
        seen = {
            "reads": any(text in told for text in self._telling),
            "writes": self._listing() != self._before,
            "connects": self.mark.encode() in self._listener.heard or _has_visitor(self._socket),
            "signals": self.process is not None and not _is_well(self.process),
            "survives": bool(processes_with(self.mark, but=self.process)),
            "terminal": self._terminal is not None
            and bool(select.select([self._terminal], [], [], 0)[0]),
            "keeps": bool(self._kept()),
        }
        return {effect for effect, found in seen.items() if found}

    def close(self) -> None:
        """Clear up, also what the attack left."""
        for pid in processes_with(self.mark, but=self.process):
            os.kill(pid, 9)
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        if self._terminal is not None:
            os.close(self._terminal)
        if self._socket is not None:
            self._socket.close()
        for path in self._kept():
            path.unlink() if path.exists() else _remove_segment(self._key)

    # ------------------------------------------------------------------------------ the canaries

    def _filled(self, data: bytes) -> bytes:
        """Return the attack's text with what it needs to know of this world."""
        words: dict[str, Callable[[], str]] = {
            "@secret@": lambda: str(self.others / "answer.py"),
            "@others@": lambda: str(self.others),
            "@mark@": lambda: self.mark,
            "@port@": lambda: str(self._listener.port),
            "@datagrams@": lambda: str(self._listener.datagram_port),
            "@abstract@": lambda: self._listener.abstract.lstrip("\0"),
            "@address@": own_address,
            "@socket@": self._open_socket,
            "@process@": self._start_process,
            "@terminal@": self._open_terminal,
            "@key@": lambda: str(self._key),
            "@solution@": lambda: str(find_catalog().find(self.attack.exercise).solution),
            "@suites@": lambda: str(find_catalog().suites),
        }
        for word, value in words.items():
            if word.encode() in data:
                data = data.replace(word.encode(), value().encode())
        return data

    def _start_process(self) -> str:
        self.process = subprocess.Popen(["sleep", "3600"], env={"CANARY": self._secret})
        return str(self.process.pid)

    def _open_terminal(self) -> str:
        self._terminal, user_side = os.openpty()
        return os.ttyname(user_side)

    def _open_socket(self) -> str:
        path = str(self.others / "socket")
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(path)
        self._socket.listen()
        return path

    def _listing(self) -> dict[str, bytes | None]:
        """Return all that is in the folders that are watched, with its content."""
        return {
            str(path): files.read(path)
            for folder in self._watched
            for path in files.entries(folder)
        }

    def _kept(self) -> list[Path]:
        """Return what the attack has left in the system under its mark or key."""
        kept = [folder / self.mark for folder in (SHARED, TEMPORARY)]
        if str(self._key) in _segments():
            kept.append(PROC / "sysvipc" / self.mark)
        return [path for path in kept if path.exists() or path.parent.name == "sysvipc"]


def processes_with(mark: str, but: subprocess.Popen[bytes] | None = None) -> list[int]:
    """Return the processes that have `mark` in their command line, environment or folder."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit() and int(entry.name) not in (os.getpid(), but.pid if but else 0):
            try:
                told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                told += os.fsencode((entry / "cwd").readlink())
            except OSError:
                continue
            if mark.encode() in told:
                found.append(int(entry.name))
    return found


def _has_visitor(listening: socket.socket | None) -> bool:
    """Return whether somebody has connected."""
    return listening is not None and bool(select.select([listening], [], [], 0)[0])


def _first_line(attack: Attack) -> str:
    """Return how the hidden suite of an attack's exercise begins."""
    suite = find_catalog().find(attack.exercise).suite
    return suite.read_text(encoding="utf-8").splitlines()[0].strip('"')


def _is_well(process: subprocess.Popen[bytes]) -> bool:
    """Return whether a process lives, runs, and has its priority."""
    if process.poll() is not None:
        return False
    state = (PROC / str(process.pid) / "stat").read_text().rpartition(")")[2].split()[0]
    return state not in "TtZ" and os.getpriority(os.PRIO_PROCESS, process.pid) == os.getpriority(
        os.PRIO_PROCESS, 0
    )


def _segments() -> list[str]:
    """Return the keys of the system's segments of shared memory."""
    table = PROC / "sysvipc" / "shm"
    rows = table.read_text().splitlines()[1:] if table.exists() else []
    return [row.split()[0] for row in rows]


def _remove_segment(key: int) -> None:
    subprocess.run(["ipcrm", "-M", str(key)], check=True)
