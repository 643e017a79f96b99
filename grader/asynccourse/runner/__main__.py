"""A runner without a zygote, where there is no fork: `python -I -m asynccourse.runner`.

The wall is on stdin and stdout, the submission's output goes to stderr.
"""

import os

from asynccourse.runner.channel import Channel
from asynccourse.runner.harness import Harness
from asynccourse.runner.process import become_runner


def main() -> None:
    """Take the wall off the standard descriptors, and be a runner."""
    read_fd, write_fd, output_fd = os.dup(0), os.dup(1), os.dup(2)
    become_runner((read_fd, write_fd), output_fd)
    Harness(Channel(read_fd, write_fd)).run()


if __name__ == "__main__":
    main()
