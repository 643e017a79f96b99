"""Predict what happens: the reference solution."""

ANSWERS: dict[str, object] = {
    # Calling child() only makes a coroutine: "b" comes first. Its body runs at `await coroutine`.
    "called": "bac",
    # The task is noted down, and "b" is printed. sleep(0) gives the loop one turn, in which the
    # task runs. By the time it is awaited it has ended.
    "created": "bacd",
    # `await child("c")` has nothing to wait for: it runs like a plain call, and the loop never gets
    # its turn. That comes only with `await task`.
    "awaited": "bcda",
    # Each prints when its own wait is over. The results come last, in the order of the arguments.
    "gathered": "bcaABC",
    # other() comes first in gather. It prints "c" and gives the loop its turn; one() keeps it until
    # it has ended, since it never waits; then other() goes on.
    "shared": "cabd",
    # One wait after the other: 1 + 2.
    "one_by_one": 3,
    # All begin together: the longest counts.
    "together": 3,
    # The task sleeps while the two lines below it do. After 2 s it has 1 s to go.
    "started": 3,
    # block() gives nothing back: 1 + 1 + 1 + 1, gather or no gather.
    "blocking": 4,
    # Two threads block side by side: the longer one counts.
    "threads": 2,
    # Tasks run on the loop's thread, all of them.
    "in_gather": "loop",
    # to_thread() is given the function, and a thread calls it.
    "in_to_thread": "thread",
    # here() is called to work out an argument, before to_thread() itself is called.
    "passed_on": "loop",
    # The workers of this pool are processes.
    "in_pool": "process",
    # It waits for replies.
    "downloads": "io",
    # It computes, in C, and waits for nothing.
    "hashing": "cpu",
    # It blocks its thread, but what it does there is wait. Threads would help.
    "reading": "io",
    # It shares the loop nicely, and computes all the time.
    "counting": "cpu",
}
