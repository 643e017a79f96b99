"""What `--format github` tells within a step of a workflow: its log, and its summary."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

from asynccourse.grading.book import Book
from asynccourse.reports.book import summary, workflow


def tell(book: Book, stream: TextIO) -> None:
    """Print the listing and the annotations, and add the summary where GitHub asks for one.

    Raises OSError.
    """
    for line in workflow.lines(book):
        stream.write(f"{line}\n")
    stream.flush()
    if asked := os.environ.get("GITHUB_STEP_SUMMARY"):
        summary.add(book, Path(asked))
