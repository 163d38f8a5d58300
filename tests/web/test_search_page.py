"""Searching on the first page: what is found, how it looks, and what is said wrongly."""

import re
from datetime import timedelta

import pytest

from tests.web.conftest import SEMINAR, WORKSHOP
from tests.web.site import OPTIONS, Site, running_site
from tests.web.test_pages import Outline

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def words_of(page: str) -> str:
    """Return the text of what was found, with what was marked in brackets."""
    main = page[page.index('<p class="found"') : page.index("</main>")]
    marked = re.sub(r"</?mark>", lambda tag: "[" if tag[0] == "<mark>" else "]", main)
    return " ".join(re.sub(r"<[^>]*>", " ", marked).split())


FIRST = (
    "[First] words Ada Example Monday 2 March 2026, 16:30–17:30 CET tomorrow A seminar Diffusion of"
    " sets."
)
ABSTRACT = FIRST.replace("[First]", "First").replace("Diffusion", "[Diffusion]")
ADVICE = (
    "Try fewer words, or only their beginnings: each must begin a word of a title, a name or an"
    " abstract. Accents and capitals do not matter."
)
DAY = "The day Tuesday 3 March 2026, 09:00–12:00 CET in 2 days A workshop"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=first", f"1 talk found {FIRST}"),
        ("q=FIR&series=&kind=&speaker=&when=&from=&to=", f"1 talk found {FIRST}"),
        ("q=diffus", f"1 talk found {ABSTRACT}"),
        ("q=opening", f"1 talk found {DAY} [Opening] Ada Example"),
        ("kind=keynote", f"1 talk found {DAY} Opening Ada Example"),
        (
            "q=the+day",
            f"2 talks found {DAY.replace('The day', '[The] [day]')}",
        ),
        ("speaker=bela&series=workshop", f"1 talk found {DAY} Closing [Bela] Beispiel"),
        ("when=past", f"No talk was found. {ADVICE}"),
    ],
)
def test_what_is_found_is_shown(site: Site, query: str, told: str) -> None:
    assert words_of(site.get(f"/?{query}").text) == f"{told} Clear the search"


def test_those_to_come_are_before_undated_ones(site: Site) -> None:
    links = [one for one in Outline(site.get("/?q=seminar").text).links if one[:9] == "/seminar/"]
    assert links == ["/seminar/one", "/seminar/two", "/seminar/gone", "/seminar/tbd"]


