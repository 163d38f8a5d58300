"""The JSON Schema of definitions: valid, in step with the reader, and of use to an editor."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from bot.domain.series import (
    LinkPolicy,
    MaterialKind,
    SeriesKind,
    Status,
    TalkKind,
)
from bot.sources.definition import dump_definition, load_schema, read_definition
from bot.sources.definition.schema import known_keys
from tests.definitions import series_of

SCHEDULES = Path(__file__).parents[3] / "schedules"
SCHEMA = load_schema()
PARTS = {name: part for name, part in SCHEMA["$defs"].items() if "properties" in part}


def plain(text: str) -> Any:
    """Return YAML as editors see it: dates and times are texts, as no type of JSON is for them."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))
    return yaml.load(text)


def complaints(definition: object, part: str = "") -> list[str]:
    schema = {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]} if part else SCHEMA
    return [error.message for error in Draft202012Validator(schema).iter_errors(definition)]


def test_schema_is_one_of_its_draft() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


def test_schema_reaches_all_that_it_defines() -> None:
    named = {
        value
        for value in _values_of(SCHEMA, "$ref")
        if isinstance(value, str) and value.startswith("#/$defs/")
    }
    assert {name.split("/")[2] for name in named} == set(SCHEMA["$defs"])


def _values_of(node: object, key: str) -> list[object]:
    if isinstance(node, list):
        return [value for item in node for value in _values_of(item, key)]
    if not isinstance(node, dict):
        return []
    own = [node[key]] if key in node else []
    return own + [value for item in node.values() for value in _values_of(item, key)]


def test_every_key_is_described_and_no_other_is_allowed() -> None:
    for part in (SCHEMA, *PARTS.values()):
        assert part["additionalProperties"] is False
        assert part["properties"]
        for key, value in part["properties"].items():
            target = value
            while "$ref" in target and "description" not in target:
                target = _at(target["$ref"])
            assert target["description"].endswith((".", ";")) or key in {"speaker", "speakers"}


def _at(reference: str) -> dict[str, Any]:
    node: Any = SCHEMA
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    found: dict[str, Any] = node
    return found


