"""Skips its only module before a test is defined."""

import pytest

pytest.skip("later", allow_module_level=True)


def test_nothing():
    assert False
