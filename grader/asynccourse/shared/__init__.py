"""What the suites of several exercises ask in common."""

MOMENT = 0.001
"""Seconds that something may come after what it waits for, on the virtual clock."""