def test_what_was_asked_stands_in_its_fields_and_choosers(site: Site) -> None:
    query = "q=words&series=seminar&kind=talk&speaker=ada&when=coming&from=2026-03-01&to=2026-03-31"
    page = site.get(f"/?{query}").text
    for said in (
        'name="q" value="words"',
        '<option value="seminar" selected>',
        '<option value="talk" selected>',
        'name="speaker" type="text" form="searching" value="ada"',
        '<option value="coming" selected>',
        'value="2026-03-01"',
        'value="2026-03-31"',
        f'href="/?{query.replace("&", "&amp;")}&amp;lang=de"',
        '<input type="hidden" name="when" value="coming">',
        '<meta name="robots" content="noindex">',
        '<details class="filters" open>',
    ):
        assert said in page, said
    assert "1 talk found" in page
    assert 'rel="canonical"' not in page


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("series=nope", "series", "There is no series “nope” here; all series are searched."),
        ("kind=break", "kind", "“break” is no kind of talk; all kinds are shown."),
        ("when=never", "when", "“never” cannot be chosen; talks of all times are shown."),
        ("from=31.3.2026", "from", "“31.3.2026” is no date like 2026-03-31, so it does not count."),
        ("to=9999-12-31", "to", "“9999-12-31” is no date like 2026-03-31, so it does not count."),
        (
            "from=2026-03-01&to=2026-02-01",
            "to",
            "This day is before the first one, so it does not count.",
        ),
        ("speaker=" + "ada+" * 200, "speaker", "This is very long: only its beginning counts."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_counts(
    site: Site, query: str, field: str, sentence: str
) -> None:
    reply = site.get(f"/?q=first&{query}")
    assert reply.status == 200
    assert f'<p class="trouble" id="trouble-{field}" data-live>{sentence}</p>' in reply.text
    assert re.search(rf'name="{field}"[^>]* aria-invalid="true"', reply.text)
    assert "1 talk found" in reply.text


def test_filters_speak_the_language_of_the_reader(site: Site) -> None:
    page = site.get("/?q=first&kind=x", accept_language="de").text
    assert "„x“ ist keine Art von Vortrag; gezeigt werden alle." in page
    assert "1 Vortrag gefunden" in page


def test_an_unknown_zone_keeps_what_was_asked(site: Site) -> None:
    links = Outline(site.get("/?q=first&zone=Birmingham", accept="text/html").text).links
    assert {"/?q=first&zone=Europe/London", "/?q=first"} <= set(links)


@pytest.mark.parametrize(
    "words",
    [
        "%3Cscript%3Ealert(1)%3C/script%3E", "%22%20onfocus=alert(1)%20x=%22", "javascript:x()",
        "%E2%80%AEgnp.exe", "%00%00", "%ff%fe", "{{7*7}}", "%25s%s{0}{read}", "a" * 3500,
        "%F0%9F%94%94", "&series=%3Cb%3E%E2%80%AE{x.__class__}&when={read}", "%ED%A0%80",
    ],
)  # fmt: skip
def test_hostile_words_do_nothing(site: Site, words: str) -> None:
    reply = site.get(f"/?q=first+{words}&speaker={words}")
    page = Outline(reply.text)
    assert reply.status == 200
    assert page.names.count("script") == 1  # our own
    assert page.names.count("b") == 0
    assert len(reply.text) < 20_000
    assert "49" not in page.text


def test_no_session_that_the_public_does_not_see_is_found(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.write("workshop", WORKSHOP)
    site.sync()
    assert "/workshop/day" in site.get("/?q=opening").text
    for word in ("93817264055", "zx81kqw77lm"):
        assert "No talk was found." in site.get(f"/?q={word}").text
    (site.folder / "workshop.yaml").unlink()
    site.sync()
    assert "/workshop/day" not in site.get("/?q=opening").text
    assert "There is no series “workshop”" in site.get("/?series=workshop").text


def test_time_makes_results_anew(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    assert "/seminar/one" in site.get("/?when=coming").text
    before = site.builds()
    site.get("/?when=coming")
    assert site.builds() == before
    site.later(timedelta(days=1, hours=4, minutes=30))
    assert "/seminar/one" not in site.get("/?when=coming").text


def test_of_very_many_the_first_are_shown(own_site: Site) -> None:
    rows = "".join(f"  - {{start: 2026-05-01 10:{n:02}, title: Talk {n}}}\n" for n in range(55))
    own_site.write("many", f"id: many\ntitle: Many\ntimezone: UTC\nsessions:\n{rows}")
    own_site.sync()
    page = own_site.get("/?q=talk").text
    assert page.count('<article class="card result') == 50
    assert "55 talks found" in page
    assert "5 more sessions were found. More words, or a filter, find fewer." in page


def test_searches_take_no_page_out_of_memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    options = type(OPTIONS)(
        requests_per_minute=10**6, builds_per_minute=10**6, cache_bytes=16 * 40_000
    )
    with running_site(tmp_path_factory.mktemp("site"), options) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        site.get("/seminar")
        for number in range(30):
            site.get(f"/?q=words+{number}")
        before = site.builds()
        site.get("/seminar")
        assert site.builds() == before
        site.get("/?q=words+0")  # while this one had to go
        assert site.builds() == before + 1


def test_searches_count_as_what_must_be_made(tmp_path_factory: pytest.TempPathFactory) -> None:
    options = type(OPTIONS)(requests_per_minute=10**6, builds_per_minute=3)
    with running_site(tmp_path_factory.mktemp("site"), options) as site:
        statuses = [site.get(f"/?q=word{number}").status for number in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_search_is_prepared_before_anybody_searches(own_site: Site) -> None:
    heads = "id: {id}\ntitle: {title}\ntimezone: UTC\nsessions:\n"
    for title in ("Nuts", "Bolts"):  # of two series, one changes
        for name, called in (("changing", title), ("staying", "Staying")):
            head = heads.format(id=name, title=called)
            own_site.write(name, f"{head}  - {{id: a, start: 2026-03-09 10:00, title: {called}}}\n")
        own_site.sync()
        served = own_site.app.state.catalogue.snapshot.publications
        assert {key: one.is_search_prepared for key, one in served.items()} == {
            "changing": True,
            "staying": True,
        }
    found = [own_site.get(f"/?q={word}").text.count("/changing/a") for word in ("nuts", "bolts")]
    assert [count > 0 for count in found] == [False, True]
