"""Moments, as a policy writes them: always with a time zone, their own or the policy's."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from asynccourse.course.exercise import CourseError

EXAMPLE = "2026-03-01T23:59:00+01:00"


def zone(name: str, where: str) -> tzinfo:
    """Return a time zone by its name. Raises `CourseError`, which begins with `where`."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        told = f"no time zone is called {name!r}"
        raise CourseError(f"{where}: {told}: write e.g. Europe/Vienna") from None


def moment(written: Any, default: tzinfo | None, where: str) -> datetime:
    """Return a moment that was written as a TOML date, or as text; a day stands for its end.

    Raises `CourseError`, which begins with `where`.
    """
    found = _read(written)
    if found is None:
        raise CourseError(f"{where}: expected a moment such as {EXAMPLE}, got {written!r}")
    if found.tzinfo is not None:
        return found
    if default is None:
        told = f"{written} has no time zone"
        raise CourseError(f"{where}: {told}: write e.g. {EXAMPLE}, or set `timezone` above it")
    return found.replace(tzinfo=default)


def _read(written: Any) -> datetime | None:
    if isinstance(written, datetime):
        return written
    if isinstance(written, date):
        return datetime.combine(written, time.max)
    if not isinstance(written, str):
        return None
    text = written.strip()
    try:
        if len(text) == len("2026-03-01"):
            return datetime.combine(date.fromisoformat(text), time.max)
        return datetime.fromisoformat(text)
    except ValueError:
        return None
