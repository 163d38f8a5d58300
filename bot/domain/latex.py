r"""LaTeX in titles and abstracts, made into text that a calendar or a chat can show.

Prose comes first: what is not surely LaTeX stays as it stands. Outside math that includes `a_b`,
`f^2` and `d^{k+1}`, which could be code and can be read. A math segment that cannot be read for
sure (`\begin`, an unknown command with arguments, unmatched braces) stays as written.

pylatexenc knows what single commands and accents mean. The structure is read here, because it
takes `%` for a comment, flattens `d^{k+1}` to `d^k+1` and slows down on hostile text: each pattern
below stops at the next mark of its own kind and does not back up, so the work stays linear.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from unicodedata import category, normalize

_MARKS = re.compile(r"[\\$~]|``|--")
# Tried in this order at each place: what stays as it is, then math, then LaTeX in prose.
_PROSE = re.compile(
    r"""(?xs) (?=[\\$`'~{}\n:.@-]) (?:
    (?P<as_is> (?: :(?:(?<=http:)|(?<=https:))// | \.(?<=www\.) )                # links
        (?: [^\s{}<>"'`] | '(?!') | \{[^\s{}]*+\} )++
      | @\w[\w.-]*+ | :\\(?<=\b[A-Za-z]:\\)\S*+ | \\\\(?<!\S\\\\)\w++\\\S*+      # mail, paths
      | `(?<!``) (?![`\s]) [^`]++ (?<!\s) ` (?!`)                                # code
      | (?<!`)(?P<ticks>``++) (?!\ ) (?:[^`']|'(?!'))++ (?<!\ ) (?P=ticks)(?!`)
      | (?<![^\s(\[{"'`]) --?[A-Za-z][\w=-]*+                                    # flags: --per
      | \\"[^"\\]*+\\"(?![\w{]) | (?<=\w)\\'(?=(?:s|t|re|ll|d|m|ve)\b)           # \"so\", don\'t
      | (?<=\b[DdLlO])\\'(?=[A-Z]) | \\\\ )                                      # O\'Neil
    | (?P<math> \$\$ (?:[^\\$]|\\.|\$(?!\$))++ \$\$
      | \$(?![\s$]) (?:[^\\$]|\\.)++ (?<!\s) \$(?![\d{]|[A-Z]{4})
      | \$\\[A-Za-z] (?:[^\\$]|\\.)*+ (?<!\s) \$                   # a command is no price: $\sim$5
      | \\\( (?:[^\\]|\\[^()\[\]])++ \\\) | \\\[ (?:[^\\]|\\[^()\[\]])++ \\\]
      | \\begin\{(?P<environment>(?:align|flalign|alignat|equation|gather|multline|eqnarray)\*?)\}
        (?:[^\\]|\\(?!(?:begin|end)\{(?P=environment)\}).)++ \\end\{(?P=environment)\} )
    | (?P<styled> \\(?:emph|underline|mbox|url|text(?:bf|it|tt|sc|sf|rm|sl|up|md|normal)?)\ ?\{
      | \{\\(?:em|bf|it|tt|sc|sf|rm|sl|bfseries|itshape)(?![A-Za-z])\s*+ )
    | (?P<signs> (?P<held>\{)?+ \\(?: ['`^"~=] (?: \{\\?+[^\W\d_]\} | \\i\b\ ?+ | [^\W\d_] )
        | [.vcHukrdb] \{\\?+[^\W\d_]\} | [vcH]\ [^\W\d_]
        | (?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z\\]) (?:\{\}|\ (?=[^\W\d_]))?+ ) (?(held)\})
      | \\l?dots(?![A-Za-z\\]) (?:\{\})? | (?<![A-Za-z_:./$\\]) \\[A-Za-z]{2,}+
        (?: \\[A-Za-z]++ | [_^](?:\{[^{}]*+\}|[A-Za-z0-9]) )*+ (?:\{\})? )
    | (?P<quote> ``(?=[^\s`]) ) | (?P<unquote> ''(?!') ) | (?P<paragraph> \n[ \t\r]*+\n )
    | (?P<typed> \\[&%_#${}] | (?<=\.)\\[ ]
      | (?<=[\w)\]}"'”’%.?$]) -{2,3} (?=[\w(\["'“‘$\\`])(?![\w.+%-]{0,64}@)
      | (?<=[\w)\]}"'”’%.?!$,;:][ ]) -{2,3} (?=\s(?!-))
      | (?<=[^\W\d_][a-z.]) ~ (?=\d|\$[^\s\d]|\\[(A-Za-z]) | (?<=\w\.) ~ (?=[A-Z]) )
    | (?P<open> \{ ) | (?P<close> \} ) | (?P<money> \$\$++ ))"""
)
TYPED = {"--": "–", "---": "—", "~": " "} | {f"\\{sign}": sign for sign in "&%_#${} "}
# Between dollars, what is no math: paragraphs, links, code, price ranges ($$ - $$$), mere words.
_NOT_MATH = re.compile(
    r"""(?xs) \n[ \t\r]*+\n | :// | [`"] | \A[\s,.;:/|$-]*+\Z
    | \A(?=[^\\^_{}=<>]*+\Z).*?(?:[A-Za-z]{2}\s|\s[A-Za-z]{2})"""
)
_TOKEN = re.compile(r"(?s)\\(?:[A-Za-z]{1,32}+|.)|\s++|.")
_DEPTH = 30
_EDGE = "\ue000"  # of a word: a private mark until the blanks are settled
_APART = re.compile(rf"(?<=\w) *{_EDGE}[ {_EDGE}]*(?=[\w√∑∏∫])")
_TIGHT = re.compile(r"(?<=[(\[{⟨⌊⌈]) | (?=[)\]}⟩⌋⌉,])")

_SUPER = "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ*∗′∘†"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ**′°†"
_SUB, _LOWERED = "0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
_SCRIPTS = {"^": str.maketrans(_SUPER, _RAISED), "_": str.maketrans(_SUB, _LOWERED)}
_ONE = r"\d+(?:\.\d+)?|\w[\u0300-\u036f]*|[∞⊤⊥⋆]|\([^()]*\)|‖[^‖]*‖|\|[^|]*\|"
_FACTOR = rf"(?:{_ONE})[{_RAISED}{_LOWERED}]*"
_CHARACTERS = {"-": "−", "'": "′", "~": " ", "&": " "}
# What pylatexenc does not know, or what serves the typesetter rather than the reader.
_NAMES = {"|": "‖", "ne": "≠", "gets": "←", "land": "∧", "lor": "∨", "colon": ":", "prime": "′"}
_NAMES |= dict.fromkeys(("displaystyle", "textstyle", "limits", "nolimits", "rm", *"!-/"), "")
_PLAIN = re.compile(r"(text|math)(?:rm|bf|it|sf|tt|cal|scr|frak)?|boldsymbol|bm|mbox|operatorname")
_DRAWN = re.compile(r"""(?:wide)?(hat|tilde)|bar|vec|d?dot|check|not|mathbb|['`^"~=.vcHukrdb]""")
_SIZES = re.compile(r"left|right|middle|[bB]igg?[lrm]?")


def readable(text: str, ways: Mapping[str, Callable[[str], str]] = MappingProxyType({})) -> str:
    """Return `text` with its LaTeX as plain Unicode and all else as it stands; never raise.

    `ways` shows a kind of LaTeX otherwise, from its source: `math`, which is a formula with its
    delimiters, or `typed`, which is a sign of `TYPED`.
    """
    shown = {**_SHOWN, **ways}
    if not _MARKS.search(text):
        return text
    # An opening is kept as it stands and replaced when its end comes: one without an end stays.
    pieces: list[str] = []
    groups: list[int] = []
    quotation, at = -1, 0
    while found := _PROSE.search(text, at):
        kind, raw = found.lastgroup or "", found[0]
        if kind == "math" and _NOT_MATH.search(raw):
            kind, raw = "as_is", raw[: 1 + (raw[1] in "$([")]
        pieces.append(text[at : found.start()])
        at = found.start() + len(raw)
        if kind in ("styled", "open"):
            groups.append(len(pieces))
        elif kind == "close" and groups and pieces[opened := groups.pop()] != "{":
            pieces[opened] = raw = ""
        elif kind == "unquote" and quotation >= 0:
            pieces[quotation], raw = "“", "”"
        if kind in ("quote", "unquote", "paragraph"):
            quotation = len(pieces) if kind == "quote" else -1
        pieces.append(shown[kind](raw) if kind in shown else raw)
    return "".join(pieces) + text[at:]


def _signs(raw: str) -> str:
    """Return how commands in prose read, if it takes no ASCII letters to say so."""
    shown = _math(raw)
    return shown if shown and not re.search("[A-Za-z]", shown) else raw


def _math(raw: str) -> str:
    """Return how math reads, or `raw` where that is not sure."""
    edges = ("$", r"\(", r"\)", r"\[", r"\]")
    tokens = ["", *(token for token in reversed(_TOKEN.findall(raw)) if token not in edges)]
    try:
        text = _row(tokens, 0)
    except ValueError:
        return raw
    return raw if tokens[-1] else text


_SHOWN = {"math": _math, "signs": _signs, "typed": TYPED.__getitem__}


def _row(tokens: list[str], depth: int) -> str:
    """Take tokens up to the end, or to a brace that was not opened here, and return their text."""
    parts = [""]
    while tokens[-1] not in ("", "}"):
        if tokens[-1] in ("^", "_"):
            base = parts.pop()
            script = _script(tokens.pop(), _argument(tokens, depth))
            loose = base.endswith(_EDGE) or script.startswith(("^", "_"))
            parts += base.rstrip(f" {_EDGE}"), script, _EDGE * loose
        elif atom := _atom(tokens, depth):
            parts.append(atom)
    # Words keep apart from letters; else there are only the blanks of the source.
    text = _APART.sub(" ", "".join(parts)).replace(_EDGE, "")
    return _TIGHT.sub("", " ".join(text.split()))


def _atom(tokens: list[str], depth: int) -> str:
    """Take the next character, command or group, and return its text."""
    taken = tokens.pop()
    if taken in ("", "}", "^", "_") or depth > _DEPTH:
        raise ValueError(taken)
    if taken == "{":
        text = _row(tokens, depth + 1)
        if tokens.pop() != "}":
            raise ValueError(taken)
        return text
    if len(taken) > 1 and taken[0] == "\\":
        return _command(taken[1:], tokens, depth + 1)
    return _CHARACTERS.get(taken, taken)


def _argument(tokens: list[str], depth: int) -> str:
    """Take what a command or script applies to, and return its text."""
    if tokens[-1].isspace():
        tokens.pop()
    return _atom(tokens, depth).strip(f" {_EDGE}")


def _command(name: str, tokens: list[str], depth: int) -> str:
    """Take the arguments of a command, and return how it reads."""
    if (name, tokens[-1]) in (("left", "."), ("right", "."), ("operatorname", "*")):
        tokens.pop()
    if name.endswith("frac"):
        text = "/".join(_grouped(_argument(tokens, depth), _FACTOR) for _ in range(2))
    elif name == "sqrt" and tokens[-1] != "[":
        text = "√" + _grouped(_argument(tokens, depth), _ONE)
    elif plain := _PLAIN.fullmatch(name):
        text = _argument(tokens, depth)
        text = text.replace("−", "-").replace("′", "'") if plain[1] == "text" else text
    elif drawn := _DRAWN.fullmatch(name):
        text = "".join(_drawn(drawn[1] or name, letter) for letter in _argument(tokens, depth))
    elif (known := _symbol(name)) is None and (tokens[-1] == "{" or name == "sqrt"):
        raise ValueError(name)
    else:
        text = name if known is None else known
        if len(text) == 1 and tokens[-1].isspace():
            if category(text) == "Sm" and text not in "∞√∂∇∀∃":
                return f" {text}"  # as many blanks before it as after: `a\leq b` is `a ≤ b`
            if (text.isalpha() or text in "∂∇") and tokens[-2].isalnum():
                tokens.pop()  # this blank only ends the command: `\lambda t` is `λt`
    return f"{_EDGE}{text}{_EDGE}" if sum(map(str.isalnum, text)) > 1 else text


def _script(mark: str, text: str) -> str:
    """Return a script in small characters if Unicode has them all, else after its mark."""
    small = re.sub(" ?([+−=]) ?", r"\1", text)
    if all(ord(character) in _SCRIPTS[mark] for character in small):
        return small.translate(_SCRIPTS[mark])
    return mark + _grouped(text, _ONE)


def _grouped(text: str, single: str) -> str:
    return text if re.fullmatch(single, text) else f"({text})"


@lru_cache(maxsize=4096)
def _symbol(name: str) -> str | None:
    """Return the character or the word that a command without arguments stands for."""
    if name in _NAMES or _SIZES.fullmatch(name):
        return _NAMES.get(name, "")
    known = _pylatexenc().latex_context.get_macro_spec(name)
    text = known.simplify_repl if known else None
    is_plain = isinstance(text, str) and (len(text) == 1 or text.replace(" ", "") in ("", name))
    return text if is_plain else None


@lru_cache(maxsize=4096)
def _drawn(command: str, letter: str) -> str:
    """Return a letter with an accent or in blackboard bold, or a sign that is struck out."""
    if category(letter) not in (("Sm",) if command == "not" else ("Ll", "Lu")):
        return letter
    return normalize("NFC", _pylatexenc().latex_to_text(f"\\{command}{{{letter}}}"))


@cache
def _pylatexenc() -> Any:  # noqa: ANN401 - it comes without types
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - slow to load

    return LatexNodes2Text()