@pytest.mark.parametrize("path", sorted(SCHEDULES.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_definition_fits_the_schema(path: Path) -> None:
    text = path.read_text("utf-8")
    assert complaints(plain(text)) == []
    assert complaints(plain(dump_definition(series_of(text)))) == []


@pytest.mark.parametrize(
    "definition",
    [
        "{title: a, sessions: [{join: {url: https://a.example, passcode: 0123}, room: 420}]}",
        "{title: a, slot: {at: 16:30, from: 2026-11-30, fill: true}, timezone: CET}",
        "{title: a, remind: none, organizers: Ada Example, duration: 1:30:00, updated: 2021-05-01}",
    ],
)
def test_numbers_and_dates_that_the_reader_takes_for_text_fit(definition: str) -> None:
    assert complaints(plain(definition)) == []
    assert series_of(definition)


@pytest.mark.parametrize(
    ("part", "key", "options"),
    [
        ("series", "kind", SeriesKind),
        ("series", "link", LinkPolicy),
        ("target", "audience", LinkPolicy),
        ("session", "status", Status),
        ("talk", "kind", TalkKind),
        ("material", "kind", MaterialKind),
    ],
)
def test_choices_are_those_of_the_reader(part: str, key: str, options: type[SeriesKind]) -> None:
    properties = (SCHEMA if part == "series" else PARTS[part])["properties"]
    assert set(properties[key]["enum"]) == {option.value for option in options}


URL = "https://a.example"
SERIES = {
    "id": "b",
    "title": "b",
    "kind": "course",
    "description": "b",
    "timezone": "CET",
    "place": "Tokyo",
    "homepage": URL,
    "organizers": "Ada Example",
    "link": "public",
    "remind": "1 hour",
    "broadcast": "b",
    "source": "https://b.example",
    "duration": "2 hours",
    "color": "teal",
    "updated": "2026-11-22",
    "slot": {"at": "16:30"},
    "sessions": [{"title": "b"}],
}
TALK = {
    "id": "b",
    "at": "16:45",
    "kind": "oral",
    "title": "b",
    "speaker": "Ada Example",
    "speakers": ["Ada Example"],
    "abstract": "b",
    "duration": "2 hours",
    "slides": URL,
    "video": URL,
    "paper": URL,
    "materials": [URL],
}
SESSION = {
    "id": "b",
    "uid": "b@old.example",
    "start": "2021-06-29 16:30",
    "end": "17:30",
    "duration": "2 hours",
    "status": "tentative",
    "reason": "b",
    "title": "b",
    "chair": "b",
    "room": "b",
    "join": URL,
    "talk": "b",
    "talks": ["b"],
    **{key: TALK[key] for key in set(TALK) - {"id", "at", "title", "duration"}},
}
SLOT = {
    "every": "2 weeks",
    "on": "Tuesday",
    "at": "17:30",
    "for": "2 hours",
    "from": "2021-07-05",
    "until": "2021-07-05",
    "skip": "2021-06-28",
    "fill": "yes",
}
# For each part: where it stands in a definition, and a value of each of its keys that shows.
KEYS: dict[str, tuple[dict[str, Any], tuple[str | int, ...], dict[str, Any]]] = {
    "series": ({"title": "a"}, (), SERIES),
    "session": (
        {
            "title": "a",
            "timezone": "CEST",
            "sessions": [{"start": "2021-06-28 16:30", "title": "a"}],
        },
        ("sessions", 0),
        SESSION,
    ),
    "talk": (
        {
            "title": "a",
            "timezone": "CEST",
            "sessions": [{"start": "2021-06-28 16:30", "talks": [{"title": "a"}]}],
        },
        ("sessions", 0, "talks", 0),
        TALK,
    ),
    "speaker": (
        {"title": "a", "sessions": [{"speaker": {"name": "a"}}]},
        ("sessions", 0, "speaker"),
        {"name": "b", "affiliation": "b"},
    ),
    "material": (
        {"title": "a", "sessions": [{"title": "a", "video": {"url": "https://b.example"}}]},
        ("sessions", 0, "video"),
        {"kind": "paper", "url": URL, "title": "b"},
    ),
    "join": (
        {"title": "a", "sessions": [{"join": {"url": "https://b.example"}}]},
        ("sessions", 0, "join"),
        {"url": URL, "passcode": "b"},
    ),
    "organizer": (
        {"title": "a", "organizers": [{"name": "a"}]},
        ("organizers", 0),
        {"name": "b", "telegram": 12345},
    ),
    "target": (
        {"title": "a", "broadcast": {"target": "a"}},
        ("broadcast",),
        {"target": "b", "remind": "1 hour", "kinds": ["keynote"], "audience": "subscribers"},
    ),
    "source": (
        {"title": "a", "timezone": "CET", "source": {"url": "https://a.example"}},
        ("source",),
        {"url": "https://b.example", "every": "1 day", "year": 2026},
    ),
    "slot": (
        {
            "title": "a",
            "timezone": "CEST",
            "slot": {"at": "16:30", "from": "2021-06-28"},
            "sessions": [{"title": "a"}, {"start": "2021-07-05"}],
        },
        ("slot",),
        SLOT,
    ),
}
# What must be said beside a key for it to be right.
BESIDE: dict[tuple[str, str], dict[str, Any]] = {
    ("series", "slot"): {"timezone": "CET"},
    ("series", "source"): {"timezone": "CET"},
    ("session", "reason"): {"status": "cancelled"},
}


def test_every_key_of_the_schema_has_an_example() -> None:
    assert {part: set(values) for part, (_, _, values) in KEYS.items()} == {
        part: set(known_keys(part)) for part in ("series", *PARTS)
    }


def _with(part: str, said: dict[str, Any]) -> dict[str, Any]:
    definition, path, _ = KEYS[part]
    definition = deepcopy(definition)
    node: Any = definition
    for step in path:
        node = node[step]
    node.update(said)
    return definition


@pytest.mark.parametrize(
    ("part", "key"), [(part, key) for part, (_, _, values) in KEYS.items() for key in values]
)
def test_every_key_of_the_schema_is_one_that_the_reader_heeds(part: str, key: str) -> None:
    value = KEYS[part][2][key]
    beside = BESIDE.get((part, key), {})
    without, said = _with(part, beside), _with(part, {**beside, key: value})
    assert complaints(said) == []
    assert _read(said) != _read(without)


def _read(definition: dict[str, Any]) -> str:
    """Return the series that a definition describes, as text to be compared."""
    series, problems = read_definition(_as_yaml(definition).encode(), "f.yaml")
    assert series is not None, [str(problem) for problem in problems]
    return repr(series)


def _as_yaml(node: object) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {_as_yaml(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_as_yaml, node)) + "]"
    return f'"{node}"'


@pytest.mark.parametrize(
    ("definition", "complaint"),
    [
        ("{}", "'title' is a required property"),
        ("[]", "[] is not of type 'object'"),
        ("{title: [a]}", "['a'] is not of type 'string'"),
        ("{title: a, titel: b}", "Additional properties are not allowed ('titel' was unexpected)"),
        ("{title: a, id: A B}", "'A B' does not match '^[a-z0-9]+(-[a-z0-9]+)*$'"),
        ("{title: a, homepage: a.example}", "'a.example' does not match '^https?://'"),
        ("{title: a, sessions: {title: b}}", "{'title': 'b'} is not of type 'array'"),
        ("{title: a, slot: {on: Monday}}", "'at' is a required property"),
        (
            "{title: a, slot: {at: a, of: b}}",
            "Additional properties are not allowed ('of' was unexpected)",
        ),
        (
            "{title: a, sessions: [{date: 2021-06-28}]}",
            "Additional properties are not allowed ('date' was unexpected)",
        ),
        ("{title: a, sessions: [b]}", "'b' is not of type 'object'"),
    ],
)
def test_definition_that_does_not_fit_is_complained_about(definition: str, complaint: str) -> None:
    assert complaints(plain(definition)) == [complaint]


@pytest.mark.parametrize(
    "definition",
    [
        "{title: a, kind: seminarr}",
        "{title: a, link: https://a.example}",
        "{title: a, sessions: [{status: canceled}]}",
        "{title: a, sessions: [{talks: [{kind: coffee, title: b}]}]}",
        "{title: a, sessions: [{talk: {titel: b}}]}",
        "{title: a, sessions: [{join: a.example}]}",
        "{title: a, sessions: [{join: {passcode: b}}]}",
        "{title: a, sessions: [{speaker: {affiliation: b}}]}",
        "{title: a, sessions: [{speakers: [{nam: b}]}]}",
        "{title: a, sessions: [{talk: {title: b, slides: b.pdf}}]}",
        "{title: a, sessions: [{talk: {title: b, materials: [{title: b}]}}]}",
        "{title: a, slot: {at: a, fill: maybe}}",
    ],
)
def test_schema_and_reader_refuse_alike(definition: str) -> None:
    assert complaints(plain(definition))
    series, problems = read_definition(definition.encode(), "f.yaml")
    assert series is None
    assert problems
