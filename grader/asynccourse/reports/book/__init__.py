"""A graded class's book in the formats that gradebooks, CI and people read."""
