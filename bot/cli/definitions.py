"""`talkbell export --format yaml`: definitions as they count now, with what was changed in chat."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.cli.choosing import choose_series
from bot.cli.configured import schedules_of
from bot.cli.files import is_folder, write_file
from bot.cli.installation import open_installation
from bot.domain.accounts import OrganizerAccount
from bot.domain.edits import AddSession, Edit, facet_of
from bot.domain.series import Series
from bot.errors import TalkbellError
from bot.sources.definition.dumping import Comments, dump_definition
from bot.store.engine import Connection
from bot.store.organizing.organizers import Origin, list_organizers
from bot.store.series.overlays import list_edits
from bot.store.series.schedules import list_versions, load_series

_FACETS = {"standing": "status", "link": "join", "material": "slides"}


def write_definitions(arguments: argparse.Namespace) -> int:
    """Write definitions, join links included; return 1 if one could not be read, else 0.

    Series that are stored are written as they are there; others as their files say.
    """
    with open_installation(arguments) as (_, store), store.reading() as connection:
        names = arguments.series or sorted(list_versions(connection))
        stored = {one.id: (one, edits) for one, edits in _stored(connection, names)}
    left = [one for one in arguments.series if one not in stored]
    read: list[Series] = []
    complete = True
    if left or not stored:
        read, complete = choose_series(left, schedules_of(arguments))
    written = [_dumped(one, edits) for one, edits in stored.values()]
    written += [(one.id, dump_definition(one)) for one in read]
    _write(written, arguments.output)
    return 0 if complete else 1


def _stored(
    connection: Connection, names: list[str]
) -> Iterator[tuple[Series, dict[Edit, datetime]]]:
    for name in names:
        found = load_series(connection, name)
        if found and found.archived_at is None:
            yield _with_rights(connection, found.series), list_edits(connection, name)


def _with_rights(connection: Connection, series: Series) -> Series:
    """Return a series with who has a right by its definition now, though that may be held back."""
    named = {
        one.person.number: one.person.name
        for one in list_organizers(connection, [series.id])
        if one.origin is Origin.DEFINITION
    }
    kept = [one for one in series.accounts if one.telegram in named]
    known = {one.telegram for one in kept}
    new = [
        OrganizerAccount(name=name, telegram=number)
        for number, name in named.items()
        if number not in known
    ]
    names = [one.name for one in new if one.name and one.name not in series.organizers]
    organizers = (*series.organizers, *names)
    return replace(series, organizers=organizers, accounts=(*kept, *new))


def _dumped(series: Series, edits: dict[Edit, datetime]) -> tuple[str, str]:
    said: dict[str, str] = {}
    for edit, at in edits.items():
        facet = facet_of(edit).split()[0]
        verb = "added" if isinstance(edit, AddSession) else "changed"
        note = f"{_FACETS.get(facet, facet)} {verb} in chat on {at.date()}"
        known = said.get(edit.session_id)
        said[edit.session_id] = f"{known}; {note}" if known else note
    if series.source is None:
        return series.id, dump_definition(series, Comments(sessions=said))
    # With it, all that stands here would count over what it says from now on.
    told = f"`source: {series.source.url}` is left out: its sessions stand here now."
    whole = replace(series, source=None)
    return series.id, dump_definition(whole, Comments(top=[told], sessions=said))


def _write(written: list[tuple[str, str]], target: str) -> None:
    if target == "-" or not is_folder(target):
        if len(written) > 1:
            message = "a definition is of one series: name it, or give -o a folder"
            raise TalkbellError(message)
        if target == "-":
            sys.stdout.write("".join(text for _, text in written))
            return
    for name, text in written:
        path = Path(target) / f"{name}.yaml" if is_folder(target) else Path(target)
        write_file(path, text.encode())
        print(f"wrote {path}", file=sys.stderr)
