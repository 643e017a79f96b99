"""Takes the reference solution from the course's own folder, and hands that in.

The answer is right, and isn't its own: files must be out of reach for that to end.

exercise: 03_gather
codes: import_error
passes off: files of the judge's user can be read at this level
"""

from pathlib import Path

exec(Path("@solution@").read_text())
