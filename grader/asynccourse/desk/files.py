"""Files that are whole at every moment, whenever we are killed."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by one with this content, at once. Raises OSError.

    The folder is made where there is none. Whoever reads sees the old file or the new one, and
    after a power cut one of the two is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            if path.exists():
                draft.chmod(stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in a folder that isn't taken: `stem`, or `stem-2` and so on."""
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    return path
