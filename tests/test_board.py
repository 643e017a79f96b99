"""`asynccourse board`: a page that follows what is saved, and can be made to do nothing else."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, Page, expect

from asynccourse.board.text import render
from tests.boards import CHROMIUM, SOLUTION, Running, browsing, running
from tests.commands import REPOSITORY, TIMEOUT, run
from tests.test_processes import linux_only, processes_with

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")

STUB = (REPOSITORY / "exercises" / "03_gather" / "gather.py").read_text("utf-8")

expect.set_options(timeout=TIMEOUT * 1000)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course folder."""
    folder = tmp_path / "course"
    made = run("init", folder, cwd=tmp_path)
    assert made.status == 0, made.err
    return folder


@pytest.fixture
def board(course: Path) -> Iterator[Running]:
    """Run a board."""
    with running(course) as board:
        yield board


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a browser."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, board: Running) -> Iterator[Page]:
    """Open the board."""
    context = browser.new_context()
    context.set_default_timeout(TIMEOUT * 1000)
    page = context.new_page()
    page.goto(board.address)
    yield page
    context.close()


# ------------------------------------------------------------------------------ who gets in


def test_only_the_address_that_was_printed_opens_it(board: Running) -> None:
    """Without the token there is one plain line; with it a cookie that scripts can't read."""
    for path in ("/", "/03_gather", "/events", "/page/board.js", "/nowhere", "/?token=guessed"):
        status, headers, text = board.ask(path, Cookie=f"asynccourse-{board.port}=guessed")
        assert (status, text.count("\n")) == (403, 1)
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    status, headers, _ = board.ask("/?" + urlsplit(board.address).query)
    assert (status, headers["Location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= set(headers["Set-Cookie"].split("; "))
    status, headers, text = board.ask(Cookie=board.cookie())
    assert (status, "Wait without blocking" in text) == (200, True)
    assert urlsplit(board.address).query.removeprefix("token=") not in text
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_other_names_and_other_pages_are_refused(board: Running) -> None:
    """A name that leads here, and a page from elsewhere, get nothing, cookie or not."""
    cookie, own = board.cookie(), f"http://127.0.0.1:{board.port}"
    localhost = {"Host": f"localhost:{board.port}", "Origin": f"http://localhost:{board.port}"}
    assert board.ask(Cookie=cookie, **localhost)[0] == 200
    for host in ("evil.example", f"evil.example:{board.port}", "127.0.0.1", "127.0.0.1:1"):
        assert board.ask(Cookie=cookie, Host=host)[0] == 403
    for origin in ("https://evil.example", "null", f"https://127.0.0.1:{board.port}", own + "0"):
        assert board.ask(Cookie=cookie, Origin=origin)[0] == 403
        assert board.ask("/03_gather/choose", "POST", Cookie=cookie, Origin=origin)[0] == 403
    assert board.ask("/03_gather/choose", "POST", Cookie=cookie)[0] == 403
    assert not (board.course / ".asynccourse" / "progress.json").exists()
    assert board.ask("/03_gather/choose", "POST", Cookie=cookie, Origin=own)[0] == 204
    assert progress(board)["current"] == "03_gather"
    for path in ("/41_nothing", "/page/index.html", "/page/..%2fserver.py"):
        assert board.ask(path, Cookie=cookie)[0] == 404


@linux_only
def test_it_listens_on_loopback_alone(board: Running) -> None:
    """Another address of this machine, even one on loopback, finds nobody listening."""
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", board.port)) != 0


def test_a_port_that_is_taken_is_one_line(course: Path) -> None:
    """It says what to type, and status 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("board", "--no-open", "--port", str(taken.getsockname()[1]), cwd=course)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "`asynccourse board` takes a free one" in ran.err


def test_without_a_course_it_says_how_to_get_one(tmp_path: Path) -> None:
    """Outside of a course folder there is nothing to show."""
    ran = run("board", "--no-open", cwd=tmp_path)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "asynccourse init" in ran.err


# ------------------------------------------------------------------------------- what it shows


@needs_browser
def test_a_save_shows_its_verdict_without_a_reload(board: Running, page: Page) -> None:
    """The page goes to what was saved, says what came out, and draws the picture of a test."""
    page.evaluate("window.same = true")
    expect(page.get_by_role("heading", level=1)).to_have_text("01 Wait without blocking")
    board.save("03_gather", STUB + "\n")
    say = page.get_by_role("status")
    expect(say).to_have_text("03_gather: not passed, sequential")
    expect(page.get_by_role("heading", level=1)).to_have_text("03 Fetch many things at once")
    verdict = page.get_by_role("region", name="Not passed")
    expect(verdict.locator(".quote").first).to_have_text(
        "results.append(await fetch(key))\n                ^^^^^^^^^^^^^^^^"
    )
    bars = verdict.get_by_role("option", name="fetch(")
    expect(bars).to_have_count(10)
    wanted = "The results come in the order of the keys, whichever fetch ends first"
    page.get_by_label("What ran when, in", exact=True).select_option(label=f"✓ {wanted}")
    chosen = page.get_by_role("listbox", name=f"What ran when, in “{wanted}”")
    expect(chosen).to_be_visible()
    board.save("03_gather", SOLUTION)
    expect(say).to_have_text("03_gather: passed")
    expect(page.get_by_text("1 of 40 solved")).to_be_visible()
    expect(page.get_by_role("link", name="solved: 03 Fetch many things at once")).to_be_visible()
    expect(chosen).to_be_visible()
    assert page.evaluate("window.same")


@needs_browser
def test_who_has_chosen_an_exercise_stays_there(board: Running, page: Page) -> None:
    """A verdict on another exercise is told, and the page stays until it is to follow again."""
    page.get_by_role("link", name="One step after the other").click()
    board.save("03_gather", SOLUTION)
    expect(page.get_by_role("status")).to_have_text("03_gather: passed")
    expect(page.get_by_role("heading", level=1)).to_have_text("02 One step after the other")
    page.get_by_role("button", name="Make this the one I work on").click()
    expect(page.get_by_role("button", name="You work on this one")).to_be_visible()
    assert progress(board)["current"] == "02_in_order"
    page.get_by_role("button", name="Judge now").click()
    expect(page.get_by_role("status")).to_contain_text("02_in_order: not passed")
    board.save("03_gather", SOLUTION + "\n")
    expect(page.get_by_role("status")).to_have_text("03_gather: passed")
    page.get_by_role("link", name="Show what I save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("03 Fetch many things at once")


@needs_browser
def test_a_save_during_a_run_stops_that_run(board: Running, page: Page) -> None:
    """Only what was saved last gets a verdict, and counts as a try."""
    board.save("03_gather", "async def fetch_all(fetch, keys):\n    while True:\n        pass\n")
    expect(page.get_by_text("judging 03_gather")).to_be_visible()
    board.save("03_gather", SOLUTION)
    expect(page.get_by_role("status")).to_have_text("03_gather: passed")
    assert progress(board)["exercises"]["03_gather"]["tries"] == 1


@needs_browser
def test_keys_alone_reach_an_exercise_its_verdict_and_every_bar(board: Running, page: Page) -> None:
    """Tab goes from the skip link to the picture, and arrows from bar to bar."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the exercise")).to_be_focused()
    link = page.get_by_role("link", name="Fetch many things at once")
    tab_to(page, "to-03_gather")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("03 Fetch many things at once")
    tab_to(page, "judge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("03_gather: not passed, sequential")
    expect(page.get_by_role("button", name="Judge now")).to_be_focused()
    tab_to(page, "test")
    page.keyboard.press("Tab")
    bars = page.get_by_role("option", name="fetch(")
    for number in range(10):
        expect(bars.nth(number)).to_be_focused()
        told = bars.nth(number).get_attribute("aria-label") or ""
        assert told.endswith(
            f"{number * 100} ms to {number + 1}00 ms, returned".replace("1000 ms,", "1.00 s,")
        )
        expect(page.locator(".told:visible")).to_have_text(told)
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(bars.first).to_be_focused()


# --------------------------------------------------------------------------------- hostile text

EVIL = """<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>\
<svg onload=alert(3)><a href='javascript:alert(4)'>x</a></svg></pre><style>*{}</style>&quot;\
\\u202e<iframe srcdoc='<script>alert(5)</script>'>"""

HOSTILE = f'''
import asyncio
EVIL = "{EVIL}"
async def fetch_all(fetch, keys):
    print(EVIL)
    asyncio.create_task(asyncio.sleep(60), name=EVIL)
    for key in keys:
        await fetch(EVIL)
    raise type(EVIL, (Exception,), {{}})(EVIL)  # <script>alert(6)</script>
'''


@needs_browser
def test_the_text_of_a_submission_is_shown_and_does_nothing(board: Running, page: Page) -> None:
    """Markup in what it prints, names, calls and raises stays text: nothing runs or is fetched."""
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: trouble.append(dialog.message))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    readme = board.course / "exercises" / "03_gather" / "README.md"
    readme.write_text(f"# {EVIL}\n\n{EVIL}\n\n![x](http://evil.example/i.png)\n", "utf-8")
    board.save("03_gather", HOSTILE)
    expect(page.get_by_role("status")).to_contain_text("03_gather: not passed")
    expect(page.locator(".printed").first).to_contain_text("<script>alert(1)</script><img src=")
    expect(page.locator(".text")).to_contain_text("<script>alert(1)</script>")
    for figure in page.locator("#test option").all():
        page.locator("#test").select_option(value=figure.get_attribute("value"))
        for bar in page.locator(".picture:visible [role=option]").all():
            bar.focus()
    expect(page.locator(".told").first).to_contain_text("<script>alert(1)</script>")
    inert(page)
    page.reload()
    expect(page.locator(".printed").first).to_contain_text("\\u202e")
    inert(page)
    assert {urlsplit(url).netloc for url in asked} == {f"127.0.0.1:{board.port}"}
    assert trouble == []


