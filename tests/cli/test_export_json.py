"""`talkbell export --format json`: the shape that `import` and the service share, key by key."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from jsonschema import Draft202012Validator

from .conftest import Ran

Talkbell = Callable[..., Ran]
Json = dict[str, Any]
SHIPPED = Path(__file__).parents[2] / "schedules"


def text(pattern: str = "") -> Json:
    return {"type": "string", "pattern": f"^{pattern}$"} if pattern else {"type": "string"}


def known_or_null(of: Json) -> Json:
    return {"anyOf": [of, {"type": "null"}]}


def an_object(**keys: Json) -> Json:
    return {"type": "object", "properties": keys, "required": list(keys)}


def a_list(of: Json) -> Json:
    return {"type": "array", "items": of}


def one_of(words: str) -> Json:
    return {"enum": words.split()}


LINE = known_or_null({"type": "integer", "minimum": 1})
OFFSET = r"(\+|-)\d\d:\d\d"
TIME = known_or_null(text(rf"\d{{4}}-\d\d-\d\d(T\d\d:\d\d:\d\d({OFFSET})?)?"))
LENGTH = known_or_null(text(r"P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?"))
ZONE = known_or_null({"enum": sorted(available_timezones())})
TALK = an_object(
    title=known_or_null(text()),
    kind=one_of("talk invited oral spotlight contributed poster keynote panel break other"),
    start=TIME,
    end=TIME,
    at=known_or_null(text(r"\d\d:\d\d(-\d\d:\d\d)?")),
    speakers=a_list(an_object(name=text(), affiliation=known_or_null(text()))),
    abstract=known_or_null(text()),
    duration=LENGTH,
    materials=a_list(an_object(kind=one_of("slides video paper other"), url=text("https?://.*"))),
    line=LINE,
)
SESSION = an_object(
    id=text(),
    title=known_or_null(text()),
    status=one_of("scheduled tentative cancelled unscheduled"),
    start=TIME,
    end=TIME,
    timezone=ZONE,
    chair=known_or_null(text()),
    room=known_or_null(text()),
    join=known_or_null(an_object(url=text("https?://.*"), passcode=known_or_null(text()))),
    talks=a_list(TALK),
    line=LINE,
)
SERIES = an_object(
    id=text(),
    title=text(),
    kind=one_of("seminar workshop conference course playlist"),
    timezone=ZONE,
    place=known_or_null(text()),
    homepage=known_or_null(text()),
    organizers=a_list(text()),
)
PROBLEM = an_object(line=LINE, code=text(), read=text(), message=text(), choices=a_list(text()))
DOCUMENT = an_object(series=SERIES, sessions=a_list(SESSION), problems=a_list(PROBLEM))


def wrongs(document: Json) -> list[str]:
    found = Draft202012Validator(DOCUMENT).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_every_shipped_series_has_the_shape_that_was_promised(
    talkbell: Talkbell, folder: Path
) -> None:
    shutil.rmtree(folder / "schedules")
    shutil.copytree(SHIPPED, folder / "schedules")
    ran = talkbell("export", "--format", "json", "--for", "subscribers")
    assert (ran.code, ran.err) == (0, "")
    documents = json.loads(ran.out)
    assert [one["series"]["id"] for one in documents] == sorted(p.stem for p in SHIPPED.iterdir())
    assert [wrong for document in documents for wrong in wrongs(document)] == []


@pytest.mark.parametrize("key", ["series.title", "sessions.0.talks.0.speakers", "problems"])
def test_a_shape_without_a_key_is_noticed(talkbell: Talkbell, key: str) -> None:
    document = json.loads(talkbell("export", "seminar", "--format", "json").out)
    assert wrongs(document) == []
    *path, last = [int(part) if part.isdigit() else part for part in key.split(".")]
    within = document
    for part in path:
        within = within[part]
    del within[last]
    assert len(wrongs(document)) == 1


def test_a_seminar_has_its_times_links_and_speakers(talkbell: Talkbell) -> None:
    ran = talkbell("export", "seminar", "--format", "json", "--for", "subscribers")
    document = json.loads(ran.out)
    first, second, last = document["sessions"]
    assert [
        first[key] for key in ("id", "title", "status", "start", "end", "timezone", "join")
    ] == [
        "first",
        "On Examples",
        "scheduled",
        "2021-06-28T16:30:00+02:00",
        "2021-06-28T17:30:00+02:00",
        "Europe/Zurich",
        {"url": "https://meet.example/j/123456789", "passcode": "s3cret"},
    ]
    (talk,) = first["talks"]
    assert [talk[key] for key in ("title", "start", "speakers", "abstract")] == [
        "On Examples",
        "2021-06-28T16:30:00+02:00",
        [{"name": "Ada Example", "affiliation": "Université d’Exemple"}],
        "An abstract.",
    ]
    assert (second["join"], second["title"], second["talks"][0]["title"]) == (
        None,
        "Bela Beispiel",
        None,
    )
    assert (last["status"], last["start"], last["end"]) == ("unscheduled", None, None)


def test_one_series_is_an_object_and_several_are_a_list(talkbell: Talkbell) -> None:
    one, other, both = (
        json.loads(talkbell("export", "--format", "json", *names).out)
        for names in (["seminar"], ["workshop"], ["workshop", "seminar"])
    )
    assert both == [other, one]


def test_letters_of_all_the_world_stand_as_they_are(talkbell: Talkbell) -> None:
    assert "Université d’Exemple" in talkbell("export", "--format", "json").out
