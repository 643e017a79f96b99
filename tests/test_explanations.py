"""What stands beside a verdict: the caret, the likely cause, the way of an error, the picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from asynccourse.verdicts.codes import CODES
from tests.commands import run
from tests.examples.page import ANSWERS, BEGIN, PAGE, section

Check = Callable[..., Any]
SVG = "{http://www.w3.org/2000/svg}"

CAUSES = {
    "a task awaited at once": (
        "r = []\n    for k in keys:\n        t = asyncio.create_task(fetch(k))\n"
        "        r.append(await t)\n    return r",
        (6, "as soon as it is made", "await t"),
    ),
    "an await in a loop": (
        "r = []\n    for k in keys:\n        r.append(await fetch(k))\n    return r",
        (5, "in a loop", "await fetch(k)"),
    ),
    "a blocking call under another name": (
        "from time import sleep as nap\n    nap(0.1)\n"
        "    return await asyncio.gather(*map(fetch, keys))",
        (4, "stops the whole loop", "nap(0.1)"),
    ),
    "a call made before the thread is": (
        "await asyncio.to_thread(time.sleep(0.1))\n    return []",
        (3, "only its result is handed", "time.sleep(0.1)"),
    ),
    "a bare except around an await": (
        "try:\n        return await asyncio.gather(*map(fetch, keys))\n"
        "    except:\n        return []",
        (5, "CancelledError", None),
    ),
    "a coroutine that is dropped": (
        "asyncio.sleep(0)\n    return await asyncio.gather(*map(fetch, keys))",
        (3, "drops it", "asyncio.sleep(0)"),
    ),
    "a loop in the loop": (
        "return asyncio.run(asyncio.gather(*map(fetch, keys)))",
        (3, "a loop of its own", "asyncio.run(asyncio.gather(*map(fetch, keys)))"),
    ),
}


@pytest.mark.parametrize("name", CAUSES)
def test_the_likely_cause_is_told_and_the_caret_points_at_it(name: str, check_03: Check) -> None:
    """Of what is often wrong, the line and a sentence stand beside the verdict."""
    body, (line, words, meant) = CAUSES[name]
    text = f"import asyncio, time\nasync def fetch_all(fetch, keys):\n    {body}\n"
    result = check_03(text)
    test = next(test for test in result["tests"] if test["causes"])
    assert (test["causes"][0]["line"], words in test["causes"][0]["text"]) == (line, True)
    if meant is not None:
        start, end = test["columns"]
        assert (test["line"], text.splitlines()[line - 1][start:end]) == (line, meant)


def test_causes_are_looked_for_only_in_what_the_exercise_calls(check_03: Check) -> None:
    """The `main()` that comes with a stub, and what nobody calls, is never blamed."""
    result = check_03(
        """
        import asyncio
        async def one_by_one(fetch, keys):
            return [await fetch(key) for key in keys]
        async def fetch_all(fetch, keys):
            return await one_by_one(fetch, keys)
        async def main():
            for key in "abc":
                await print_one(key)
        """
    )
    assert {cause["line"] for test in result["tests"] for cause in test["causes"]} == {4}


def test_causes_explain_and_never_decide(check_03: Check) -> None:
    """A right answer passes whatever its text looks like, and nothing is said against it."""
    result = check_03(
        """
        import asyncio
        async def fetch_all(fetch, keys):
            tasks = [asyncio.ensure_future(fetch(key)) for key in keys]
            try:
                return [await task for task in tasks]
            except:
                for task in tasks: task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                raise
        """
    )
    assert result["status"] == "passed", result["message"]
    assert not any(test["causes"] for test in result["tests"])


@pytest.mark.parametrize(
    "text", ["(" * 5000, "x = " + "-" * 100_000 + "1", "a" + ".a" * 50_000, "\x00", "é = '\udcff'"]
)
def test_a_text_that_no_parser_likes_is_refused_all_the_same(text: str, tmp_path: Path) -> None:
    """The look at a submission may fail: its verdict doesn't depend on it."""
    answer = tmp_path / "answer.py"
    answer.write_bytes(text.encode("utf-8", "surrogateescape"))
    ran = run("check", "03", "--file", answer, "--json")
    assert (ran.status, ran.result["status"]) == (1, "failed")


