"""Tests of the web service."""

import pytest

pytest.register_assert_rewrite("tests.web.site")
