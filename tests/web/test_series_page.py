"""The page of a series: what is on, timetables, calendars, and what is long past."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from tests.web.site import Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SCHOOL = """
id: school
title: A school
kind: workshop
link: public
timezone: Europe/Zurich
place: Lausanne, CH
sessions:
  - id: morning
    start: 2026-03-02 09:00
    end: 11:00
    title: Opening
    room: Aula
    join: https://meet.example/abc-defg-hij
    talks:
      - {id: key, at: 09:00-10:00, title: First words, kind: keynote, speaker: Ada Example}
      - {id: coffee, at: 10:00-10:30, kind: break, title: Coffee}
      - {id: open, at: 10:30-11:00, speaker: Bela Beispiel}
  - id: geometry
    start: 2026-03-02 13:00
    end: 15:00
    room: Room 1
    talks:
      - {id: curves, at: 13:00-14:00, title: Curves, slides: "https://school.example/c.pdf"}
      - {id: lines, at: 14:00-15:00, title: Lines}
  - {id: logic, start: 2026-03-02 13:00, end: 15:00, room: Room 2, title: Logic}
"""

ONLINE = """
id: online
title: Online
timezone: UTC
sessions:
  - {id: one, start: 2026-03-03 10:00, title: Afar}
  - {id: two, start: 2026-03-09 10:00, join: https://zoom.example/j/93817264055}
"""


def weekly(count: int) -> str:
    """Return a seminar with so many Mondays, the last of them on 9 March 2026."""
    last = datetime(2026, 3, 9, 16, tzinfo=UTC)
    starts = [last - timedelta(weeks=count - 1 - number) for number in range(count)]
    sessions = "".join(
        f"  - {{id: s{number}, start: {start:%Y-%m-%d} 16:00, title: Number {number},"
        f" room: Room 7}}\n"
        for number, start in enumerate(starts)
    )
    head = "id: weekly\ntitle: Weekly\ntimezone: Europe/Zurich\nsessions:\n"
    gone = "  - {id: off, start: 2026-05-11 16:00, title: Off, status: cancelled, reason: a cold}\n"
    return head + sessions + gone


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        running.now = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)  # 13:30 in Zurich
        running.write("school", SCHOOL)
        running.write("weekly", weekly(64))
        running.write("online", ONLINE)
        running.sync()
        yield running


class Cells(HTMLParser):
    """Reads the tables of a page: each cell with its attributes and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.current: list[str] = []
        self._is_in = False
        self._is_current = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            size = f"{said.get('rowspan', '1')}x{said.get('colspan', '1')}"
            self.rows[-1].append("" if size == "1x1" else f"{size}")
            self._is_in, self._is_current = True, said.get("aria-current") == "time"
            if self._is_current:
                self.current.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._is_in = self._is_current = False

    def handle_data(self, data: str) -> None:
        if self._is_in and data.strip():
            self.rows[-1][-1] = " ".join([self.rows[-1][-1], *data.split()]).strip()
            if self._is_current:
                self.current[-1] = self.rows[-1][-1]


def test_a_day_is_a_timetable_with_tracks_side_by_side(site: Site) -> None:
    page = Cells(site.get("/school").text)
    assert page.rows == [
        ["Time", "Room 1", "Room 2"],
        ["09:00", "1x2 Opening 09:00–10:00 Aula First words Keynote Ada Example"],
        ["10:00", "1x2 10:00–10:30 Aula Coffee"],
        ["10:30", "1x2 10:30–11:00 Aula Title to be announced Bela Beispiel"],
        ["13:00", "13:00–14:00 Room 1 Curves Slides", "2x1 13:00–15:00 Room 2 Logic"],
        ["14:00", "14:00–15:00 Room 1 Lines"],
    ]
    assert page.current == [page.rows[4][1], page.rows[4][2]]


def test_time_moves_the_row_that_is_on_and_brings_the_public_link(own_site: Site) -> None:
    own_site.write("school", SCHOOL)
    own_site.sync()
    button = '<a class="button" href="https://meet.example/abc-defg-hij">'
    told = []
    for hour in ("01T08:00", "02T07:00", "02T09:15", "02T13:00", "02T14:00"):
        own_site.now = datetime.fromisoformat(f"2026-03-{hour}Z")
        page = own_site.get("/school").text
        told.append((button in page, [one.split()[-1] for one in Cells(page).current]))
    assert told == [
        (False, []),
        (True, []),
        (True, ["Coffee"]),
        (False, ["Logic", "Lines"]),
        (False, []),
    ]


def test_times_of_a_timetable_are_on_the_clock_of_the_reader(site: Site) -> None:
    page = site.get("/school?zone=Auckland").text
    rows = Cells(page).rows
    # There, the morning is on the day before the afternoon, and over.
    assert [row[0] for row in rows] == [
        *("Time", "01:00", "02:00"),
        *("Time", "21:00–22:00", "22:00–22:30", "22:30–23:00"),
    ]
    assert "Tuesday 3 March 2026" in page


def test_what_is_on_is_shown_in_large(site: Site) -> None:
    page = site.get("/school").text
    large = page[page.index('<section class="next') : page.index("</section>")]
    assert "On now" in large
    assert [title in large for title in ("13:00–15:00", "Logic", "Opening")] == [True, True, False]


def test_where_a_series_keeps_links_for_subscribers_they_come_with_reminders(site: Site) -> None:
    sentence = "The link to join comes with your reminder."
    told = {name: sentence in site.get(f"/{name}").text for name in ("school", "weekly", "online")}
    assert "zoom" not in site.get("/online").text
    assert told == {"school": False, "weekly": False, "online": True}


def test_what_is_long_past_is_folded_away_by_year(site: Site) -> None:
    page = site.get("/weekly").text
    past = page[page.index('class="past"') : page.index('class="lines"')]
    first, *folded = past.split("<details>")
    assert first.count("<article") == 20
    assert [one.count("<article") for one in folded] == [40, 2]
    assert "2025: 40 sessions" in folded[0]
    assert past.index('id="session-s61"') < past.index('id="session-s0"')
    assert "Cancelled: a cold" in page[: page.index('class="past"')]


def test_a_month_is_a_table_of_days(site: Site) -> None:
    page = site.get("/weekly?view=month&on=2026-03").text
    rows = Cells(page).rows
    assert rows[0] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert rows[2][0] == "Monday 2 March 2 Today 16:00 CET Number 62"
    assert rows[2][1:3] == ["Tuesday 3 March 3", "Wednesday 4 March 4"]
    assert 'href="/weekly?view=month&amp;on=2026-02" rel="nofollow"' in page
    # April has nothing, so the month that has something next is offered too.
    assert [told in page for told in ("April 2026", "nothing", "May 2026", "1 session")] == [
        True
    ] * 4
    assert '<meta name="robots" content="noindex">' in page
    assert "März 2026" in site.get("/weekly?view=month&on=2026-03&lang=de").text


def test_weeks_and_months_are_kept_apart_and_offered_for_long_programmes(site: Site) -> None:
    views = ("?view=week&on=2026-03-02", "?view=week&on=2026-03-09", "?view=month&on=2026-03", "")
    pages = [site.get(f"/weekly{view}").text for view in views]
    assert len(set(pages)) == len(views)
    assert [("Number 62" in page, "Number 63" in page) for page in pages[:3]] == [
        (True, False),
        (False, True),
        (True, True),
    ]
    # The chooser of a clock keeps what is shown.
    assert '<input type="hidden" name="on" value="2026-03-02">' in pages[0]
    assert [f'href="/{name}?view=month"' in site.get(f"/{name}").text
            for name in ("weekly", "school")] == [True, False]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("view=year", 400, "A programme is shown by week or by month."),
        ("view=month&on=soon", 400, "A programme is shown by week or by month."),
        ("on=2035-01", 404, "That week or month is outside the programme."),
        ("view=week&on=0001-01-01", 400, "A programme is shown by week or by month."),
    ],
)
def test_a_view_that_there_is_not_is_told(site: Site, query: str, status: int, told: str) -> None:
    reply = site.get(f"/weekly?{query}", accept="text/html")
    assert reply.status == status
    assert told in reply.text
    assert 'href="/weekly"' in reply.text


