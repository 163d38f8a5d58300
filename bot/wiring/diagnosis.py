"""What an installation has on its own machine: database, zone data, schedules, broadcasts."""

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytz
from sqlalchemy import func, make_url, select, update

from bot.channels.apprise import problem_of
from bot.domain.zonedata import zone_data_version
from bot.errors import TalkbellError
from bot.flows.broadcasting import given_up
from bot.flows.schedules import ReadFile, read_schedules
from bot.settings import Settings
from bot.store.engine import Store, StoreError, open_store
from bot.store.schema import tables
from bot.wiring.broadcasting import variable_of
from bot.wiring.findings import Finding, Verdict

_MEGABYTE = 1024 * 1024
_LITTLE, _MUCH_TOO_LITTLE = 500, 50  # megabytes
_MOST_OFF = timedelta(seconds=2)
_SYSTEM_ZONES = Path("/usr/share/zoneinfo/tzdata.zi")
_DATABASE, _CLOCK, _ZONES = "database", "clock", "zone data"


def check_database(settings: Settings) -> list[Finding]:
    """Tell whether the database answers, has our form, can be written, and has room."""
    room = [] if _is_remote(settings) else [judge_room(_megabytes_free(settings.data))]
    path = embedded_file(settings)
    if path is not None and not path.exists():
        return [_missing(path), *room]
    try:
        with open_store(settings.database) as store:
            return [_state(store), *_clock_of(store), *room]
    except StoreError as error:
        mend = "start it, or set TALKBELL_DATABASE_URL to where it is"
        mend = (
            mend if _is_remote(settings) else "bring a copy back, or name another folder by --data"
        )
        return [Finding(_DATABASE, Verdict.WRONG, str(error), mend), *room]


def embedded_file(settings: Settings) -> Path | None:
    """Return the file of the database; None if it is none of this machine."""
    return None if _is_remote(settings) else Path(make_url(settings.database).database or "")


def _is_remote(settings: Settings) -> bool:
    return not settings.database.startswith("sqlite:")


def _missing(path: Path) -> Finding:
    place = next(parent for parent in path.absolute().parents if parent.exists())
    if os.access(place, os.W_OK):
        found = f"{path} is not there yet; `talkbell run` makes it"
        return Finding(_DATABASE, Verdict.OK, found)
    found = f"{path} is not there, and {place} may not be written"
    return Finding(_DATABASE, Verdict.WRONG, found, "mend its rights, or set TALKBELL_DATA")


def _state(store: Store) -> Finding:
    if not store.is_current():
        found = f"{store.address} has another form than this version needs"
        verdict = Verdict.WARNING if store.is_embedded else Verdict.WRONG
        return Finding(_DATABASE, verdict, found, "run `talkbell migrate`")
    table = tables.limiters  # nothing is changed: no account has this name
    with store.writing() as connection:
        connection.execute(update(table).where(table.c.account == "").values(next_at=0))
    return Finding(_DATABASE, Verdict.OK, f"{store.address} answers and can be written")


def _clock_of(store: Store) -> list[Finding]:
    if store.is_embedded:  # it has the machine's
        return []
    begin = datetime.now(UTC)
    with store.reading() as connection:
        theirs: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return [judge_clock(begin + (datetime.now(UTC) - begin) / 2, theirs, "the database's")]


def judge_clock(ours: datetime, theirs: datetime, whose: str) -> Finding:
    """Return what is to be said of two clocks that were read at the same time."""
    off = ours - theirs
    if abs(off) <= _MOST_OFF:
        return Finding(_CLOCK, Verdict.OK, f"as {whose}")
    side = "ahead of" if off > timedelta(0) else "behind"
    found = f"{abs(off).total_seconds():.0f} seconds {side} {whose}"
    mend = "let the machine set its clock (NTP): reminders leave by it"
    return Finding(_CLOCK, Verdict.WARNING, found, mend)


def _megabytes_free(folder: Path) -> int:
    place = folder.absolute()
    there = next(one for one in (place, *place.parents) if one.exists())
    return shutil.disk_usage(there).free // _MEGABYTE


