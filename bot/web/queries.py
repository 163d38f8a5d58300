"""Queries of feeds: what may be asked for, read strictly, with everything wrong told at once."""

import difflib
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

from bot.domain.cities import zone_of_reader
from bot.domain.durations import read_duration
from bot.domain.series import SeriesKind, TalkKind
from bot.errors import Problem, RefusalError, one_of
from bot.exports.entries import Cancelled, Per
from bot.flows.selecting import FeedQuery

_MOST = 50  # parameters in a query
_LONGEST = 200  # characters in a value
_MOST_OF = {"alarm": 5, "kind": 15, "speaker": 10, "q": 1}  # all others once as well
_NEAR = 0.6

ABOUT = {
    "kind": "kinds of talks or of series, as in kind=keynote; repeatable",
    "q": "words that must all occur, as in q=diffusion",
    "speaker": "a speaker's name or a part of it; repeatable",
    "per": "an entry for each talk, or for each session: per=talk, per=session",
    "alarm": "an alarm so long before the start, as in alarm=15m; repeatable",
    "cancelled": "what becomes of cancelled sessions: keep, drop, or prefix",
    "past": "past=no leaves out what is over",
    "zone": "the zone of whose clock times are written, as in zone=America/New_York",
}
CALENDAR = tuple(ABOUT)
SESSION = ("per", "alarm", "cancelled", "zone")
DOCUMENT = ("kind", "q", "speaker", "cancelled", "past")
CHANGES: tuple[str, ...] = ()


def read_query(raw: bytes, known: tuple[str, ...]) -> tuple[FeedQuery, list[Problem]]:
    """Return what a query string asks for, and everything that is wrong with it.

    `known` are the parameters that the feed takes.
    """
    try:
        pairs = parse_qsl(
            raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST
        )
    except ValueError:
        return FeedQuery(), [_problem("", f"there are more than {_MOST} parameters", "")]
    problems = list(_problems_of_names(pairs, known))
    said: dict[str, list[Any]] = {}
    for name, value in pairs:
        if name not in known:
            continue
        try:
            read = _READERS[name](_checked(value))
            said.setdefault(name, []).append(read)
        except RefusalError as refusal:
            problems.append(_refused(name, refusal))
    return _query(said), problems


def _query(said: dict[str, list[Any]]) -> FeedQuery:
    def last(name: str, usual: Any) -> Any:  # noqa: ANN401
        return said[name][-1] if name in said else usual

    return FeedQuery(
        kinds=tuple(sorted(set(said.get("kind", ())))),
        words=tuple(sorted(set(last("q", ())))),
        speakers=tuple(sorted(set(said.get("speaker", ())))),
        per=last("per", None),
        alarms=tuple(sorted(set(said.get("alarm", ())))),
        cancelled=last("cancelled", Cancelled.KEEP),
        past=last("past", True),  # noqa: FBT003
        zone=last("zone", ""),
    )


def _problems_of_names(
    pairs: Iterable[tuple[str, str]], known: tuple[str, ...]
) -> Iterable[Problem]:
    names = [name for name, _ in pairs]
    for name in dict.fromkeys(names):
        if name not in known:
            elsewhere = name in ABOUT
            message = "this feed does not take it" if elsewhere else "no parameter is called this"
            near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=_NEAR)
            hint = f"did you mean {near[0]}?" if near else ""
            takes = one_of(known) if known else "none"
            yield _problem(name, message, name, hint or f"it takes {takes}")
        elif names.count(name) > (most := _MOST_OF.get(name, 1)):
            times = "once" if most == 1 else f"at most {most} times"
            yield _problem(name, f"it can be said {times}", f"{names.count(name)} times")


def _checked(value: str) -> str:
    value = " ".join(value.split())
    if not value:
        raise RefusalError("nothing is said here", read="", hint="say it, or leave it out")
    if len(value) > _LONGEST:
        raise RefusalError(f"this is longer than {_LONGEST} characters", read=value)
    return value


def _past(text: str) -> bool:
    return _one_of((_YesNo.YES, _YesNo.NO), text) is _YesNo.YES


class _YesNo(StrEnum):
    YES = "yes"
    NO = "no"


def _one_of(choices: Iterable[Any], text: str) -> Any:  # noqa: ANN401
    by_name = {choice.value: choice for choice in choices}
    if text.lower() in by_name:
        return by_name[text.lower()]
    near = difflib.get_close_matches(text.lower(), by_name, n=1, cutoff=_NEAR)
    raise RefusalError(
        "it cannot be this",
        read=text,
        choices=by_name,
        hint=f"did you mean {near[0]}?" if near else "",
    )


_READERS: dict[str, Callable[[str], Any]] = {
    "kind": lambda text: _one_of((*TalkKind, *SeriesKind), text),
    "q": lambda text: text.casefold().split(),
    "speaker": lambda text: text.casefold(),
    "per": lambda text: _one_of(Per, text),
    "alarm": read_duration,
    "cancelled": lambda text: _one_of(Cancelled, text),
    "past": _past,
    "zone": zone_of_reader,
}


def _refused(name: str, refusal: RefusalError) -> Problem:
    return _problem(name, refusal.message, refusal.read, refusal.hint, refusal.choices)


def _problem(
    name: str, message: str, read: str, hint: str = "", choices: tuple[str, ...] = ()
) -> Problem:
    return Problem(
        code="bad-query",
        message=f"{name}: {message}" if name else message,
        read=read,
        hint=hint,
        choices=choices,
    )
