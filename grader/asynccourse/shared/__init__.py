"""What the suites of several exercises ask in common."""
