"""The project's own tests: each states a claim that a user cares about."""
