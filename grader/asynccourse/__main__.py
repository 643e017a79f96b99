"""`python -m asynccourse`: the same as the command `asynccourse`."""

import sys

# `-m` puts the current folder first on the path. A learner's click.py there must not become ours.
sys.path[:] = [entry for entry in sys.path if entry not in ("", ".")]
if sys.path and not sys.flags.safe_path:
    import os

    here = os.getcwd()  # noqa: PTH109 - pathlib is heavier than all this
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]  # noqa: PTH100

from asynccourse.cli.start import main  # noqa: E402

if __name__ == "__main__":
    main()
