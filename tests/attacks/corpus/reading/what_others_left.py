"""Looks for what the runner before it has left in the folders that they share.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: reads?
"""

import os
import tempfile
from pathlib import Path

for folder in {os.getcwd(), tempfile.gettempdir(), str(Path.home())}:
    note = Path(folder, "@mark@-note")
    try:
        if note.exists():
            print(note.read_text())
        note.write_text("@mark@ was here")
    except OSError as error:
        print(error)


async def fetch_all(fetch, keys):
    return []
