"""Whom a series tells besides subscribers: by names, and never by an address."""

from datetime import timedelta

import pytest

from bot.domain.series import BroadcastTarget, LinkPolicy, TalkKind
from bot.sources.definition import read_definition
from tests.definitions import series_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SLACK = BroadcastTarget(name="team-slack")


def complaints_of(text: str) -> list[str]:
    series, problems = read_definition(text.encode(), "a.yaml")
    assert series is None
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("said", "targets"),
    [
        ("team-slack", (SLACK,)),
        ("[team-slack, maths-list]", (SLACK, BroadcastTarget(name="maths-list"))),
        ("{target: team-slack}", (SLACK,)),
        ("[{target: team-slack, remind: none}]", (BroadcastTarget(name="team-slack", remind=()),)),
        (
            (
                "[{target: a-2, remind: [1 hour, 1 day], kinds: [keynote, Invited, keynote],"
                " audience: subscribers}]"
            ),
            (
                BroadcastTarget(
                    name="a-2",
                    remind=(DAY, HOUR),
                    kinds=(TalkKind.KEYNOTE, TalkKind.INVITED),
                    audience=LinkPolicy.SUBSCRIBERS,
                ),
            ),
        ),
        ("[]", ()),
    ],
)
def test_targets_are_read_with_their_rules(said: str, targets: tuple[BroadcastTarget, ...]) -> None:
    assert series_of(f"title: a\nbroadcast: {said}").broadcast == targets


@pytest.mark.parametrize(
    "address",
    [
        "slack://TokenAAAA/TokenBBBB/TokenCCCC/#general",
        "https://hooks.slack.example/services/T1/B1/canary",
        "mailto://ada:canary@mail.example",
        "ada@mail.example",
        "xoxb-Canary-0123456789",
        "A1" * 40,
    ],
)
@pytest.mark.parametrize("form", ['"{}"', '["{}"]', '{{target: "{}"}}', '[{{target: "{}"}}]'])
def test_address_is_refused_and_not_repeated(address: str, form: str) -> None:
    (said,) = complaints_of("title: a\nbroadcast: " + form.format(address))
    assert address not in said
    assert said.startswith("a.yaml:2:")
    assert said.endswith(
        "this is no target's name, and an address may be a secret that belongs in no definition; "
        "put it in the settings, as in TALKBELL_BROADCAST_TEAM_SLACK, and write team-slack"
    )


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (
            "Team Slack",
            (
                "a.yaml:2:12: broadcast: a target's name has lower-case letters, digits and single "
                'hyphens, read "Team Slack"; write team-slack'
            ),
        ),
        (
            "[a, {target: a, remind: 1 day}]",
            'a.yaml:2:16: broadcast: this target is named twice, read "a"; take one out',
        ),
        (
            "[{remind: 1 day}]",
            (
                "a.yaml:2:13: broadcast: which target?; "
                "write it as in {target: team-slack, remind: 1 day}"
            ),
        ),
        (
            "[{target: a, audience: everybody}]",
            (
                'a.yaml:2:35: audience: this is none of the choices, read "everybody"; '
                "write public, or subscribers"
            ),
        ),
        (
            "[{target: a, kinds: [keynotes]}]",
            (
                'a.yaml:2:33: kinds: this is none of the choices, read "keynotes"; '
                "did you mean keynote?"
            ),
        ),
        (
            "[{target: a, zzz: teal}]",
            (
                'a.yaml:2:25: a broadcast target has no such key, read "zzz"; '
                "known are target, remind, kinds, audience"
            ),
        ),
        ("[[a]]", "a.yaml:2:13: broadcast: a text is expected here, not a list"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(said: str, complaint: str) -> None:
    (first, *_) = complaints_of(f"title: a\nbroadcast: {said}")
    assert first.startswith(complaint)
