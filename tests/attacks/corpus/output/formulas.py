"""Raises an error that a spreadsheet would take for a formula.

exercise: 03_gather
codes: wrong_exception
points: 0
"""

async def fetch_all(fetch, keys):
    raise type("=HYPERLINK", (Exception,), {})('=cmd|"/C calc"!A0,+1,-1,@SUM(1)\t\r\n=1+1')