def test_a_day_without_an_hour_is_not_said_to_be_without_a_date(own_site: Site) -> None:
    later = "id: seminar\ntitle: A seminar\ntimezone: Europe/Zurich\nsessions:\n"
    headings = []
    for start in ("2026-04-07", "TBD"):
        own_site.write("seminar", f"{later}  - {{id: a, start: {start}, title: A}}\n")
        own_site.sync()
        text = own_site.get("/seminar").text
        headings += re.findall(r"<h2>(Date .*)</h2>", text)
    assert headings == ["Date or time to be defined", "Date to be defined"]


def test_a_day_without_an_hour_stands_in_its_month_and_week_in_every_zone(own_site: Site) -> None:
    head = "id: seminar\ntitle: A seminar\ntimezone: Pacific/Kiritimati\nsessions:\n"
    sessions = [
        "{id: a, start: TBD, title: Never}",
        "{id: b, start: 2026-04-07, title: Open}",
        "{id: z, start: 2026-04-07 23:00, title: Settled}",
        "{id: off, start: 2026-04-30, title: Off, status: cancelled}",
    ]
    own_site.write("seminar", head + "".join(f"  - {one}\n" for one in sessions))
    own_site.sync()
    told = "the hour is yet to come Open"
    for query, ends in (
        ("view=month&on=2026-04", [f"23:00 UTC+14 Settled {told}", "Off Cancelled"]),
        ("view=week&on=2026-04-06&zone=Pacific/Kiritimati", [f"23:00 UTC+14 Settled {told}"]),
        ("view=week&on=2026-04-06&zone=Europe/Zurich", [f"11:00 CEST Settled {told}"]),
        ("view=week&on=2026-04-27", ["Off Cancelled"]),
    ):
        cells = [cell for row in Cells(own_site.get(f"/seminar?{query}").text).rows for cell in row]
        with_sessions = [cell for cell in cells if "ettled" in cell or "Op" in cell or "Of" in cell]
        assert [cell.split(" April ")[1].split(" ", 1)[1] for cell in with_sessions] == ends
    listed = own_site.get("/seminar").text
    assert "<span>Tue</span> <b>7</b> <span>Apr</span>" in listed
    assert listed.index("Open") < listed.index("Off") < listed.index("Never")
    # A programme that has nothing but days is a calendar too.
    own_site.write("seminar", head + f"  - {sessions[1]}\n")
    own_site.sync()
    assert "the hour is yet to come" in own_site.get("/seminar?view=month").text
