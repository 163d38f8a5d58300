"""A window of the browser that sees to it that pages do nothing that they must not.

Each has cookies of its own. What a page asks of anything but its site, what the browser complains
of (errors of scripts, violations of the content security policy), and every dialog is a trouble,
and a window that had one fails its test when it closes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

_HARMLESS = ("data:", "blob:", "about:")  # nothing leaves the browser for these


@dataclass(frozen=True)
class Look:
    """What a reader's browser is like."""

    width: int = 1280
    height: int = 900
    has_script: bool = True
    language: str = "en"
    zone: str = "Europe/Zurich"
    scheme: str = "light"
    motion: str = "no-preference"


DESKTOP = Look()
PHONE = Look(width=390, height=844)


@dataclass
class Window:
    """One window, open on a site."""

    page: Page
    origins: tuple[str, ...]
    requests: list[tuple[str, str]] = field(default_factory=list)  # what for, and the address
    troubles: list[str] = field(default_factory=list)
    _refused: set[str] = field(default_factory=set)

    def visit(self, path: str, status: int = 200) -> Page:
        """Go to a page of the site, and wait until it is there."""
        address = self.origins[0] + path
        if status >= 400:  # browsers complain of these, which are meant here
            self._refused.add(address)
        answer = self.page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == status, address
        return self.page

    def unfold(self) -> None:
        """Show all that is there only when somebody asks for it."""
        self.page.evaluate(
            "for (const one of document.querySelectorAll('details')) one.open = true"
        )

    def is_too_wide(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
                " - document.documentElement.clientWidth"
            )
        )

    def note_request(self, request: Request) -> None:
        self.requests.append((request.resource_type, request.url))
        if not request.url.startswith((*_HARMLESS, *(f"{one}/" for one in self.origins))):
            self.troubles.append(f"asked {request.url}")

    def note_message(self, message: ConsoleMessage) -> None:
        address = message.location["url"] if message.location else ""
        if message.type in {"error", "warning"} and address not in self._refused:
            self.troubles.append(f"{message.type} in {address}: {message.text}")

    def note_dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def opened(browser: Browser, *origins: str, look: Look = DESKTOP) -> Iterator[Window]:
    """Open a window on a site, the first of `origins`; the others may be asked too."""
    context = _context(browser, look)
    window = Window(context.new_page(), origins)
    context.on("request", window.note_request)
    context.on("console", window.note_message)
    context.on("dialog", window.note_dialog)
    context.on("weberror", lambda error: window.troubles.append(f"script: {error.error}"))
    try:
        yield window
    finally:
        context.close()
    assert window.troubles == [], "\n".join(window.troubles)


def _context(browser: Browser, look: Look) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        java_script_enabled=look.has_script,
        locale=look.language,
        timezone_id=look.zone,
        color_scheme=look.scheme,
        reduced_motion=look.motion,
    )
    context.set_default_timeout(10_000)
    return context