def test_of_a_traceback_only_the_learners_own_lines_are_shown(tmp_path: Path) -> None:
    """An error's way leads through the submission's functions, outermost first, and no others."""
    answer = tmp_path / "answer.py"
    answer.write_text(
        "import asyncio, json\n"
        "def parse(text):\n    return json.loads(text)\n"
        "async def one(fetch, key):\n    return parse('{' + await fetch(key))\n"
        "async def fetch_all(fetch, keys):\n"
        "    return await asyncio.gather(*(one(fetch, key) for key in keys))\n"
    )
    ran = run("check", "03", "--file", answer)
    shown = ran.out[ran.out.index("it came this way") :].split("why")[0]
    assert re.findall(r"line (\d+), in (\w+)", shown) == [
        ("7", "fetch_all"),
        ("5", "one"),
        ("3", "parse"),
    ]
    assert "json/decoder" not in ran.out
    assert "asyncio/" not in ran.out.split("see")[0]


def test_an_error_in_a_task_group_is_told_at_its_own_line(check_03: Check) -> None:
    """The group raises where its block ends: the line to mend is that of the error in it."""
    result = check_03(
        """\
        import asyncio
        async def one(fetch, key):
            return await ftech(key)
        async def fetch_all(fetch, keys):
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(fetch, key)) for key in keys]
            return [task.result() for task in tasks]
        """
    )
    assert result["line"] == 3
    way = [(step["line"], step["function"]) for step in result["tests"][0]["trace"]]
    assert way == [(5, "fetch_all"), (3, "one")]
    named = [test["message"] for test in result["tests"] if "ConnectionError" in test["message"]]
    assert all("name 'ftech' is not defined" in message for message in named), named
    assert named


def test_what_a_service_raised_is_told_where_the_task_group_lets_it_out(lab: Check) -> None:
    """An error that was given isn't what's wrong: the line is that of the group around it."""
    result = lab(
        """
        async def test_one(submission, witness):
            error = ConnectionError("lost")

            def fail():
                raise error

            with expect.raises(error, "work"):
                await submission.work(witness.instant("ask", fail))
        """,
        """\
        import asyncio
        async def work(ask):
            async with asyncio.TaskGroup() as group:
                group.create_task(ask())
        """,
    )
    assert (result["code"], result["line"]) == ("wrong_exception", 3)
    assert "(ConnectionError: lost)" in result["message"]


def test_a_stop_iteration_in_a_coroutine_is_told_at_its_line(check_03: Check) -> None:
    """Python makes a RuntimeError of it, which passes no line of the coroutine itself."""
    result = check_03(
        """\
        import asyncio
        async def one(fetch, key):
            next(iter([]))
        async def fetch_all(fetch, keys):
            return await asyncio.gather(*(one(fetch, key) for key in keys))
        """
    )
    assert (result["line"], "StopIteration" in result["message"]) == (3, True)


def test_a_cancelled_call_that_raises_is_told_with_the_line_that_did(check_03: Check) -> None:
    """What ended otherwise than as cancelled has a place in the text, and it's shown."""
    result = check_03(
        """\
        import asyncio
        async def fetch_all(fetch, keys):
            try:
                return await asyncio.gather(*map(fetch, keys))
            except asyncio.CancelledError:
                raise LookupError("stopped")
        """
    )
    assert (result["code"], result["line"]) == ("swallowed_cancellation", 6)


def test_the_svg_shows_every_call_and_is_inert(tmp_path: Path) -> None:
    """One SVG with every test's bars; what a submission names or says can't become markup."""
    answer, picture = tmp_path / "answer.py", tmp_path / "picture.svg"
    answer.write_text(
        "async def fetch_all(fetch, keys):\n"
        "    await fetch('<script>alert(1)</script>]]>&\\x00\\ud800')\n"
    )
    ran = run("check", "03", "--file", answer, "--svg", picture)
    assert ran.status == 1
    root = ElementTree.parse(picture).getroot()
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "style", "rect", "text", "line", "polygon")
    }
    labels = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert any(label.startswith("fetch('<script>") for label in labels)
    assert "prefers-color-scheme: dark" in (root.findtext(f"{SVG}style") or "")


def test_an_svg_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """The verdict is shown; then what is wrong with the path."""
    ran = run("check", "03", "--svg", tmp_path / "nowhere" / "picture.svg")
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert "--svg" in ran.err
    assert "Traceback" not in ran.err
    assert "03_gather" in ran.out


