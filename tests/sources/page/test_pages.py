"""Real pages of many kinds; skipped where they are not at hand. See `tests/score.py`."""

import pytest

from tests import score

pytestmark = pytest.mark.skipif(
    not (score.shared() / "pages").is_dir(), reason="the shared pages are not here"
)


def test_pages_are_read_right_and_never_wrong_in_silence() -> None:
    found = list(score.scores())
    assert [one.wrong for one in found if one.wrong] == []
    assert sum(one.right for one in found) >= score.WANTED * sum(one.expected for one in found)
