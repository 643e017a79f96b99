"""The report of a class as a page: whole in itself, easy to find one's way in, and inert."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, Locator, Page, expect

from asynccourse.reports.book.html import write
from tests.boards import CHROMIUM, browsing
from tests.books import EVIL, MemoryBook
from tests.commands import TIMEOUT

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")

expect.set_options(timeout=TIMEOUT * 1000)


@pytest.fixture(scope="module")
def report(book: MemoryBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    write(book, path)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a browser."""
    with browsing() as browser:
        yield browser


class Watched:
    """A page, and what it asked for and complained of."""

    def __init__(self, browser: Browser, report: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(TIMEOUT * 1000)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.trouble: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: self.trouble.append(dialog.message))
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.goto(report.as_uri())

    def close(self, report: Path) -> None:
        """Assert that nothing was asked for but the page itself, and nothing went wrong."""
        self.context.close()
        assert set(self.asked) == {report.as_uri()}
        assert self.trouble == []


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """Open the report, and see that it asks for nothing."""
    watched = Watched(browser, report)
    yield watched.page
    watched.close(report)


def names(page: Page) -> list[str]:
    """Return the students that are shown, in their order."""
    rows = page.locator("#heat tbody tr:visible")
    return [row.locator("th a").inner_text() for row in rows.all()]


def cell(page: Page, student: str, exercise: str) -> Locator:
    """Return a student's cell for an exercise, by their places."""
    heads = page.locator("#heat thead tr:last-child th").all_inner_texts()
    row = page.locator("#heat tbody tr").filter(has=page.get_by_role("link", name=student))
    return row.locator("> *").nth(heads.index(exercise)).locator("a")


# ---------------------------------------------------------------------------------- the file


def test_it_needs_nothing_else_and_allows_nothing_else(report: Path) -> None:
    """One file, whose policy lets run its one script and style, by their hashes."""
    text = report.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert re.fullmatch(r"'sha256-[\w+/]+='", rules["script-src"])
    assert re.fullmatch(r"'sha256-[\w+/]+='", rules["style-src"])
    assert re.findall(r"<script(?! type=\"text/html\")[^>]*>", text) == ["<script>"]
    assert not re.search(r'\s(?:src|style|on\w+)="', re.sub(r"<!--.*?-->", "", text))
    assert set(re.findall(r'<link [^>]*href="([^"]*)"', text)) == {"data:,"}


def test_what_is_kept_as_text_cannot_end_where_it_stands(report: Path, book: MemoryBook) -> None:
    """No student's text is an end of the block that it is kept in, in an attribute neither."""
    kept = r'<script type="text/html" id="student-\d+">(.*?)</script>\n'
    blocks = re.findall(kept, report.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == len(book.students)
    assert not re.search("<!--|</?script", "".join(blocks))
    assert any("&lt;script&gt;alert(1)" in block for block in blocks)


# ------------------------------------------------------------------------------- what it shows


@needs_browser
def test_each_cell_says_what_it_is_without_its_colour(page: Page) -> None:
    """A tick, the points or a sign; and all of it in words to who listens or points."""
    shown = {
        ("Anna", "03"): ("✓", "passed, 10 of 10"),
        ("Bert", "03"): ("3", "not passed, sequential, 3 of 10"),
        ("evil", "17"): ("\u2013", "not handed in, 0 of 10"),
        ("zoe", "03"): ("·", "not graded yet"),
    }
    titles = {"03": "Fetch many things at once", "17": "So many at a time, and no more"}
    for (student, exercise), (sign, told) in shown.items():
        found = cell(page, student, exercise)
        expect(found).to_have_text(sign)
        expect(found).to_have_accessible_name(told)
        found.hover()
        expect(page.locator("#at")).to_contain_text(f"{titles[exercise]} · {told}")
    expect(page.locator("#heat tfoot td")).to_have_text(["", "25", "33", "33"])


@needs_browser
def test_each_exercise_says_what_failed_most(page: Page) -> None:
    """The codes are counted, the commonest message stands there, and a code finds its students."""
    exercise = page.locator("#e-03_gather")
    expect(exercise).to_contain_text("33 % passed")
    expect(exercise.locator(".common")).to_have_text(
        "2 times: never more than 1 of 10 calls of fetch() in flight at once"
    )
    exercise.get_by_role("button", name="sequential: show its 2 students").click()
    expect(page.locator("#count")).to_have_text("2 of 4")
    assert [name[:5] for name in names(page)] == ["-Bert", "<scri"]
    page.get_by_role("button", name="Hardest first").click()
    shares = page.locator("#counted .share strong").all_inner_texts()
    assert shares == sorted(shares)


@needs_browser
def test_students_are_sorted_and_filtered(page: Page) -> None:
    """By name or points, up and down; by any part of a name, an address, or a verdict."""
    given = names(page)
    assert given[0] == "Anna Ångström"
    points = page.get_by_role("button", name="Points")
    points.click()
    assert names(page)[:2] == ["Anna Ångström", given[1]]
    expect(page.locator("th.total")).to_have_attribute("aria-sort", "descending")
    points.click()
    assert names(page)[-1] == "Anna Ångström"
    page.get_by_role("button", name="Student", exact=True).click()
    expect(page.locator("th.total")).to_have_attribute("aria-sort", "none")
    assert [name[:5] for name in names(page)] == ["-Bert", "../..", "<scri", "Anna "]
    search = page.get_by_label("Filter")
    for sought, found in {
        "ångström": ["Anna"],
        "bert@example": ["-Bert"],
        "unbounded": ["-Bert"],
        "03:sequential": ["<scri", "-Bert"],
        "bert unbounded": ["-Bert"],
        "nobody": [],
    }.items():
        search.fill(sought)
        expect(page.locator("#count")).to_have_text(f"{len(found)} of 4")
        assert sorted(name[: len("-Bert")].strip() for name in names(page)) == sorted(found)
    search.fill("")
    assert len(names(page)) == 4


@needs_browser
def test_a_cell_opens_what_its_student_was_told(page: Page) -> None:
    """The message, the quoted line with its caret, the cure and the picture; Back closes it."""
    cell(page, "Bert", "03").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("heading", level=2)).to_have_text("-Bert; =1+1, \"the\" | 'b'")
    opened = panel.locator("details[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator(".sentence").first).to_contain_text("never more than 1 of 10 calls")
    expect(opened.locator(".quote").first).to_have_text(
        "results.append(await fetch(key))\n                ^^^^^^^^^^^^^^^^"
    )
    expect(opened.locator("dt", has_text="try").first).to_be_visible()
    expect(opened.get_by_role("option", name="fetch(")).to_have_count(10)
    panel.get_by_role("button", name="Previous").click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("Anna Ångström")
    expect(panel.get_by_role("button", name="Previous")).to_be_disabled()
    page.go_back()
    expect(panel).to_be_hidden()


@needs_browser
def test_an_address_leads_to_a_student(browser: Browser, report: Path) -> None:
    """What an instructor sends on opens the same answer again."""
    watched = Watched(browser, report)
    watched.page.goto(f"{report.as_uri()}#1/2")
    opened = watched.page.locator("dialog details[open]")
    expect(opened.locator(".sentence").first).to_contain_text("where 5 are allowed")
    watched.context.close()
    assert watched.trouble == []


@needs_browser
def test_keys_alone_reach_every_cell_and_bar(page: Page) -> None:
    """The table is one stop of the Tab key, arrows go from cell to cell, Escape comes back."""
    page.get_by_label("Filter").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Anna Ångström")).to_be_focused()
    for key in ("ArrowDown", "End", "ArrowLeft"):
        page.keyboard.press(key)
    bert = cell(page, "Bert", "03")
    expect(bert).to_be_focused()
    expect(page.locator("#at")).to_contain_text("not passed, sequential")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel.locator("details[open] summary")).to_be_focused()
    page.keyboard.press("Tab")
    bars = panel.get_by_role("option", name="fetch(")
    expect(bars.first).to_be_focused()
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    expect(panel.locator(".told:visible")).to_contain_text("900 ms to 1.00 s, returned")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(bert).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hardest first")).to_be_focused()


