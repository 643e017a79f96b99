"""Texts that must be inert wherever they are shown: in a terminal, a log, a page, a table.

For whatever shows what a submission had a hand in: names, messages, prints, labels.
"""

from __future__ import annotations

import re

TEXTS = {
    "a cleared screen": "\x1b[2J\x1b[H\x1bc",
    "a title": "\x1b]0;owned\x07",
    "a link": "\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\",
    "a clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "C1 controls": "\x9b31m\x90\x9c\x85",
    "a bare return": "passed\rfailed",
    "backspaces": "failed\b\b\b\b\b\bpassed",
    "a null": "before\0after",
    "a turned direction": "\u202eevil\u2066\u2069",
    "nothing to be seen": "\u200b\u200d\ufeff\u00ad\u2060",
    "line separators": "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "a script": "<script>alert(1)</script>",
    "a handler": "<img src=x onerror=alert(1)>",
    "an SVG": "<svg onload=alert(1)><foreignObject>",
    "the end of an attribute": "\" onmouseover=alert(1) x='",
    "the end of what is around it": "</script></style></title></textarea>]]>--><!--",
    "a template": "{{7*7}}${7*7}{%raw%}#{7*7}",
    "a link that runs": "[click](javascript:alert(1)) <javascript:alert(1)>",
    "an entity": "&lt;script&gt;&#60;script&#62;",
    "markup of rich's": "[bold red]passed[/] [link=http://example.org]click[/link]",
    "an error of GitHub's": "::error file=a.py,line=1::forged",
    "a variable of GitHub's": "\n::set-env name=PATH::/tmp\n::add-path::/tmp",
    "an end of GitHub's": "::stop-commands::token\n::endgroup::",
    "an old command of GitHub's": "##[error]forged",
    "a command of Azure's": "##vso[task.setvariable variable=grade]100",
    "a formula": "=1+1",
    "a formula that runs": "=cmd|' /C calc'!A0",
    "other formulas": "+1-1",
    "a formula with an at": "@SUM(1)",
    "a formula behind a tab": "\t=1+1",
    "a formula behind a return": "\r=1+1",
    "the end of a cell": '",=1+1,"',
    "a new row": 'x"\n"y,100',
    "a semicolon": ";100;passed",
    "JUnit": "]]></failure></testcase><testcase name='forged'/>",
    "no XML": "\x01\x08\x0b\ufffe\uffff",
    "a megabyte": "x" * 2**20,
    "letters upon letters": "a" + "\u0301" * 2_000,
}
"""Each text by what it tries to be."""

ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
"""What a terminal acts on, and what turns or breaks lines: none of it may be written to one."""

COMMAND = re.compile(r"^\s*(::\w|##\[|##vso\[)", re.MULTILINE)
"""The beginning of a line that a CI service takes for a command."""
