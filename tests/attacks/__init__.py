"""The attack corpus: hostile submissions, and what must be seen of each at each sandbox level."""
