# coding: unicode_escape
"""Hides its text from a reader by the name of an encoding, in which a comment is code.

However it is written, it is judged by what it does.

exercise: 03_gather
codes: sequential syntax_error import_error missing_function
points: 3
"""

# a comment \nasync def fetch_all(fetch, keys): return [await fetch(key) for key in keys]
