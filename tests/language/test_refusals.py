"""What refuses is a text that can be said in every language, wherever it may come to a chat."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFUSING = {
    "RefusalError",
    "Problem",
    "TalkbellError",
    "_refuse",
    "_warn",
    "refuse",
    "warn",
    "needs",
}
SAID_IN = {"message", "hint"}
# What reaches no chat: definitions are written in files, documents are merged on the command line;
# of watched addresses, what is told is stored, in English.
OF_FILES = (
    "sources/definition/",
    "sources/yaml_tree.py",
    "flows/addresses/",
    "flows/imports/merging.py",
    "flows/imports/agreeing.py",
    "flows/imports/importing.py",
    "flows/schedules.py",
)
PACKAGES = ("chat", "domain", "flows", "sources")
WORDS = re.compile(r"[a-z]{2,}.* .*[a-z]{2,}", re.DOTALL)


def refused(tree: ast.AST) -> list[ast.expr]:
    """Return what is given to whatever refuses, or is called as that is."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in REFUSING:
                found += [*node.args, *(one.value for one in node.keywords if one.arg in SAID_IN)]
    return found


def assigned(function: ast.AST, names: set[str]) -> list[ast.expr]:
    """Return what variables of these names are."""
    nodes = [one for one in ast.walk(function) if isinstance(one, ast.Assign)]
    return [
        one.value
        for one in nodes
        if isinstance(one.targets[0], ast.Name) and one.targets[0].id in names
    ]


def english_texts(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the plain English that is said as it is by what refuses."""
    said = refused(tree)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = {one.id for one in refused(function) if isinstance(one, ast.Name)}
            said += assigned(function, names)
    for whole in said:
        for one in (whole.body, whole.orelse) if isinstance(whole, ast.IfExp) else (whole,):
            pieces = one.values if isinstance(one, ast.JoinedStr) else [one]
            plain = [str(each.value) for each in pieces if isinstance(each, ast.Constant)]
            if WORDS.search("…".join(plain)):
                yield one


def test_refusals_that_may_reach_a_chat_can_be_translated() -> None:
    folder = ROOT / "bot"
    paths = [one for package in PACKAGES for one in sorted((folder / package).rglob("*.py"))]
    names = {one: one.relative_to(folder).as_posix() for one in paths}
    left = {
        f"{names[path]}:{text.lineno}": ast.unparse(text)
        for path in paths
        if not names[path].startswith(OF_FILES)
        for text in english_texts(ast.parse(path.read_text("utf-8")))
    }
    assert len(paths) > 100
    assert left == {}


@pytest.mark.parametrize(
    "code",
    [
        'raise RefusalError("this is too long", read="")',
        'raise RefusalError(f"this is {what} long", read="")',
        'raise RefusalError(saying("no"), read="", hint="write it" if near else "")',
        'def f():\n    message = "this is too long"\n    raise TalkbellError(message)',
        'self.problems.warn("code", "this is too long", line=1)',
    ],
)
def test_plain_english_is_found(code: str) -> None:
    assert len(list(english_texts(ast.parse(code)))) == 1
