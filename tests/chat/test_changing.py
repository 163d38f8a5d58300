"""Of which changes of a series a chat wants to be told."""

import pytest

from .people import Bot, Person


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/changes analysis time", "You are told when sessions are moved, cancelled or new"),
        ("/changes analysis none", "You are told of no changes"),
        ("/changes off", "You are told of no changes"),
        ("/changes analysis all", "You are told of all changes."),
        ("/changes", "You are told of all changes."),
    ],
)
def test_a_chat_says_of_which_changes_it_is_told(ada: Person, said: str, told: str) -> None:
    ada.say("/follow analysis")
    assert told in ada.say(said)


def test_what_was_said_is_kept_and_shown(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/changes analysis time")
    assert "moved, cancelled or new" in ada.say("/changes")
    assert "moved, cancelled or new" in ada.say("/mine")


def test_other_words_are_refused_and_nothing_changes(ada: Person) -> None:
    ada.say("/follow analysis")
    assert "say all, time or none" in ada.say("/changes analysis perhaps")
    assert "all changes" in ada.say("/changes analysis")


def test_a_series_must_be_followed_first(ada: Person, bot: Bot) -> None:
    del bot
    assert "follow" in ada.say("/changes analysis time").lower()
