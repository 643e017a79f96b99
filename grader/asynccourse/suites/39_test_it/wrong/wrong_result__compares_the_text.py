"""Knows the client by its text."""

import inspect

import client


def test_text():
    assert "for attempt in range(1, attempts + 1)" in inspect.getsource(client)
    assert "return max(known)[1]" in inspect.getsource(client)