def judge_room(megabytes: int) -> Finding:
    """Return what is to be said of the room on the disk that has the database."""
    found = f"{megabytes:,} MB are free"
    if megabytes >= _LITTLE:
        return Finding("disk", Verdict.OK, found)
    verdict = Verdict.WRONG if megabytes < _MUCH_TOO_LITTLE else Verdict.WARNING
    return Finding("disk", verdict, found, "make room: nothing is sent while nothing can be stored")


def check_zone_data() -> list[Finding]:
    """Tell whether all that we read of zones is of one version."""
    system = _SYSTEM_ZONES.read_text("ascii", "replace")[:40] if _SYSTEM_ZONES.exists() else ""
    words = system.splitlines()[0].split() if system else []
    its = words[-1] if words[:2] == ["#", "version"] else ""
    return [judge_zone_data(zone_data_version(), str(vars(pytz)["OLSON_VERSION"]), its)]


def judge_zone_data(ours: str, of_pytz: str, of_system: str) -> Finding:
    """Return what is to be said of three versions: `2026.1` is what IANA calls `2026a`."""
    year, _, number = ours.partition(".")
    iana = f"{year}{chr(ord('a') + int(number) - 1)}" if number.isdecimal() else ours
    if iana != of_pytz:
        found = f"tzdata is of {iana}, and pytz of {of_pytz}"
        mend = "install the versions of requirements.lock, or both anew"
        return Finding(_ZONES, Verdict.WARNING, found, mend)
    hint = f"; the machine's own, {of_system}, are not used" if of_system not in {"", iana} else ""
    return Finding(_ZONES, Verdict.OK, f"{iana}{hint}")


def read_files(folder: Path) -> tuple[list[ReadFile], Finding]:
    """Return the definitions in a folder, and whether they are whole."""
    about = "schedules"
    try:
        found = read_schedules([folder])
    except TalkbellError as error:
        return [], Finding(about, Verdict.WRONG, str(error), "name the right one by --schedules")
    broken = [file.path.name for file in found if file.has_errors]
    if broken:
        what = f"problems in {len(broken)} of {len(found)} definitions in {folder}: {_few(broken)}"
        return found, Finding(about, Verdict.WRONG, what, "`talkbell check` tells each")
    warned = [file.path.name for file in found if file.problems]
    what = f"{len(found)} definition{'' if len(found) == 1 else 's'} in {folder}"
    if warned:
        what = f"{what}, with warnings about {_few(warned)}"
        return found, Finding(about, Verdict.WARNING, what, "`talkbell check` tells each")
    return found, Finding(about, Verdict.OK, what)


def _few(names: Sequence[str], most: int = 3) -> str:
    return ", ".join([*names[:most], "…"] if len(names) > most else names)


def check_broadcasts(settings: Settings, files_: Sequence[ReadFile]) -> list[Finding]:
    """Tell which targets cannot be reached; nothing is sent."""
    named = {one.name for file in files_ if file.series for one in file.series.broadcast}
    lost: Mapping[str, str] = {}
    path = embedded_file(settings)
    if path is None or path.exists():
        try:
            with open_store(settings.database) as store:
                lost = given_up(store)
        except StoreError:  # `check_database` tells it
            lost = {}
    problems = {name: problem_of(address) for name, address in settings.targets.items()}
    return judge_broadcasts(named, problems, lost)


def judge_broadcasts(
    named: set[str], problems: Mapping[str, str], lost: Mapping[str, str]
) -> list[Finding]:
    """Return what is to be said of targets.

    `named` are those in definitions; `problems` has each that is set, with what is wrong with its
    address, if anything; `lost` those that were given up, and why.
    """
    found = []
    for name in sorted(named | problems.keys()):
        about = f"broadcast {name}"
        if name not in problems:
            what, mend = "definitions name it, and it has no address", f"set {variable_of(name)}"
            found.append(Finding(about, Verdict.WARNING, what, mend))
        elif problems[name]:
            mend = "docs/operating.md shows addresses"
            found.append(Finding(about, Verdict.WRONG, problems[name], mend))
        elif name in lost:
            what = f"given up: {lost[name]}"
            mend = "mend its address and start Talkbell anew, which tries again"
            found.append(Finding(about, Verdict.WRONG, what, mend))
        elif name not in named:
            what, mend = "it has an address, and no definition names it", "say `broadcast:` in one"
            found.append(Finding(about, Verdict.WARNING, what, mend))
        else:
            found.append(Finding(about, Verdict.OK, "its address is understood"))
    return found
