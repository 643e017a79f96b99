"""Grading a class: from what students handed in to a book of marks."""