def test_the_timeline_tells_threads_and_holds_apart(lab: Callable[..., Any]) -> None:
    """The record says which thread called, and where the loop was held."""
    result = lab(
        """
        @pytest.mark.real_clock
        async def test_all(submission, witness):
            read = witness.rendezvous("read", 2, mode="blocking")
            wait = witness.timed("wait", 0.2)
            await submission.work(read, wait)
        """,
        """
        import asyncio, time
        async def work(read, wait):
            tasks = [asyncio.create_task(asyncio.to_thread(read, n)) for n in range(2)]
            await asyncio.gather(*tasks, wait())
            time.sleep(0.1)
        """,
    )
    timeline = result["tests"][0]["timeline"]
    calls = [span for span in timeline["spans"] if span["kind"] == "call"]
    assert {span["thread"] for span in calls if span["label"].startswith("read")} == {1, 2}
    assert {span["thread"] for span in calls if span["label"] == "wait()"} == {0}
    hold = next(span for span in timeline["spans"] if span["kind"] == "hold")
    assert (hold["line"], hold["outcome"]) == (6, "waited")


def test_the_timeline_counts_the_tasks_that_live(lab: Callable[..., Any]) -> None:
    """Three tasks that end one after another are told as three, then two, then one."""
    result = lab(
        """
        async def test_all(submission, witness):
            await submission.work(witness.timed("wait", lambda n: n / 10))
        """,
        """
        import asyncio
        async def work(wait):
            tasks = [asyncio.create_task(wait(n)) for n in (1, 2, 3)]
            await asyncio.wait(tasks)
        """,
    )
    tallies = [(tally["at"], tally["count"]) for tally in result["tests"][0]["timeline"]["tasks"]]
    assert tallies[:3] == [(0.0, 3), (0.1, 2), (0.2, 1)]


def test_on_the_virtual_clock_a_hold_is_drawn_where_it_happened(lab: Callable[..., Any]) -> None:
    """What was in flight lasts longer by it, as a real clock would have shown."""
    result = lab(
        """
        async def test_held(submission, witness):
            await submission.work(witness.timed("wait", 1.0))
        """,
        """
        import asyncio, time
        async def work(wait):
            await wait("before")
            task = asyncio.create_task(wait("during"))
            await asyncio.sleep(0.5)
            time.sleep(0.2)
            await task
        """,
    )
    spans = {span["label"]: span for span in result["tests"][0]["timeline"]["spans"]}
    held = spans["time.sleep(0.2)"]["end"] - spans["time.sleep(0.2)"]["start"]
    assert held > 0.198  # a hold reads within 2 ms
    drawn = {label: (span["start"], span["end"]) for label, span in spans.items()}
    assert drawn["wait('before')"] == (0.0, 1.0)
    assert drawn["wait('during')"] == (1.0, pytest.approx(1.5 + held))
    assert drawn["time.sleep(0.2)"] == (1.5, pytest.approx(1.5 + held))


def test_one_blocking_step_of_ten_is_found_at_its_line(lab: Callable[..., Any]) -> None:
    """60 ms in one of ten steps that otherwise wait properly: the verdict names that step."""
    steps = [f"    await read({number})\n" for number in range(10)]
    steps[6] = "    time.sleep(0.06)\n"
    result = lab(
        """
        async def test_steps(submission, witness):
            await submission.work(witness.timed("read", 0.1))
        """,
        "import asyncio, time\nasync def work(read):\n" + "".join(steps),
    )
    assert (result["code"], result["line"]) == ("blocked_loop", 9)


def test_a_task_s_call_is_drawn_with_the_line_that_made_it(check_03: Check) -> None:
    """Where only the loop calls, the line is that of `create_task(fetch(key))`."""
    result = check_03(
        """
        import asyncio
        async def fetch_all(fetch, keys):
            tasks = [asyncio.create_task(fetch(key)) for key in keys]
            return await asyncio.gather(*tasks)
        """,
        "--timeline",
    )
    assert result["status"] == "passed", result["message"]
    assert {span["line"] for span in result["tests"][0]["timeline"]["spans"]} == {4}


@pytest.mark.parametrize("code", [path.name.split(".")[0] for path in sorted(ANSWERS.iterdir())])
def test_the_page_on_verdicts_shows_what_one_gets(code: str) -> None:
    """Each example of docs/verdicts.md is refused with its code, in the words that stand there."""
    page = PAGE.read_text(encoding="utf-8").split(BEGIN)[1]
    written = page[page.index(f"### `{code}`") :].split("\n### ")[0]
    now = section(CODES[code])
    assert f" {code}: " in now
    assert sentences(written) == sentences(now)


def sentences(text: str) -> str:
    """Return a text without figures and line breaks, which may differ, and without its picture."""
    text = re.sub(r"\n\n  what ran when.*?```", "\n```", text, flags=re.DOTALL)
    return " ".join(re.sub(r"\d[\d.,]*( ms| s\b)?", "N", text).split())


def test_the_page_on_verdicts_has_every_code_in_order() -> None:
    """No code is missing from the page, and none is made up."""
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^### `(\w+)`", page, flags=re.MULTILINE) == list(CODES)
