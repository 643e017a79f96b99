"""Fills fifty megabytes of the disk, in many files, and leaves them.

exercise: 03_gather
codes: wrong_result blocked_loop sequential import_error limit_exceeded
points: 1
"""

for number in range(5):
    with open(f"file-{number}", "wb") as file:
        file.write(bytes(10**7))


async def fetch_all(fetch, keys):
    return []
