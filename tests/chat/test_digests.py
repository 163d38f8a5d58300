"""/digest: at which hour of the week, in the reader's zone."""

import pytest

from bot.chat.digests import USUAL, read_slot
from bot.errors import RefusalError

from .people import Bot, Person

NOW_MONDAY = "Each Monday at 08:00 you are told of the coming seven days of what you follow; next "


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Monday 8:00", (0, 480)),
        ("fri 4 pm", (4, 960)),
        ("Sundays at 18.30", (6, 1110)),
        ("on Wednesday", (2, 480)),
        ("7h", (0, 420)),
        ("every tue, 23:59", (1, 1439)),
    ],
)
def test_hours_of_the_week_are_read(text: str, slot: tuple[int, int]) -> None:
    assert read_slot(text, USUAL) == slot


@pytest.mark.parametrize(
    "text", ["Moonday 8:00", "25:00", "8", "Monday 8:00-9:00", "28 June 8:00", "at", "x" * 99]
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        read_slot(text, USUAL)


def test_zone_is_asked_for_first(ada: Person) -> None:
    assert ada.say("/digest") == (
        "You get no weekly digest.\n\n"
        "Say when you want one, as in /digest Monday 8:00, or /digest off. Or choose:"
    )
    assert ada.say("/digest on").startswith("For a digest I need your zone first.\n\nName a city")
    assert "Asia/Tokyo" in ada.labels
    assert ada.press("Asia/Tokyo").startswith("Each Monday at 08:00 you are told")
    assert "Digest: Monday 08:00\n" in f"{ada.say('/mine')}\n"
    assert "Zone: Asia/Tokyo\n" in ada.say("/mine")


def test_digest_comes_at_the_hour_that_is_said_until_it_is_off(ada: Person) -> None:
    ada.say("/zone Tokyo")  # it is Monday, 21:00 there
    ada.say("/follow analysis")
    assert ada.say("/digest on") == (
        f"{NOW_MONDAY}Mon 8 March, 08:00 JST. An empty week is passed over."
    )
    assert ada.labels == ["Friday 16:00", "Sunday 18:00", "No digest"]
    assert "Digest: Monday 08:00" in ada.say("/mine")
    assert "next tomorrow at 07:30 JST" in ada.say("/digest Tuesday 7:30")
    ada.say("/digest off")
    assert ada.say("/digest").startswith("You get no weekly digest.")
    ada.say("/digest")
    assert "Each Friday at 16:00" in ada.press("Friday 16:00")
    ada.say("/digest")
    assert ada.press("No digest") == "You get no weekly digest."


def test_digest_follows_the_zone(ada: Person) -> None:
    ada.say("/zone Tokyo")
    ada.say("/digest Tuesday 0:00")
    assert "next tomorrow at 00:00 JST" in ada.say("/digest")
    ada.say("/zone Zurich")
    assert "next tomorrow at 00:00 CET" in ada.say("/digest")


def test_mistake_is_told_with_an_example(ada: Person) -> None:
    ada.say("/zone Tokyo")
    assert ada.say("/digest whenever") == (
        'This is no hour of the week, read "whenever"; write a weekday and an hour.\n\n'
        "For example: /digest Monday 8:00"
    )


def test_only_admins_change_it_in_a_group(bot: Bot) -> None:
    group = bot.person("-5", kind="group", may_change=False)
    assert (
        group.say("/digest on") == "Only admins of this group can change that, in their own name."
    )
    assert group.say("/digest").startswith("You get no weekly digest.")
