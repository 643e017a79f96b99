"""Orders as lists and tuples, one letter each."""

ANSWERS = {
    "called": ["b", "a", "c"],
    "created": ["b", "a", "c", "d"],
    "awaited": ("b", "c", "d", "a"),
    "gathered": [*"bca", *"ABC"],
    "shared": "cabd",
    "one_by_one": 3,
    "together": 3,
    "started": 3,
    "blocking": 4,
    "threads": 2,
    "in_gather": "loop",
    "in_to_thread": "thread",
    "passed_on": "loop",
    "in_pool": "process",
    "downloads": "io",
    "hashing": "cpu",
    "reading": "io",
    "counting": "cpu",
}
