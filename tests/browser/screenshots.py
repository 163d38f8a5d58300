"""The pictures of the README, of the schedules that are shipped: `make screenshots`.

Each shows a page as its reader had it at a moment that is written here.
"""

import io
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.chromium import running_chromium
from tests.browser.window import DESKTOP, PHONE, Look, opened
from tests.web.site import Site, running_site

_ROOT = Path(__file__).parents[2]
_COLOURS = 128  # which pictures of text need no more of


@dataclass(frozen=True)
class _Shot:
    name: str
    path: str
    now: datetime
    look: Look


_SHOTS = (
    _Shot(
        "series",
        "/theory-of-neural-nets",
        datetime(2021, 6, 27, 13, 29, tzinfo=UTC),
        Look(width=DESKTOP.width, height=1000, zone="America/New_York"),
    ),
    _Shot(
        "workshop",
        "/physics-of-deep-learning",
        datetime(2019, 6, 14, 16, 40, tzinfo=UTC),
        Look(width=DESKTOP.width, height=1260, zone="America/Los_Angeles"),
    ),
    _Shot(
        "session",
        "/theory-of-neural-nets/scott-pesme",
        datetime(2021, 6, 25, 13, 29, tzinfo=UTC),
        Look(PHONE.width, PHONE.height, zone="Asia/Tokyo", scheme="dark"),
    ),
)


def main() -> None:
    folder = _ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, running_site(Path(name)) as site:
        for path in (_ROOT / "schedules").glob("*.yaml"):
            site.write(path.stem, path.read_text("utf-8"))
        for shot in _SHOTS:
            site.now = shot.now
            site.sync()
            with running_chromium() as browser:
                taken = _taken(browser, site, shot)
            target = folder / f"{shot.name}.png"
            target.write_bytes(taken)
            print(f"{target.relative_to(_ROOT)}: {len(taken) / 1000:.0f} kB")


def _taken(browser: Browser, site: Site, shot: _Shot) -> bytes:
    with opened(browser, f"http://127.0.0.1:{site.port}", look=shot.look) as window:
        page = window.visit(shot.path)
        zone = shot.look.zone  # which was fetched, or is that of the host anyway
        shown = page.locator(f'html:is([data-zone="{zone}"], [data-clock="{zone}"])')
        expect(shown).to_have_count(1)
        return _small(page.screenshot())


def _small(picture: bytes) -> bytes:
    """Return the same picture in fewer colours."""
    with Image.open(io.BytesIO(picture)) as whole, io.BytesIO() as target:
        whole.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
            target, "PNG", optimize=True
        )
        return target.getvalue()


if __name__ == "__main__":
    main()