# --------------------------------------------------------------------------------- hostile text

HANDLERS = """[...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
  .filter((one) => one.name.startsWith("on") || one.name === "style" || one.name === "srcdoc"
    || one.name === "src"
    || (one.name === "href" && !/^(https:\\/\\/docs\\.|#|data:,$)/.test(one.value)))
  .map((one) => `${one.name}=${one.value}`)"""


@needs_browser
def test_what_a_student_wrote_is_shown_and_does_nothing(page: Page, book: MemoryBook) -> None:
    """Names, notes, messages, outputs and labels are text: nothing runs or is fetched."""
    evil = next(row for row, one in enumerate(book.students) if one.student.name == EVIL)
    for row in (evil, len(book.students) - 1):
        page.evaluate("(row) => { location.hash = `#${row}` }", row)
        panel = page.get_by_role("dialog")
        expect(panel).to_contain_text("<script>alert(1)</script><img src=")
        for summary in panel.locator("summary").all():
            summary.click()
        for bar in panel.get_by_role("option").all():
            bar.focus()
        if row == evil:
            panel.get_by_role("option").first.focus()
            expect(panel.locator(".told").first).to_contain_text("<script>alert(1)</script>")
            expect(panel.locator(".printed").first).to_contain_text(r"\x1b[31m\x00\u202e")
        forbidden = "img, iframe, style, object, embed, form, script"
        assert page.locator(f"main :is({forbidden}), dialog :is({forbidden})").count() == 0
        assert page.evaluate(HANDLERS) == []
    assert page.evaluate("document.querySelectorAll('script:not([type])').length") == 1


# ----------------------------------------------------------------------------------- its look


@needs_browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(browser: Browser, report: Path, width: int, scheme: Any) -> None:
    """Only the table scrolls sideways, and every text stands out from what is behind it."""
    size: Any = {"width": width, "height": 800}
    watched = Watched(browser, report, viewport=size, color_scheme=scheme)
    page = watched.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(FAINT) == []
    cell(page, "Bert", "03").click()
    expect(page.locator("dialog details[open]")).to_be_visible()
    assert page.evaluate("document.getElementById('inside').scrollWidth") <= width
    assert page.evaluate(FAINT) == []
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (background == "rgb(18, 20, 23)") == (scheme == "dark")
    watched.close(report)


FAINT = """(() => {
  const light = (rgb) => {
    const [r, g, b] = rgb.map((one) => one / 255).map((one) =>
      one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll("main *, dialog *")].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && one.checkVisibility({ visibilityProperty: true })
    && !one.closest("svg, :disabled, .spoken, dialog:not([open])"));
  return texts.flatMap((one) => {
    const colour = parts(getComputedStyle(one).color).slice(0, 3);
    const [a, b] = [light(colour), light(behind(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < 4.5 ? [`${one.className || one.tagName}: ${one.textContent} ${ratio}`] : [];
  });
})()"""
