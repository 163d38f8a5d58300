"""What fuzzing begins with holds all promises already, and the promises can be broken."""

import pytest

from bot.domain.series import Series, SeriesKind, Session
from bot.sources.imported import Imported
from tests.fuzz.readers import READERS, check_imported
from tests.fuzz.seeds import seeds_of


@pytest.mark.parametrize("name", READERS)
def test_seeds_break_no_promise(name: str) -> None:
    seeds = seeds_of(name)
    assert seeds
    for seed in seeds:
        READERS[name](seed)


def test_a_broken_promise_is_seen() -> None:
    twice = (Session(id="same"), Session(id="same"))
    series = Series(id="s", title="S", kind=SeriesKind.SEMINAR, sessions=twice)
    with pytest.raises(AssertionError):
        check_imported(Imported(series))
