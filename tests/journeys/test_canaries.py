"""No token, join link, passcode or password leaves by what operators see, whatever goes wrong.

Secrets are planted wherever there are any. The service runs with the most talkative log against a
Telegram that fails in every way, and people who paste secrets; then all that it has written, its
public pages for machines, and what it keeps of errors is searched for them.
"""

import base64
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.conftest import NewAddress
from tests.telegram_emulator.client import Emulator, Message, running_emulator, shown

from .service import Service, environment, started, wait_until

pytestmark = pytest.mark.enable_socket

ROOM, KEY, PASSCODE = "93817264055", "Zx81kQw77LmPq", "Quoll-7731"
JOIN = f"https://zoom.example/j/{ROOM}?pwd={KEY}"
PASSWORD = "Wombat-5150-secret"  # noqa: S105 - a canary, as the others
ORLA = 4711
PAGE_KEY = "Echidna9901kept"
WATCHED = f"""\
title: Seminar on a page
timezone: Europe/Zurich
source: {{url: "http://127.0.0.1:9/list?for={PAGE_KEY}"}}
"""
DEFINITION = f"""\
id: private
title: Seminar of Canaries
timezone: Europe/Zurich
remind: [1 hour]
organizers: [{{name: Orla Example, telegram: {ORLA}}}]
sessions:
  - id: first
    start: 2027-03-01 13:30
    title: On Birds
    speaker: Ada Example
    abstract: "Join at {JOIN}, passcode {PASSCODE}."
    join: {{url: "{JOIN}", passcode: {PASSCODE}}}
    slides: https://talks.example/slides.pdf
"""
CLOCK = ("--clock", "2027-03-01 12:26 CET", "--speed", "10")  # 24 seconds before the reminders
FAULTS = (
    {"action": "answer", "code": 500, "description": f"Internal error at {JOIN}"},
    {"action": "page", "code": 502},
    {"action": "reset"},
    {"action": "lose"},
    {"action": "truncate"},
    {"action": "answer", "code": 400, "description": f"Bad Request: button '{JOIN}' is invalid"},
    {"action": "answer", "code": 403, "description": "Forbidden: bot was blocked by the user"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "private.yaml").write_text(DEFINITION)
    (tmp_path / "schedules" / "watched.yaml").write_text(WATCHED)
    return tmp_path


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with running_emulator() as running:
        yield running


def settings(emulator: Emulator, **more: str) -> dict[str, str]:
    return {
        "TALKBELL_TELEGRAM_TOKEN": emulator.token,
        "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
        "TALKBELL_LOG_LEVEL": "debug",
        "TALKBELL_PUBLIC_URL": "https://talks.example",
        "TALKBELL_TELEGRAM_UPDATES": "polling",  # the address leads nowhere
        "TALKBELL_FETCH_PRIVATE": "yes",
        **more,
    }


def forms(secret: str) -> set[str]:
    """Return a secret as it stands, and as addresses and encodings have it."""
    packed = base64.b64encode(secret.encode()).decode().rstrip("=")
    return {secret, secret.lower(), quote(secret, safe=""), packed}


def leaks(told: str, secrets: list[str]) -> list[str]:
    return [secret for secret in secrets if any(one in told for one in forms(secret))]


def feed_token(emulator: Emulator, person: int) -> str:
    emulator.ask(person, "/start private")
    told = shown(emulator.ask(person, "/calendar secret"))
    found = re.search(r"/my/([\w-]{30,})\.ics", told)
    assert found, told
    return found[1]


def organizers_links(emulator: Emulator) -> list[str]:
    """Let an organizer ask for the links that let in: to the page of the series, and a speaker."""
    emulator.add_user("Orla Example", number=ORLA)
    emulator.ask(ORLA, "/page")
    emulator.press(ORLA, emulator.ask(ORLA, "/speaker Ada"), "Make a link")
    told = "\n".join(shown(one) for one in emulator.bot_messages(ORLA))
    found = [re.search(one, told) for one in (r"/organize/([\w-]{30,})", r"start=(s_[\w-]{43})")]
    assert all(found), told
    return [one[1] for one in found if one]


def own_data(emulator: Emulator, person: int) -> str:
    """Return all that is stored of a chat, which is between its reminders."""
    said = emulator.say(person, "/mydata")
    found: list[Message] = []

    def is_there() -> bool:
        found[:] = [one for one in emulator.bot_messages(person, after=said) if "document" in one]
        return bool(found)

    wait_until(is_there, "no data")
    return emulator.document(found[0])[1].decode()


def stored_errors(database: str) -> str:
    engine = create_engine(make_url(database))
    with engine.connect() as connection:
        queries = (
            "SELECT error FROM deliveries",
            "SELECT ended_reason FROM chats",
            "SELECT problem FROM sources",
            "SELECT problem FROM watched",
            "SELECT account FROM limiters",
        )
        rows = [str(row) for query in queries for row in connection.execute(text(query))]
    engine.dispose()
    return "\n".join(rows)


def subscribe_and_paste(emulator: Emulator, token: str) -> list[int]:
    """Let somebody follow for each fault, and paste secrets at the bot."""
    people = [emulator.add_user() for _ in FAULTS]
    for person in people:
        assert "You follow" in shown(emulator.ask(person, "/start private"))
    for said in (JOIN, f"/search {PASSCODE}", token, f"/zone {JOIN}", f"/remind {token}", "\0<b>&"):
        emulator.ask(people[0], said)
    return people


def ask_for_pages(service: Service, token: str, links: list[str]) -> str:
    """Ask for what the service has, with right and wrong secrets; return what machines get."""
    for link in links:
        for path in (f"/organize/{link}", f"/organize/{link[:-1]}x", f"/{link}", f"/?q={link}"):
            service.get(path)
    assert b"BEGIN:VEVENT" in service.get(f"/my/{token}.ics")[1]
    for path in (f"/my/{token[:-1]}x.ics", f"/{quote(JOIN, safe='')}", f"/private.ics?q={KEY}",
                 f"/private.ics?zone={PASSCODE}", f"/private/{ROOM}.ics"):  # fmt: skip
        service.get(path)
    return ask_for_machines(service)


def ask_for_machines(service: Service) -> str:
    return "".join(service.get(path)[1].decode() for path in ("/healthz", "/readyz", "/metrics"))


def check(folder: Path, emulator: Emulator, **more: str) -> tuple[str, list[str]]:
    """Live through all faults; return all that operators can see, and the secrets."""
    run = ("run", "--port", "0", *CLOCK)
    with started(folder, *run, **settings(emulator, **more)) as service:
        follower = emulator.add_user()
        token, links = feed_token(emulator, follower), organizers_links(emulator)
        people = subscribe_and_paste(emulator, emulator.token)
        for person, fault in zip(people, FAULTS, strict=True):
            emulator.fail(**fault, method="sendMessage", chat=person)
        emulator.fail("answer", method="getUpdates", code=500, description=f"at {JOIN}")
        last = people[5]  # whose reminder comes again without its buttons
        wait_until(lambda: ROOM in str(emulator.bot_messages(last)), "no reminder")
        wait_until(lambda: "delivery" in "".join(service.err), "no fault in the log")
        service.wait_for_log("its address cannot be read")
        machines = ask_for_pages(service, token, links) + own_data(emulator, follower)
        assert service.end()[0] == 0
    database = f"sqlite:///{folder / 'data' / 'simulated.db'}"
    own = settings(emulator, TALKBELL_DATABASE_URL=database, TALKBELL_PUBLIC_URL="")
    for command in (("doctor",), ("history", "private")):
        done = run_once(folder, *command, **own)
        assert done.stdout, done.stderr
        machines += done.stdout + done.stderr
    secrets = [emulator.token, JOIN, ROOM, KEY, PASSCODE, token, PAGE_KEY, *links]
    return "".join(service.out + service.err) + machines, secrets


def test_nothing_of_a_service_in_trouble_tells_a_secret(folder: Path, emulator: Emulator) -> None:
    told, secrets = check(folder, emulator)
    told += stored_errors(f"sqlite:///{folder / 'data' / 'simulated.db'}")
    decisions = ("(EndChat)", "(RetryAt)", "(SendPlain)", "Forbidden", "button … is")
    assert [one for one in decisions if one.lower() not in told.lower()] == []  # faults are told
    assert leaks(told, secrets) == []


def test_a_wrong_token_is_not_told(folder: Path, emulator: Emulator) -> None:
    wrong = "1234567:" + "Wrong_canary" * 3
    more = {"TALKBELL_TELEGRAM_TOKEN": wrong}
    with started(folder, "run", "--port", "0", *CLOCK, **settings(emulator, **more)) as service:
        service.wait_for_log("token")
        machines = ask_for_machines(service)
        service.end()
    assert leaks("".join(service.out + service.err) + machines, [wrong, JOIN, PASSCODE]) == []


def test_the_password_of_the_database_is_not_told(folder: Path, new_postgresql: NewAddress) -> None:
    address = make_url(new_postgresql()).set(password=PASSWORD)
    database = address.render_as_string(hide_password=False)
    away = f"postgresql://talkbell:{PASSWORD}@127.0.0.1:9/nowhere"
    for url, code in ((database, 0), (away, 1)):
        done = run_once(folder, "migrate", TALKBELL_DATABASE_URL=url)
        assert done.returncode == code, done.stderr
        assert leaks(done.stdout + done.stderr, [PASSWORD]) == []
    more = {"TALKBELL_DATABASE_URL": database, "TALKBELL_LOG_LEVEL": "debug"}
    with started(folder, "run", "--port", "0", **more) as service:
        service.wait_for("/private.ics", b"BEGIN:VEVENT")
        machines = ask_for_machines(service)
        assert service.end()[0] == 0
    told = (
        "".join(service.out + service.err)
        + machines
        + stored_errors(
            address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        )
    )
    assert leaks(told, [PASSWORD, JOIN, ROOM, KEY, PASSCODE]) == []


def run_once(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**{"TALKBELL_LOG_LEVEL": "debug", **changes}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_search_for_secrets_finds_them() -> None:
    told = f"GET /j?x={quote(JOIN, safe='')} by {PASSCODE.lower()}"
    assert leaks(told, [JOIN, PASSCODE, KEY, ROOM, PASSWORD]) == [JOIN, PASSCODE, KEY, ROOM]
    assert leaks(base64.b64encode(PASSWORD.encode()).decode(), [PASSWORD]) == [PASSWORD]
