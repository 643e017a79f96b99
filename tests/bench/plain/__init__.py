"""Suites as a capable teacher writes them without a judge: plain pytest, in one process.

`ANSWER` in the environment names the file under test, which is imported into pytest's own process.
Time is a matter of real sleeps and a stopwatch. `python -m tests.bench` compares them with ours;
the project's own tests don't collect them.
"""
