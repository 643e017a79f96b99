"""The README is true: what it shows is what happens."""

from __future__ import annotations

import json
import re

from asynccourse.course.catalog import find_catalog
from asynccourse.verdicts.codes import CODES
from tests.commands import REPOSITORY, run

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def block_after(marker: str) -> str:
    """Return the body of the first code block behind a text of the README."""
    match = re.search(r"```\w*\n(.*?)```", README[README.index(marker) :], re.DOTALL)
    assert match is not None
    return match[1]


def timeless(text: str) -> str:
    """Return a text without what differs from run to run: times, and the space before them."""
    text = re.sub(r" +\d+(\.\d+)? (ms|s)$", "", text, flags=re.MULTILINE)
    return re.sub(r'"seconds": [\d.]+', '"seconds": 0.0', text)


def test_the_screen_that_it_shows_is_the_screen_that_one_gets() -> None:
    """The example of a refusal is what `check 03` prints for the untouched stub."""
    shown = block_after("## What it looks like")
    command, _, screen = shown.partition("\n")
    assert command.startswith("$ asynccourse ")
    ran = run(*command.split()[2:])
    assert timeless(screen).strip() == timeless(ran.out).strip()


def test_the_json_that_it_shows_has_the_fields_that_one_gets() -> None:
    """The example document has the fields of the real one, and no others."""
    shown = json.loads(block_after("prints one JSON document"))
    got = run("check", "03", "--json").document
    assert shown["schema"] == got["schema"]
    assert shown["results"][0].keys() == got["results"][0].keys()
    assert shown["results"][0]["tests"][0].keys() == got["results"][0]["tests"][0].keys()


def test_it_lists_every_exercise_and_every_code() -> None:
    """No exercise and no code of the vocabulary is missing, and none is made up."""
    listed = re.findall(r"^\| \[(\d\d_\w+)\]", README, flags=re.MULTILINE)
    assert listed == [exercise.name for exercise in find_catalog().all()]
    codes = README[README.index("Every refusal has a code:") :].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", codes)) == set(CODES)


def test_its_links_lead_somewhere() -> None:
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (REPOSITORY / target).exists(), target
