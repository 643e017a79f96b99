"""Capital letters where the snippet prints small ones only."""

ANSWERS = {
    "called": "BAC",
    "created": "B, a, C, d",
    "awaited": "b > c > d > a",
    "gathered": "bcaABC",
    "shared": "cabd",
    "one_by_one": 3.0,
    "together": 3.0,
    "started": 3,
    "blocking": 4.0,
    "threads": 2,
    "in_gather": "Loop",
    "in_to_thread": "thread",
    "passed_on": "loop",
    "in_pool": "process",
    "downloads": "I/O-bound",
    "hashing": "CPU-bound",
    "reading": "IO",
    "counting": "CPU",
}
