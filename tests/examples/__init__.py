"""The examples of docs/verdicts.md: an answer for every code, and the screen that it leads to."""