HANDLERS = """[...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
  .filter((one) => one.name.startsWith("on") || one.name === "style" || one.name === "srcdoc"
    || (one.name === "href" && !/^(https:|\\/|#)/.test(one.value)))
  .map((one) => `${one.name}=${one.value}`)"""


def inert(page: Page) -> None:
    """Assert that the page has no element and no attribute that could do something."""
    assert page.locator("main").locator("script, img, iframe, style, object, embed").count() == 0
    assert page.evaluate(HANDLERS) == []
    assert page.evaluate("document.scripts.length") == 2


def test_an_exercises_text_has_no_markup_but_markdowns() -> None:
    """HTML is shown as it stands, images are their description, only web links lead anywhere."""
    text = render(
        "# title\n\n<b onclick=x>hi</b> ![alt](http://evil.example/x.png) [a](gather.py) "
        "[b](javascript:alert) [c](https://docs.python.org/) [d](//evil.example) "
        "[e](data:text/html,x)\n"
    )
    assert "title" not in text
    assert not {"<b", "<img"} & set(text.split())
    assert {"alt", "<span>a</span>", "<span>d</span>"} <= set(text.split())
    assert text.count("<a ") == 1
    assert '<a href="https://docs.python.org/" rel="noreferrer noopener">c</a>' in text


# ------------------------------------------------------------------------------------ its end


@linux_only
def test_nothing_of_it_is_left(course: Path) -> None:
    """Ended while it judges, with a page listening, it leaves no process and no stray file."""
    before = {path for path in course.rglob("*") if ".asynccourse" not in path.parts}
    with running(course) as board:
        own = {"Cookie": board.cookie(), "Origin": f"http://127.0.0.1:{board.port}"}
        listening = http.client.HTTPConnection("127.0.0.1", board.port, timeout=TIMEOUT)
        listening.request("GET", "/events", headers=own)
        events = listening.getresponse()
        assert board.ask("/03_gather/judge", "POST", **own)[0] == 204
        assert any(b"tested" in line for line in iter(events.readline, b""))
        assert len(processes_with(board.mark)) > 1
    events.read()
    listening.close()
    assert processes_with(board.mark) == []
    after = {path for path in course.rglob("*") if ".asynccourse" not in path.parts}
    assert after == before


def progress(board: Running) -> Any:
    """Return what is noted in the course folder."""
    return json.loads((board.course / ".asynccourse" / "progress.json").read_text("utf-8"))


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element of this id has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(f"no way leads to {wanted}")
