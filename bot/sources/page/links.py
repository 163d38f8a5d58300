"""Links of a talk: what joins it, what shows it, and what is somebody's homepage."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.domain.series import Join, Material, MaterialKind
from bot.sources.addresses import is_address
from bot.sources.page.lines import Link
from bot.sources.page.vocabulary import folded

_MEETING = re.compile(
    r"(?:^|\.)(?:zoom\.(?:us|com\.cn)|zoomgov\.com|teams\.microsoft\.com|teams\.live\.com|"
    r"meet\.google\.com|webex\.com|meet\.jit\.si"
    r"|bbb\.[\w.-]{3,60}|bigbluebutton\.[\w.-]{3,60}|gotomeeting\.com|whereby\.com|gather\.town)$"
)
_SCHEMELESS = re.compile(
    r"(?<![\w/.@-])((?:[\w-]{1,40}\.){0,3}(?:zoom\.us|zoomgov\.com|meet\.google\.com|"
    r"teams\.microsoft\.com|webex\.com|meet\.jit\.si)/[^\s<>\"')\]]{1,500})"
)
_VIDEO_HOST = re.compile(
    r"(?:^|\.)(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|slideslive\.com|"
    r"bilibili\.com|videolectures\.net|twitch\.tv|mediacentral\.[\w.]{3,40}|tube\.[\w.-]{3,60}|"
    r"dailymotion\.com)$"
)
_NO_VIDEO = re.compile(r"/(?:channel|c|user|@|playlist)\b|/@")
_PAPER_HOST = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|openreview\.net|biorxiv\.org|hal\.science|ssrn\.com|"
    r"jmlr\.org|nber\.org)$"
)
_PASSCODE = re.compile(
    r"(?i)\b(?:pass(?:code|word)|pwd|passwort|kennwort|code d'acces|mot de passe|"
    r"contrasena)\s{0,2}[:=]\s{0,2}([^\s,;()]{1,40})"
)
_WORDS = (
    (
        MaterialKind.SLIDES,
        re.compile(r"\b(?:slides?|folien|diapositives|transparencias|presentation)\b"),
    ),
    (
        MaterialKind.VIDEO,
        re.compile(r"\b(?:video|recording|aufzeichnung|watch|youtube|enregistrement|grabacion)\b"),
    ),
    (MaterialKind.PAPER, re.compile(r"\b(?:paper|arxiv|preprint|article|pdf)\b")),
)


def find_join(texts: Iterable[str], links: Iterable[Link]) -> Join | None:
    """Return the first meeting link among texts and links, mended where its https:// is missing."""
    texts = list(texts)
    urls = (link.url for link in links if is_meeting(link.url))
    url = next(filter(is_address, urls), "")
    for text in texts:
        if url:
            break
        found = _SCHEMELESS.search(text)
        url = f"https://{found[1].rstrip('.,;')}" if found else ""
        url = url if is_address(url) else ""
    if not url:
        return None
    code = next((found[1] for text in texts if (found := _PASSCODE.search(text))), "")
    return Join(url=url, passcode=code)


def is_meeting(url: str) -> bool:
    """Tell whether an address opens a meeting."""
    return bool(_MEETING.search(_host(url)))


def find_materials(
    labelled: Iterable[tuple[str, Link]], *, names: Iterable[str], all_kinds: bool = False
) -> tuple[Material, ...]:
    """Return slides, videos and papers among links; each comes with the label it stands under.

    Links on the speakers' `names` are homepages. With `all_kinds`, the rest are materials too.
    """
    people = {folded(name) for name in names}
    found: dict[str, Material] = {}
    for label, link in labelled:
        if (
            folded(link.text).strip(" .,") in people
            or not _is_web(link.url)
            or is_meeting(link.url)
        ):
            continue
        kind = _kind(label, link)
        if kind is None and all_kinds:
            kind = MaterialKind.OTHER
        if kind is not None:
            found.setdefault(link.url, Material(kind=kind, url=_with_scheme(link.url)))
    return tuple(found.values())


def _kind(label: str, link: Link) -> MaterialKind | None:
    host, path = _host(link.url), link.url
    if _VIDEO_HOST.search(host):
        return None if _NO_VIDEO.search(path) else MaterialKind.VIDEO
    if _PAPER_HOST.search(host):
        return MaterialKind.PAPER
    if label in {"slides", "video", "paper"}:
        return MaterialKind(label)
    words = folded(link.text)
    for kind, pattern in _WORDS:
        if pattern.search(words):
            return kind
    if re.search(r"\.(?:pdf|pptx?|key|odp)(?:$|[?#])", path.lower()):
        return MaterialKind.SLIDES
    return None


def _is_web(url: str) -> bool:
    return is_address(_with_scheme(url)) and "." in _host(url)


def _with_scheme(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def _host(url: str) -> str:
    try:
        return (urlsplit(_with_scheme(url)).hostname or "").lower()
    except ValueError:
        return ""
