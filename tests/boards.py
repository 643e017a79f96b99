"""A board as people run it, in a process of its own, and a browser in front of it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.commands import REPOSITORY, TIMEOUT

SOLUTION = (REPOSITORY / "solutions" / "03_gather" / "gather.py").read_text("utf-8")

CHROMIUM = next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)


@dataclass(frozen=True)
class Running:
    """A board, and the course folder that it shows."""

    course: Path
    address: str
    mark: str
    """What stands in the environment of all its processes."""

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return urlsplit(self.address).port or 0

    def save(self, name: str, text: str) -> None:
        """Save an answer, as an editor does."""
        number_and_slug = self.course / "exercises" / name
        (number_and_slug / f"{name[3:]}.py").write_text(text, encoding="utf-8")

    def ask(
        self, path: str = "/", method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Make a request; return its status, headers and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def cookie(self) -> str:
        """Return the cookie that the address is good for."""
        _, headers, _ = self.ask("/?" + urlsplit(self.address).query)
        return headers["Set-Cookie"].split(";")[0]


@contextmanager
def running(course: Path) -> Iterator[Running]:
    """Run a board in a course folder, for the time of a block, and end it with Ctrl-C."""
    mark = f"BOARD_{uuid.uuid4().hex}"
    process = subprocess.Popen(
        [sys.executable, "-m", "asynccourse", "board", "--no-open"],
        cwd=course,
        env=os.environ | {mark: "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", told)
            assert found, told
            yield Running(course, found[0], mark)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=TIMEOUT)
            assert (process.returncode, out.strip(), err) == (0, "The board has ended.", "")
        finally:
            process.kill()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()
