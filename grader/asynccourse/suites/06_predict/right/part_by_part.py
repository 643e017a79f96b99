"""Filled in part by part, by keyword."""

ANSWERS = dict.fromkeys(["called", "created"])
ANSWERS.update(called="bac", created="bacd", awaited="bcda", gathered="bcaABC", shared="cabd")
ANSWERS |= dict(one_by_one=1 + 2, together=max(1, 2, 3), started=3, blocking=4 * 1, threads=2)
ANSWERS |= dict(in_gather="loop", in_to_thread="thread", passed_on="loop", in_pool="process")
ANSWERS |= {name: "io" for name in ("downloads", "reading")}
ANSWERS |= {name: "cpu" for name in ("hashing", "counting")}
