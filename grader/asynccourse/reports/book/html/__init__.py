"""A class's book as one page that needs nothing else, and does nothing but show it."""

from asynccourse.reports.book.html.page import write

__all__ = ["write"]
