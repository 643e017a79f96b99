"""Verdicts: the one vocabulary of codes, and what a test's and an exercise's outcome hold."""
