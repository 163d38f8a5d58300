"""What an installation can reach: Telegram, itself at its public address; and their clocks."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.channels.addresses import TELEGRAM, is_on_this_machine
from bot.settings import Settings
from bot.wiring.diagnosis import judge_clock
from bot.wiring.findings import Finding, Verdict

_STEP = 5.0  # seconds for connecting, and for each read
_MOST_BYTES = 64 * 1024
_UNKNOWN = {401, 404}  # how Telegram answers to a token that it does not know
_TELEGRAM, _PUBLIC = "Telegram", "public address"


class _Answer:
    """What an address answered, and what our clock and theirs showed then."""

    def __init__(self, address: str) -> None:
        """Ask. Raises httpx.HTTPError, whose text may hold the address."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would tell each address
        begin = datetime.now(UTC)
        with httpx.stream("GET", address, timeout=_STEP, follow_redirects=True) as answer:
            self.ours = begin + (datetime.now(UTC) - begin) / 2
            self.status = answer.status_code
            self.date = answer.headers.get("date", "")
            self.host = answer.url.host
            self.data = b""
            for chunk in answer.iter_bytes():
                self.data += chunk
                if len(self.data) > _MOST_BYTES:
                    break

    @property
    def content(self) -> Any:  # noqa: ANN401 - as JSON is
        """The JSON; None if it is none."""
        try:
            return httpx.Response(200, content=self.data).json()
        except ValueError:
            return None

    def clock(self, whose: str) -> list[Finding]:
        """Return how our clock stands to theirs, of which half a second is cut off on average."""
        try:
            theirs = parsedate_to_datetime(self.date)
        except ValueError:
            return []
        return [judge_clock(self.ours, theirs + timedelta(seconds=0.5), whose)]


def check_telegram(settings: Settings) -> list[Finding]:
    """Tell whether Telegram knows the token, and whether people's words come to us."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        found = "no token is set: nobody is answered or reminded there"
        return [Finding(_TELEGRAM, Verdict.OK, found)]
    base = settings.telegram_base_url or TELEGRAM
    host = urlsplit(base).netloc
    try:
        answer = _Answer(f"{base}{token}/getMe")
        hook = _Answer(f"{base}{token}/getWebhookInfo").content
    except httpx.HTTPError as error:
        found = f"{host} cannot be reached ({type(error).__name__})"
        mend = "look at the network, and at TALKBELL_TELEGRAM_BASE_URL if you have set it"
        return [Finding(_TELEGRAM, Verdict.WRONG, found, mend)]
    return [*judge_bot(answer.status, answer.content, host), *_hook(settings, hook),
            *answer.clock("Telegram's")]  # fmt: skip


def bot_name(settings: Settings) -> str:
    """Return the bot's name on Telegram; nothing if it has none, or cannot be asked."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return ""
    try:
        content = _Answer(f"{settings.telegram_base_url or TELEGRAM}{token}/getMe").content
    except httpx.HTTPError:
        return ""
    result = content.get("result") if isinstance(content, dict) else None
    return str(result.get("username") or "") if isinstance(result, dict) else ""


def judge_bot(status: int, content: Any, host: str) -> list[Finding]:  # noqa: ANN401 - JSON
    """Return what is to be said of an answer to getMe."""
    if not isinstance(content, dict) or "ok" not in content:
        found = f"what answers at {host} is no Bot API server (it says {status})"
        mend = "mend TALKBELL_TELEGRAM_BASE_URL: it ends in /bot"
        return [Finding(_TELEGRAM, Verdict.WRONG, found, mend)]
    if content["ok"] is True:
        name = content.get("result", {}).get("username", "")
        return [Finding(_TELEGRAM, Verdict.OK, f"the bot is @{name}")]
    if status in _UNKNOWN:
        mend = "copy it anew from @BotFather into TALKBELL_TELEGRAM_TOKEN"
        return [Finding(_TELEGRAM, Verdict.WRONG, "Telegram does not know the token", mend)]
    found = f"Telegram answers with {status}"
    return [Finding(_TELEGRAM, Verdict.WARNING, found, "try again later")]


def _hook(settings: Settings, content: Any) -> list[Finding]:  # noqa: ANN401 - JSON
    result = content.get("result") if isinstance(content, dict) else None
    if not isinstance(result, dict) or not (url := str(result.get("url") or "")):
        return []
    host, own = urlsplit(url).hostname, urlsplit(settings.public_url).hostname
    if host == own and result.get("last_error_message"):
        what = f"Telegram's calls come to {host}, and the last ones failed"
        return [Finding("webhook", Verdict.WARNING, what, "look at the proxy before it")]
    if host == own:
        return [Finding("webhook", Verdict.OK, f"Telegram's calls come to {host}")]
    what = f"what people say goes to {host}"
    mend = "end the other service that has this token, and take its webhook away (deleteWebhook)"
    return [Finding("webhook", Verdict.WARNING, what, mend)]


def check_public_address(settings: Settings, series_id: str) -> list[Finding]:
    """Tell whether people reach this very installation, by a series that it has (any, if empty)."""
    address = settings.public_url
    if not address:
        found = "none is set: links lead to where it listens"
        return [Finding(_PUBLIC, Verdict.OK, found)]
    insecure = _insecure(address)
    try:
        health = _Answer(f"{address}/healthz")
        page = _Answer(f"{address}/{series_id}") if series_id else None
    except httpx.HTTPError as error:
        found = f"{address} cannot be reached from here ({type(error).__name__})"
        mend = "start Talkbell; look at the name, the proxy and its certificate"
        return [*insecure, Finding(_PUBLIC, Verdict.WRONG, found, mend)]
    own = judge_health(address, health.status, health.data, page.status if page else 0, series_id)
    return [*insecure, own, *health.clock(f"that of {health.host}")]


def judge_health(address: str, status: int, data: bytes, page: int, series_id: str) -> Finding:
    """Return what is to be said of what answers there.

    `page` is the status of a series' page, 0 if none was asked for.
    """
    if (status, data) != (200, b"ok\n"):
        found = f"what answers at {address} is not Talkbell (it says {status})"
        mend = "mend TALKBELL_PUBLIC_URL, or let the proxy lead here"
        return Finding(_PUBLIC, Verdict.WRONG, found, mend)
    if page not in {0, 200}:
        found = f"a Talkbell answers at {address} that does not know {series_id}"
        mend = "if it is another one, mend TALKBELL_PUBLIC_URL; else run `talkbell sync`"
        return Finding(_PUBLIC, Verdict.WARNING, found, mend)
    return Finding(_PUBLIC, Verdict.OK, f"this installation answers at {address}")


def _insecure(address: str) -> list[Finding]:
    if address.startswith("https:") or is_on_this_machine(address):
        return []
    found = "http shows secret addresses of calendars to all on the way"
    return [Finding(_PUBLIC, Verdict.WARNING, found, "let a proxy serve it by https")]
