"""`python -m tests.examples`: write the codes' section of docs/verdicts.md anew, as it now is."""

from __future__ import annotations

from tests.examples.page import PAGE, rewritten


def main() -> None:
    """Judge every example and put what `check` shows into the page."""
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
