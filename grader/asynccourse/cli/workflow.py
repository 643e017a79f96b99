"""In a workflow of GitHub's, nothing that is printed here commands the runner."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def no_commands() -> Iterator[None]:
    """Print, in GitHub Actions, between `stop-commands` and a token that nobody knows.

    A submission's own words may begin any line, and one that begins with `::` is a command there.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    token = secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    try:
        yield
    finally:
        click.echo(f"::{token}::")
