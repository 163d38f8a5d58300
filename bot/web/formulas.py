r"""Formulas of LaTeX as MathML, within bounds.

math-core reads LaTeX by recursion in native code, where a stack that is used up ends the process.
So what is nested deeply is refused before it is read, as are lengths, commands that define others
(a line of them can stand for megabytes), and those that move or link things.
"""

import re
from functools import cache

from math_core import LatexError, LatexToMathML

BEGIN, END = "\ufdd0", "\ufdd1"  # noncharacters: no text has them for itself
MARKED = re.compile(f"{BEGIN}(\\d+){END}")
"""What stands for a formula, by its number, while the text around it is read."""

_LONGEST = 4000  # characters of a formula
_LONGEST_IN_LINE = 50  # characters that a phone is wide enough for
_SCROLLS = 'tabindex="0"'  # by keys too, where it is wider than the page
LONG = "math-long"
_DEEPEST = 30  # levels, each of which takes some 2 kB of stack
_MOST_EXPANSIONS = 1000
_REFUSED = re.compile(
    r"""(?x) \\(?: [egx]?def | let | futurelet | global | (?:re)?new[a-z]* | provide[a-z]*
      | Declare[A-Za-z]* | href | (?:eq)?ref | m?kern | [hm]?skip | raise[a-z]* | lower | rule
      | [hm]space(?!\*?\{\d?\.?\d{1,2}(?:em|ex|mu|pt)\}) )(?![A-Za-z])"""
)
_NESTING = re.compile(r"(?s)\\(?P<name>[A-Za-z]+|.)\s*\[?|(?P<brace>[{}])|[^\s\\{}]+")
_OPENING, _CLOSING = {"left", "begin"}, {"right", "end"}
_DELIMITERS = re.compile(r"(?s)\A(\$\$?|\\[(\[])(.*?)(\$\$?|\\[)\]])\Z")
# Of equations that stand alone only the lines are wanted, not their numbers.
_ENVIRONMENT = re.compile(
    r"\\(begin|end)\{(?:(align|flalign|alignat|split)|(gather|multline)|(eqnarray)|equation)\*?\}"
)
_NUMBERING = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])|\\(?:label|tag\*?)\{[^{}]*\}")
_SHIFTED = re.compile(r"(\\begin\{aligned\})\{\d\}")  # `alignat` says how many columns it has
# Styles are forbidden on pages: what they say that matters is said by classes.
_STYLE = re.compile(r' style="([^"]*)"')
_CLASSES = {
    "text-align: right": "math-right",
    "text-align: left": "math-left",
    "padding-right: 0": "math-flush-right",
    "padding-left: 0": "math-flush-left",
    "border-right:": "math-ruled-right",
    "border-left:": "math-ruled-left",
    "border-top:": "math-ruled-top",
    "border-bottom:": "math-ruled-bottom",
}
CLASSES = frozenset(_CLASSES.values())
_NAMES = (
    "Cov KL LSI MSE ReLU SGD Tr Var argmax argmin diag dom poly polylog rank sgn sign softmax tr"
)
_MACROS = {
    **{letter: rf"\mathbb{{{letter}}}" for letter in "CEFNQRZ"},
    **{name: rf"\operatorname{{{name}}}" for name in _NAMES.split()},
    "argmax": r"\operatorname*{arg\,max}",
    "argmin": r"\operatorname*{arg\,min}",
    "abs": r"\left\lvert #1\right\rvert",
    "norm": r"\left\lVert #1\right\rVert",
    "inner": r"\left\langle #1\right\rangle",
    "eps": r"\varepsilon",
    "mathbbm": r"\mathbb{#1}",
    "mathds": r"\mathbb{#1}",
    "mbox": r"\text{#1}",
    "substack": r"\begin{matrix}#1\end{matrix}",
}


def mathml(source: str, *, displays: bool) -> str:
    """Return a formula as MathML that carries its source, nothing where it is refused.

    `source` has its delimiters; where they set a formula apart and `displays`, it stands on a
    line of its own. What is returned is not sanitized yet.
    """
    formula, is_apart = _undelimited(source)
    if len(formula) > _LONGEST or _REFUSED.search(formula) or _depth(formula) > _DEEPEST:
        return ""
    try:
        made = _reader().convert_with_local_state(formula, displaystyle=is_apart and displays)
    except LatexError:
        return ""
    made = _STYLE.sub(_as_classes, made)
    if is_apart and displays:
        return made.replace("<math ", f"<math {_SCROLLS} ", 1)
    if len(formula) > _LONGEST_IN_LINE:
        return made.replace("<math", f'<math class="{LONG}" {_SCROLLS}', 1)
    return made


def _undelimited(source: str) -> tuple[str, bool]:
    """Return a formula without what is around it, and whether that sets it apart."""
    found = _DELIMITERS.match(source)
    begin, formula = (found[1], found[2]) if found else (r"\[", source)
    formula = _SHIFTED.sub(r"\1", _ENVIRONMENT.sub(_within, _NUMBERING.sub("", formula)))
    return formula.strip(), begin in ("$$", r"\[")


def _within(found: re.Match[str]) -> str:
    """Return the environment that shows the same without numbers."""
    if found[2]:
        return rf"\{found[1]}{{aligned}}"
    if found[3]:
        return rf"\{found[1]}{{gathered}}"
    if found[4]:
        return r"\begin{array}{rcl}" if found[1] == "begin" else r"\end{array}"
    return "{" if found[1] == "begin" else "}"


def _depth(formula: str) -> int:
    """Return how deeply a formula is nested at most, by braces and by commands in a row."""
    depth = deepest = row = 0
    for found in _NESTING.finditer(formula):
        name, brace = found["name"], found["brace"]
        row = row + 1 if name else 0
        if name in _OPENING or brace == "{":
            depth += 1
        elif name in _CLOSING or brace == "}":
            depth -= 1
        deepest = max(deepest, depth + row)
    return deepest


def _as_classes(found: re.Match[str]) -> str:
    named = [name for part, name in _CLASSES.items() if part in found[1]]
    return f' class="{" ".join(named)}"' if named else ""


@cache
def _reader() -> LatexToMathML:
    return LatexToMathML(
        macros=_MACROS,
        annotation=True,
        allow_unreliable_rendering=True,
        fancy_error=False,
        max_expansions=_MOST_EXPANSIONS,
    )
