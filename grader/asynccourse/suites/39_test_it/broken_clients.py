"""The eight broken clients: what each does wrong, and how it is made of the right one.

A learner reads the words, and never the code.
"""

from __future__ import annotations

from dataclasses import dataclass

Changes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Broken:
    """One way to break a promise: its words, and what of the right client's text becomes what."""

    words: str
    changes: Changes
    cure: str = ""
    """What its tests easily lack, where the general words aren't enough."""

    def of(self, right: str) -> str:
        """Return the broken client's text."""
        return changed(right, self.changes)


def changed(right: str, changes: Changes) -> str:
    """Return the right client's text with changes. Raises ValueError where it is another one."""
    for old, new in changes:
        if right.count(old) != 1:
            raise ValueError(f"the right client holds this {right.count(old)} times: {old!r}")
        right = right.replace(old, new)
    return right


_NOT_FOUND = "            if response.status == HTTPStatus.NOT_FOUND:\n"
_TOO_BUSY = "HTTPStatus.SERVICE_UNAVAILABLE and attempt < attempts"

HARMLESS: Changes = (
    (_TOO_BUSY, "HTTPStatus.SERVICE_UNAVAILABLE and attempts > attempt"),
    ("return max(known)[1]", "return max(known)[-1]"),
)
"""What breaks no promise."""

ATTEMPTS = (
    Broken(
        "gives up at the first 503",
        ((_TOO_BUSY, "HTTPStatus.SERVICE_UNAVAILABLE and attempt < 1"),),
    ),
    Broken(
        "asks once more than `attempts` says",
        (
            (_TOO_BUSY, "HTTPStatus.SERVICE_UNAVAILABLE and attempt <= attempts"),
            ("range(1, attempts + 1)", "range(1, attempts + 2)"),
        ),
    ),
)

UNKNOWN = (
    Broken(
        "asks again after a 404",
        (
            (
                _NOT_FOUND,
                "            if response.status == HTTPStatus.NOT_FOUND and attempt < attempts:\n"
                "                continue\n" + _NOT_FOUND,
            ),
        ),
    ),
    Broken(
        "raises another error than `UnknownCity` for a city that isn't known",
        ((_NOT_FOUND, "            if False:\n"),),
        "Is there a `pytest.raises(UnknownCity)`, for `temperature`, and not for a wider error?",
    ),
)

ERRORS = (
    Broken(
        "takes the body of an error status for an answer",
        (
            ("            response.raise_for_status()\n", ""),
            ("await response.json()", "await response.json(content_type=None)"),
        ),
        "Is there a `pytest.raises(aiohttp.ClientResponseError)` around another status than 404 or "
        "503? Inside a wider one, whatever such a client stumbles over will do.",
    ),
    Broken(
        "leaves a city out of `warmest` whatever went wrong with it",
        (("        except UnknownCity:\n", "        except Exception:\n"),),
    ),
)

WARMEST = (
    Broken(
        "gives the first city of the list that is known",
        (("return max(known)[1]", "return known[0][1]"),),
    ),
    Broken(
        "lets one unknown city end the whole question",
        (
            (
                "        except UnknownCity:\n            return None\n",
                "        except UnknownCity:\n            raise\n",
            ),
        ),
    ),
)
