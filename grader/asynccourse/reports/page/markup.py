"""HTML as elements: there is no way to make text into markup but the names in our own code."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from asynccourse.reports.printable import printable

Inside = Element | str


def tag(name: str, *inside: Inside, **attributes: str | float) -> Element:
    """Return an element. `class_` and `aria_label` stand for `class` and `aria-label`.

    Control and format characters in texts are shown escaped, as on the terminal.
    """
    element = Element(name, {_name(key): _value(value) for key, value in attributes.items()})
    for part in inside:
        _append(element, part)
    return element


def prose(text: str) -> list[Inside]:
    """Return a sentence of the judge's, with what stands in backticks as code."""
    parts = re.split(r"`([^`\n]+)`", text)
    return [tag("code", part) if odd % 2 else part for odd, part in enumerate(parts)]


def sign(mark: str, word: str, kind: str) -> Element:
    """Return a mark for who looks, and its word for who listens."""
    seen = tag("span", mark, aria_hidden="true")
    return tag("span", seen, tag("span", f"{word}: ", class_="spoken"), class_=f"mark {kind}")


def html(*parts: Element) -> str:
    """Return elements as HTML, of which all but those without an end, as `br`, can be made.

    No `<` is in it but those of the tags, as XML has it: what stands in a script's element as text
    can't end that.
    """
    return "".join(
        ElementTree.tostring(part, encoding="unicode", short_empty_elements=False) for part in parts
    )


def _append(element: Element, part: Inside) -> None:
    if isinstance(part, Element):
        element.append(part)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + _clean(part)
    else:
        element.text = (element.text or "") + _clean(part)


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return _clean(value) if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    return text if text.isprintable() else printable(text)
