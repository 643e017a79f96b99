"""`asynccourse grade`: from its options to a run, and what is shown of it."""
