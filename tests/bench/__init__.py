"""Benchmarks: `python -m tests.bench` prints ratios, so that no figure depends on the machine."""
