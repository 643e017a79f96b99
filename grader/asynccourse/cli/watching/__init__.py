"""`asynccourse watch`: judges on every save, on a screen of its own with keys."""
