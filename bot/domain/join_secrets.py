"""What of a join link would let a stranger in, found in any text in whatever form it was copied.

Texts are scanned once, with fixed patterns, and what they find is looked up among the secrets of
all joins: the work grows with the text, not with the text times the number of links.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from bot.domain.ids import slug
from bot.domain.latex import readable
from bot.domain.series import Join

HIDDEN = "[for subscribers]"
"""What stands where a secret was."""

_SHORTEST_SECRET = 4  # shorter passcodes would take ordinary words out of the text
_SHORTEST_NUMBER = 6  # and shorter numbers years and rooms: both count only if called a passcode
_SHORTEST_KEY = 6
_SHORTEST_PATH = 20  # a path so long names one meeting without its host, as in Teams' launcher
_REACH = 40  # characters before a weak passcode in which it must be called one
# How meetings are numbered: by digits (Zoom, Webex, Teams), or as "abc-defg-hij" (Meet).
_NUMBER = re.compile(r"(?<![0-9])[0-9]{9,12}(?![0-9])")
_NUMBER_LENGTHS = range(9, 13)
_DIGITS = re.compile(r"[0-9](?:[\W_]{0,6}[0-9]){8,}")
_CODE_OF_JOIN = re.compile(r"(?i)(?<![a-z])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![a-z])")
_CODE = re.compile(
    r"(?i)(?<![a-z])(?=([a-z]{3})([\W_]{0,3})([a-z]{4})([\W_]{0,3})([a-z]{3})(?![a-z]))"
)
_KEY = re.compile(r"(?i)[?&;#](?:pwd|p|token|key|tk|passcode|password)=([^&#]+)")
_CALLED_PASSCODE = re.compile(r"(?i)pass|pwd|code|(?<![a-z])(?:pin|key)(?![a-z])|kennw|schl[uü]ss")
_GROUPS = re.compile(r"[0-9]+(?:-[0-9]+)*")
_HALF_CODE = re.compile(r"(?<![a-z0-9])([a-z]{3})-(?=([a-z]{4})(?![a-z0-9]))")
_SHORTEST_HALF = 5  # digits: fewer may as well be a year, and leave too much to be guessed
_WORD = re.compile(r":[0-9]{2,5}(?=[/?#\s]|\Z)|([^\W_]+)")  # a port is no word of an address
_BARE_WORD = re.compile(r"[^\W_]+")
_INSIDE_WORD = re.compile(r"(?<=[^\W_])[^\W_]")
_ENCODED = re.compile(r"[^\s<>\"'(\[{*][^\s<>\"']*")
_TAIL = re.compile(r"[^\s<>\"')\]]*")
_PORT = re.compile(r"(?::[0-9]+)?/*")
_SCHEME = re.compile(r"(?:\w+:)?/*(?:www\.)?")
_BEFORE_ADDRESS = frozenset(" \t\r\n\u00a0([{=,;|<>\"'`*&")
_AFTER_ADDRESS = ".,;:!?*_)]}"
_LONGEST_LEAD = 200  # of scheme, user and subdomains before what is known of an address
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# What word processors make of signs that were typed.
_TYPED = str.maketrans("\u2010\u2012\u2013\u2014\u2212\u2018\u2019\u201c\u201d", "-----''\"\"")

_Span = tuple[int, int]


class JoinSecrets:
    """All that would let a stranger in: addresses, meeting numbers and codes, passcodes, keys."""

    def __init__(self, joins: Iterable[Join]) -> None:
        """Learn the secrets of all `joins`."""
        self._literals: set[str] = set()
        self._lengths: dict[str, set[int]] = {}  # of literals, by their first character
        self._numbers: set[str] = set()
        self._codes: set[str] = set()
        self._addresses: set[str] = set()  # words of host and path, joined by blanks
        self._hosts: set[str] = set()  # of joins that have nothing but a host
        self._word_counts: dict[str, set[int]] = {}  # of addresses and hosts, by their first word
        for join in dict.fromkeys(joins):  # a room that many sessions share is one
            self._add(join)
        self._halves = {
            number[:length]
            for number in self._numbers
            for length in range(_SHORTEST_HALF, len(number))
        }
        self._halves |= {code[:7] for code in self._codes}
        firsts = re.escape("".join(sorted(self._lengths)))
        self._literal_start = re.compile(rf"(?i)(?<![^\W_])[{firsts}]" if firsts else r"(?!)")

    def _add(self, join: Join) -> None:
        parts = urlsplit(join.url)
        plain = unquote(unquote(join.url))
        self._numbers.update(_NUMBER.findall(plain))
        self._codes.update(
            code.replace("-", "").casefold() for code in _CODE_OF_JOIN.findall(plain)
        )
        host = (parts.hostname or "").removeprefix("www.")
        path = unquote(unquote(parts.path))
        further = path.strip("/") or unquote(unquote(f"{parts.query} {parts.fragment}"))
        self._add_address(f"{host}/{further}", self._addresses if further.strip() else self._hosts)
        if further.strip():
            self._add_literal(join.url)
        if path.startswith("/my/"):
            self._add_address(".".join(host.split(".")[-2:]) + path, self._addresses)
        if len(path) >= _SHORTEST_PATH:
            self._add_address(path, self._addresses)
        keys = _KEY.findall(join.url)
        if not re.fullmatch("[a-z]*", parts.fragment):  # Zoom leaves a "#success" behind
            keys.append(parts.fragment)
        self._add_passcode(join.passcode)
        for key in keys:
            if len(key) >= _SHORTEST_KEY:
                self._add_passcode(key)
                self._add_passcode(unquote(key))

    def _add_passcode(self, passcode: str) -> None:
        self._add_literal(passcode)
        self._add_literal(_unmasked(passcode))
        self._add_literal(slug(passcode))  # as ids have it

    def _add_literal(self, literal: str) -> None:
        if literal:
            self._literals.add(literal.casefold())
            self._lengths.setdefault(literal[0].casefold(), set()).add(len(literal))

    def _add_address(self, address: str, known: set[str]) -> None:
        words = [word for word, _, _ in _words(address)]
        if words:
            known.add(" ".join(words))
            self._word_counts.setdefault(words[0], set()).add(len(words))

    def strike(self, text: str) -> str:
        """Return text without secrets; where markup hides one, it is the text without markup."""
        struck = self._struck(text)
        for unmask in (readable, _unmasked):
            plain = unmask(struck)
            if plain != struck and (again := self._struck(plain)) != plain:
                struck = again
        return struck

    def without_parts(self, name: str) -> str:
        """Return an id without secrets, and without halves of numbers and codes: ids are cut."""
        struck = self.strike(name)
        if struck != name:
            name = slug(struck.replace(HIDDEN, " "), len(struck))
        for start, end in reversed(_merged(self._half_spans(name))):
            name = f"{name[:start].rstrip('-')}-{name[end:].lstrip('-')}".strip("-")
        return name

    def _half_spans(self, name: str) -> Iterator[_Span]:
        for run in _GROUPS.finditer(name):
            groups = [found.span() for found in re.finditer("[0-9]+", run[0])]
            for first, (start, _) in enumerate(groups):
                for _, end in groups[first:]:
                    if run[0][start:end].replace("-", "") in self._halves:
                        yield run.start() + start, run.start() + end
        for found in _HALF_CODE.finditer(name):
            if f"{found[1]}{found[2]}" in self._halves:
                yield found.start(), found.end(2)

    def _struck(self, text: str) -> str:
        pieces: list[str] = []
        at = 0
        shown = [found.span() for found in re.finditer(re.escape(HIDDEN), text)]
        for start, end in _merged([*self._plain_spans(text), *self._encoded_spans(text)]):
            if not any(first <= start and end <= last for first, last in shown):
                pieces += text[at:start], HIDDEN
                at = end
        return "".join(pieces) + text[at:]

    def _plain_spans(self, text: str) -> Iterator[_Span]:
        yield from self._literal_spans(text)
        yield from self._number_spans(text)
        if self._codes:
            yield from ((start, end) for start, end, code in _codes(text) if code in self._codes)
        yield from self._address_spans(text)

    def _literal_spans(self, text: str) -> Iterator[_Span]:
        for found in self._literal_start.finditer(text):
            start = found.start()
            for length in self._lengths.get(text[start].casefold(), ()):
                end = start + length
                literal = text[start:end].casefold()
                if end > len(text) or literal not in self._literals:
                    continue
                if _INSIDE_WORD.match(text, end):
                    continue
                shortest = _SHORTEST_NUMBER if literal.isdecimal() else _SHORTEST_SECRET
                reach = max(0, start - _REACH)
                if length >= shortest or _CALLED_PASSCODE.search(text, reach, start):
                    yield start, end

    def _number_spans(self, text: str) -> Iterator[_Span]:
        for run in _DIGITS.finditer(text) if self._numbers else ():
            places = [at for at in range(*run.span()) if text[at] in "0123456789"]
            digits = "".join(text[at] for at in places)
            for first, start in enumerate(places):
                for length in _NUMBER_LENGTHS:
                    if digits[first : first + length] in self._numbers:
                        yield start, places[min(first + length, len(places)) - 1] + 1

    def _address_spans(self, text: str) -> Iterator[_Span]:
        if self._word_counts.keys().isdisjoint(_BARE_WORD.findall(text.casefold())):
            return
        words, done = list(_words(text)), 0
        for first, (word, start, _) in enumerate(words):
            if start < done:
                continue
            for count in sorted(self._word_counts.get(word, ()), reverse=True):
                taken = words[first : first + count]
                key, last = " ".join(one for one, _, _ in taken), taken[-1][2]
                if key not in self._addresses and key not in self._hosts:
                    continue
                begin = start
                while begin > max(done, start - _LONGEST_LEAD):
                    if text[begin - 1] in _BEFORE_ADDRESS:
                        break
                    begin -= 1
                tail = _TAIL.match(text, last)
                rest = tail[0].rstrip(_AFTER_ADDRESS) if tail else ""
                is_host_alone = _PORT.fullmatch(rest) and _SCHEME.fullmatch(text, begin, start)
                if key in self._addresses or is_host_alone:
                    done = last + len(rest)
                    yield begin, done
                    break

    def _encoded_spans(self, text: str) -> Iterator[_Span]:
        for found in _ENCODED.finditer(text) if "%" in text else ():
            token = found[0].rstrip(_AFTER_ADDRESS)
            plain = unquote(unquote(token)) if "%" in token else token
            if plain != token and any(self._plain_spans(unescape(plain))):
                yield found.start(), found.start() + len(token)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _WORD.finditer(text):
        if found[1]:
            yield found[1].casefold(), *found.span()


def _codes(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _CODE.finditer(text):
        yield found.start(1), found.end(5), (found[1] + found[3] + found[5]).casefold()


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _unmasked(text: str) -> str:
    """Return text without entities of HTML, invisible signs and look-alike characters."""
    return _INVISIBLE.sub("", normalize("NFKC", unescape(text))).translate(_TYPED)
