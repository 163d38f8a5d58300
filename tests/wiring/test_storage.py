"""The store of an installation: brought to this version's form, or told to be."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import TalkbellError
from bot.settings import Settings
from bot.wiring.storage import migrated_store, opened_store


def test_an_embedded_database_is_made_and_migrated(tmp_path: Path) -> None:
    with opened_store(Settings(data=tmp_path / "new" / "what? 100%")) as store:
        assert store.is_current()
    assert (tmp_path / "new" / "what? 100%" / "talkbell.db").exists()


def test_a_database_of_others_is_migrated_only_when_that_is_meant(
    new_postgresql: Callable[[], str],
) -> None:
    settings = Settings(database_url=SecretStr(new_postgresql()))
    with (
        pytest.raises(TalkbellError, match="has another form; run `talkbell migrate` first"),
        opened_store(settings),
    ):
        pass
    with migrated_store(settings) as store:
        assert store.is_current()
    with opened_store(settings) as store:
        assert store.is_current()
