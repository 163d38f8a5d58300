"""The organizers' page: who gets to see it, and that nothing on it is anybody's secret."""

import logging
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.flows.library import Library
from bot.flows.organizing.page_access import OPEN_FOR, offer_page
from bot.flows.organizing.rights import Organizer, Origin, Person
from bot.flows.planning.remind import plan_reminders
from bot.store.chats.subscriptions import end_chat, find_or_add_chat, subscribe
from bot.store.delivery.deliveries import claim, mark_sent
from bot.store.organizing.organizers import add_organizer, remove_organizer
from bot.store.series.readers import note_readers
from tests.web.conftest import SEMINAR, WORKSHOP
from tests.web.site import OPTIONS, Reply, Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ADA = Person("telegram", "7100200300")
CHAT = "7400500600"
RIGHTS = [
    Organizer(series_id=name, person=ADA, origin=Origin.LINK) for name in ("seminar", "workshop")
]
OURS = {"sec_fetch_site": "same-origin", "accept": "text/html"}


class Browser:
    """What keeps a cookie, and sends forms as pages of ours do unless told otherwise."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookie = ""
        self.set_cookie = ""

    def get(self, target: str = "/organize/", **headers: str) -> Reply:
        return self._ask("GET", target, {"accept": "text/html", **headers})

    def post(self, target: str, **headers: str) -> Reply:
        return self._ask("POST", target, headers or OURS)

    def _ask(self, method: str, target: str, headers: dict[str, str]) -> Reply:
        cookies = {"cookie": self.cookie} if self.cookie else {}
        reply = self.site.get(target, method, **{**cookies, **headers})
        if found := re.match(r"organizing=([\w-]*)", reply.headers.get("set-cookie", "")):
            self.set_cookie = reply.headers["set-cookie"]
            value = found[1]
            self.cookie = f"organizing={value}" if value else ""
        return reply


@pytest.fixture
def organized(own_site: Site) -> Site:
    site = own_site
    site.write("seminar", SEMINAR)
    site.write("workshop", WORKSHOP)
    site.sync()
    with site.store.writing() as connection:
        for right in RIGHTS:
            add_organizer(connection, right, now=site.now)
        chat = find_or_add_chat(connection, "telegram", CHAT, now=site.now)
        subscribe(connection, chat, "seminar", now=site.now)
    return site


def link(site: Site, series: str = "seminar", language: str = "") -> str:
    return f"/organize/{offer_page(site.store, series, ADA, language, now=site.now)}"


def opened(site: Site, series: str = "seminar", language: str = "") -> Browser:
    browser = Browser(site)
    reply = browser.post(link(site, series, language))
    assert (reply.status, reply.headers["location"]) == (303, "/organize/")
    return browser


def test_link_opens_once_by_its_button_alone(organized: Site) -> None:
    target, browser = link(organized), Browser(organized)
    for method in ("GET", "HEAD", "GET"):  # as messengers and browsers do to show what it is
        shown = organized.get(target, method, accept="text/html")
        assert shown.status == 200
        assert "set-cookie" not in shown.headers
    (form,) = re.findall(r'<form method="post" action="([^"]+)">', shown.text)
    assert form == target
    assert browser.post(form).status == 303
    assert browser.set_cookie == (
        f"{browser.cookie}; HttpOnly; Max-Age=43200; Path=/organize; SameSite=strict"
    )
    assert "For organizers: A seminar" in browser.get().text
    assert "For organizers: A seminar" in browser.get("/organize").text
    assert Browser(organized).post(target).status == 403


def told(reply: Reply) -> tuple[int, dict[str, str], str]:
    of_connection = {"date", "connection"}
    headers = {name: said for name, said in reply.headers.items() if name not in of_connection}
    return reply.status, headers, reply.text


def test_forged_used_and_expired_links_are_answered_alike(organized: Site) -> None:
    used, lost = link(organized), link(organized)
    assert Browser(organized).post(used).status == 303
    late = link(organized)
    organized.later(timedelta(minutes=15))
    with organized.store.writing() as connection:
        remove_organizer(connection, RIGHTS[0])
    forged = [f"/organize/{'A' * 43}", "/organize/x", "/organize/%ff", f"{used}="]
    answers = [told(Browser(organized).post(one)) for one in (used, lost, late, *forged)]
    assert answers == [answers[0]] * len(answers)
    assert answers[0][0] == 403
    assert told(Browser(organized).get()) == answers[0]
    pages = {
        re.sub(r"/organize/[^\"?]+", "", told(Browser(organized).get(one))[2])
        for one in (used, late, *forged[:2])
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin"}, 303),
        ({"sec_fetch_site": "cross-site", "origin": "https://evil.example"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "none"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 303),  # as browsers say on a plain address of an office's network
        ({"sec_fetch_site": "cross-site", "origin": "null"}, 403),
        ({"accept": "*/*"}, 403),
    ],
)
def test_forms_of_other_sites_do_nothing(
    organized: Site, headers: dict[str, str], status: int
) -> None:
    browser = opened(organized)
    assert Browser(organized).post(link(organized), **headers).status == status
    closing = organized.get("/organize/close", "POST", cookie=browser.cookie, **headers)
    assert closing.status == (200 if status == 303 else 403)
    assert (browser.get().status == 403) is (status == 303)


def test_closing_ends_what_the_browser_sees(organized: Site) -> None:
    browser = opened(organized)
    kept = browser.cookie
    reply = browser.post("/organize/close")
    assert (reply.status, browser.cookie) == (200, "")
    assert "Max-Age=0" in browser.set_cookie
    browser.cookie = kept
    assert browser.get().status == 403
    assert opened(organized).get("/organize/close").status == 200


def test_page_ends_with_the_right_and_after_twelve_hours(organized: Site) -> None:
    browser = opened(organized)
    organized.later(OPEN_FOR - timedelta(seconds=1))
    assert browser.get().status == 200
    with organized.store.writing() as connection:
        remove_organizer(connection, RIGHTS[0])
    assert browser.get().status == 403
    with organized.store.writing() as connection:
        add_organizer(connection, RIGHTS[0], now=organized.now)
    assert browser.get().status == 200
    organized.later(timedelta(seconds=1))
    assert browser.get().status == 403


def test_each_browser_sees_the_series_of_its_link(organized: Site) -> None:
    one, other = opened(organized), opened(organized, "workshop")
    assert "A workshop" not in one.get().text
    assert "A seminar" not in other.get().text
    assert "For organizers: A workshop" in other.get().text
    before = one.cookie
    assert one.post(link(organized, "workshop")).status == 303
    assert "For organizers: A workshop" in one.get().text
    one.cookie = before
    assert one.get().status == 403


def test_page_is_nobodys_to_keep(organized: Site) -> None:
    browser = opened(organized)
    for reply in (browser.get(), browser.get(link(organized)), Browser(organized).get()):
        kept = {name: reply.headers[name] for name in (
            "cache-control", "referrer-policy", "x-robots-tag")}  # fmt: skip
        assert kept == {
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
            "x-robots-tag": "noindex, nofollow",
        }
        policy = reply.headers["content-security-policy"]
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert " style=" not in reply.text


def test_cookie_is_for_https_where_the_address_is(tmp_path: Path) -> None:
    url = "https://talks.example"
    with running_site(tmp_path, replace(OPTIONS, public_url=url)) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        with site.store.writing() as connection:
            add_organizer(connection, RIGHTS[0], now=site.now)
        browser = Browser(site)
        assert browser.post(link(site), origin="null").status == 403
        assert browser.post(link(site), origin=url).status == 303
        assert "; Secure" in browser.set_cookie


def test_page_tells_numbers_and_no_secret(organized: Site) -> None:
    site, library = organized, Library()
    with site.store.writing() as connection:
        gone = find_or_add_chat(connection, "telegram", "7999888777", now=site.now)
        subscribe(connection, gone, "seminar", now=site.now)
        note_readers(
            connection,
            {
                ("seminar", site.now.date(), "apple"): 12,
                ("seminar", site.now.date() - timedelta(days=1), "apple"): 17,
                ("workshop", site.now.date(), "thunderbird"): 99,
            },
        )
    site.later(timedelta(days=1, hours=2, minutes=35))
    plan_reminders(site.store, library, now=site.now)
    with site.store.writing() as connection:
        first, _ = claim(connection, "me", ["telegram"], now=site.now, most=2)
        mark_sent(connection, first.id, "555", now=site.now + timedelta(minutes=2))
        end_chat(connection, gone, "blocked", now=site.now)
    browser = opened(site)
    page = browser.get().text
    for said in (
        "Reminder, 1 hour before: Béla Beispiel: Second thoughts",
        ">1 chat<",
        "<strong>1</strong> late",
        "1 message is on its way",
        "Missing: abstract",
        "Apple Calendar",
        ">17<",
    ):
        assert said in page, said
    secrets = (
        CHAT, "7999888777", ADA.number, "93817264055", "Zx81kQw77Lm",
        browser.cookie[11:], "99", "555",
        "Thunderbird", "A workshop",
    )  # fmt: skip
    shown = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert [one for one in secrets if one in shown] == []
    assert 'id="results"' not in page  # by which the script would show what is searched for here


def test_language_is_the_chats_unless_the_browser_chose_one(organized: Site) -> None:
    browser = opened(organized, language="de")
    assert '<html lang="de"' in browser.get(accept_language="fr").text
    browser.cookie += "; lang=fr"
    assert '<html lang="fr"' in browser.get().text
    assert '<html lang="en"' in browser.get("/organize/?lang=en").text


def test_tokens_reach_no_log_and_no_metric(
    organized: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    target = link(organized)
    token = target.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        organized.get(target)
        organized.get(f"{target}/x")
        organized.get(f"{target}.ics")
        Browser(organized).post(target)
        answers = [organized.get(one).text for one in ("/metrics", "/", f"{target}/x")]
    written = capfd.readouterr()
    assert not [text for text in (caplog.text, written.out, written.err, *answers) if token in text]


def test_too_many_tries_are_refused(tmp_path: Path) -> None:
    with running_site(tmp_path, replace(OPTIONS, builds_per_minute=3)) as site:
        browser = Browser(site)
        tries = [browser.post(f"/organize/{number}").status for number in range(5)]
    assert tries == [403, 403, 403, 429, 429]
