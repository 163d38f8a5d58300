"""How watched addresses fare: what fails, what waits for an answer, what was never read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.domain.durations import describe_duration
from bot.domain.handwritten import at_other_times
from bot.flows.addresses.page_reading import host_of
from bot.settings import Settings
from bot.store.engine import StoreError, open_store
from bot.store.series.watched import WatchedSeries, list_watched_series
from bot.wiring.diagnosis import embedded_file
from bot.wiring.findings import Finding, Verdict

_HOUR = timedelta(hours=1)


def check_watched(settings: Settings) -> list[Finding]:
    """Tell how each address fares that a series is read from; nothing is fetched."""
    path = embedded_file(settings)
    if path is not None and not path.exists():
        return []
    try:
        with open_store(settings.database) as store, store.reading() as connection:
            rows = list_watched_series(connection)
    except StoreError:  # `check_database` tells it
        return []
    return [finding for row in rows for finding in judge_watched(row, datetime.now(UTC))]


def judge_watched(row: WatchedSeries, now: datetime) -> Iterator[Finding]:
    """Yield what is to be said of an address. It tells its host alone: the rest may be a secret."""
    about, host = f"source of {row.series_id}", host_of(row.definition)
    if row.failing_since:
        found = f"{host} has failed for {_length(now - row.failing_since)}: {row.problem}"
        mend = "what was read last stays; open it in a browser, or mend `source:`"
        yield Finding(about, Verdict.WARNING, found, mend)
    elif row.read_at is None:
        found = f"{host} was not read yet; `talkbell run` and `talkbell sync` read it"
        yield Finding(about, Verdict.OK, found)
    else:
        count, ago = len(row.accepted), _length(now - row.read_at)
        found = f"{host} was read {ago} ago, and has {count} session{'' if count == 1 else 's'}"
        yield Finding(about, Verdict.OK, found)
    if row.is_asking:
        found = f"something on {host} waits for an organizer's yes or no"
        mend = "`talkbell sync` shows it, `talkbell sync --confirm` applies it"
        yield Finding(about, Verdict.WARNING, found, mend)
    for session in at_other_times(row.definition, row.accepted):
        found = f"the definition has another time than {host}: {session.headline or session.id}"
        mend = "the definition counts; take its `start` out if the page is right"
        yield Finding(about, Verdict.WARNING, found, mend)


def _length(length: timedelta) -> str:
    """Return a length in whole minutes, or hours if there are any."""
    unit = _HOUR if length >= _HOUR else timedelta(minutes=1)
    return describe_duration(max(length // unit, 1) * unit)
