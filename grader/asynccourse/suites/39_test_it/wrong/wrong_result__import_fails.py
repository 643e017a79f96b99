"""Imports what the client doesn't have, so that it can't be collected."""

from client import temperatures


def test_nothing():
    assert temperatures
