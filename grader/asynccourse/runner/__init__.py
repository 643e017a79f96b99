"""The runner: the untrusted process that loads one submission and runs it for one test.

It knows the judge only by the messages of the wall, and holds nothing that a submission could
profit from: no suite, no expected value, no verdict.
"""
