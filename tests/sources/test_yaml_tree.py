"""YAML as text that knows where it stands: nothing turns into something else, nothing blows up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources import yaml_tree
from bot.sources.yaml_tree import MOST_BYTES, Listing, Mapping, Node, Scalar, read_tree


def tree_of(text: str | bytes) -> Node:
    tree, problems = read_tree(text if isinstance(text, bytes) else text.encode(), "f.yaml")
    assert problems == []
    assert tree is not None
    return tree


def told(text: str | bytes) -> list[str]:
    _, problems = read_tree(text if isinstance(text, bytes) else text.encode(), "f.yaml")
    return [str(problem).removeprefix("f.yaml:") for problem in problems]


def plain(node: Node) -> object:
    """Return a tree as Python's own lists, dictionaries and texts, without places."""
    match node:
        case Scalar():
            return node.text
        case Listing():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, (_, value) in node.entries.items()}


TRAPS = (
    "16:00",
    "1:30:15",
    "no",
    "Yes",
    "on",
    "true",
    "2021-06-28",
    "2021-06-28 16:30",
    "2021-06-28T16:30:00Z",
    "1e3",
    "0o17",
    "017",
    "0x1F",
    "1_000",
    "1.50",
    "+1",
    ".inf",
    ".NaN",
    "<<",
    "=",
)


@pytest.mark.parametrize("text", TRAPS)
def test_plain_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert plain(tree_of(f"a: {text}\nb: [{text}]\n{text}: c")) == {
        "a": text,
        "b": [text],
        text: "c",
    }


@pytest.mark.parametrize(
    ("written", "text", "is_plain"),
    [
        ("a b", "a b", True),
        ("a # b", "a", True),
        ("a#b", "a#b", True),
        ('"a # b"', "a # b", False),
        ("'it''s'", "it's", False),
        (r'"\u00fc \x07 \t|\0"', "ü \a \t|\0", False),
        (r'"\ud83e\udd94"', "🦔", False),
        ("|\n  a\n   b\n\n  c\n", "a\n b\n\nc\n", False),
        (">-\n  a\n  b\n\n  c", "a b\nc", False),
        ("a\n  b", "a b", True),
        ("", "", True),
        ('""', "", False),
    ],
)
def test_scalar_has_its_text_and_whether_it_is_plain(
    written: str, text: str, *, is_plain: bool
) -> None:
    tree = tree_of(f"a: {written}")
    assert isinstance(tree, Mapping)
    _, value = tree.entries["a"]
    assert isinstance(value, Scalar)
    assert (value.text, value.plain) == (text, is_plain)


@pytest.mark.parametrize(
    ("written", "is_null"),
    [
        ("", True),
        ("~", True),
        ("null", True),
        ("Null", True),
        ("NULL", True),
        ("# nothing", True),
        ("nULL", False),
        ("none", False),
        ('""', False),
        ("'~'", False),
        ('"null"', False),
    ],
)
def test_scalar_that_says_nothing_is_null(written: str, *, is_null: bool) -> None:
    tree = tree_of(f"a: {written}")
    assert isinstance(tree, Mapping)
    _, value = tree.entries["a"]
    assert isinstance(value, Scalar)
    assert value.is_null is is_null


def test_nodes_know_their_line_and_column() -> None:
    text = 'ä:\n  - {"🦔": x, y: [1]}\n  -\n    z: w\n'
    assert tree_of(text) == Mapping(
        {
            "ä": (
                Scalar("ä", plain=True, line=1, column=1),
                Listing(
                    (
                        Mapping(
                            {
                                "🦔": (
                                    Scalar("🦔", plain=False, line=2, column=6),
                                    Scalar("x", plain=True, line=2, column=11),
                                ),
                                "y": (
                                    Scalar("y", plain=True, line=2, column=14),
                                    Listing(
                                        (Scalar("1", plain=True, line=2, column=18),), 2, 17, 2, 2
                                    ),
                                ),
                            },
                            True,  # noqa: FBT003
                            2,
                            5,
                            6,
                            3,
                        ),
                        Mapping(
                            {
                                "z": (
                                    Scalar("z", plain=True, line=4, column=5),
                                    Scalar("w", plain=True, line=4, column=8),
                                )
                            },
                            False,  # noqa: FBT003
                            4,
                            5,
                            3,
                            2,
                        ),
                    ),
                    2,
                    3,
                    10,
                    4,
                ),
            )
        },
        False,  # noqa: FBT003
        1,
        1,
        12,
        5,
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "bom"])
def test_byte_order_mark_and_line_endings_change_nothing(mark: bytes, ending: str) -> None:
    text = "a: b\nc:\n  - d: |\n      e\n      f\n"
    assert tree_of(mark + text.replace("\n", ending).encode()) == tree_of(text)


@pytest.mark.parametrize("text", ["", "\n\n", "# only this\n", "---\n...\n# end", "\ufeff"])
def test_empty_text_has_no_tree_and_no_problem(text: str) -> None:
    tree, problems = read_tree(text.encode(), "f.yaml")
    assert problems == []
    assert tree is None or (isinstance(tree, Scalar) and tree.is_null)


@pytest.mark.parametrize("text", ["--- {a: b}", "---\na: b\n...\n", "%YAML 1.2\n---\na: b"])
def test_one_document_may_be_marked_as_such(text: str) -> None:
    assert plain(tree_of(text)) == {"a": "b"}


def test_alias_stands_for_the_node_itself() -> None:
    assert plain(tree_of("a: &x [1, 2]\nb: *x\nc: {d: *x}")) == {
        "a": ["1", "2"],
        "b": ["1", "2"],
        "c": {"d": ["1", "2"]},
    }


def test_alias_means_the_last_anchor_above_it() -> None:
    assert plain(tree_of("a: &x 1\nb: *x\nc: &x 2\nd: *x")) == {
        "a": "1",
        "b": "1",
        "c": "2",
        "d": "2",
    }


def test_merge_key_is_a_key_like_any_other() -> None:
    assert plain(tree_of("a: &x {b: c}\nd:\n  <<: *x\n")) == {
        "a": {"b": "c"},
        "d": {"<<": {"b": "c"}},
    }


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a: b\nplace: Z\xfcrich\n", "2:9: this is not UTF-8 text; save it as UTF-8"),
        (b"a: \xc3\xbc\xff", "1:5: this is not UTF-8 text; save it as UTF-8"),
        ("a: b".encode("utf-16"), "1:1: this is not UTF-8 text; save it as UTF-8"),
        (b"\xef\xbb\xbfa: \xff", "1:4: this is not UTF-8 text; save it as UTF-8"),
        (b"a: b\r\nc: d\0e", "2:5: U+0000 has no place in a text; take it out"),
        (b"a: b\rc: d\x7fe", "2:5: U+007F has no place in a text; take it out"),
        (b"a: b\n\xef\xbf\xbf", "2:1: U+FFFF has no place in a text; take it out"),
    ],
    ids=["latin-1", "behind-umlaut", "utf-16", "behind-bom", "nul", "delete", "no-character"],
)
def test_what_is_no_text_is_told_with_its_place(data: bytes, problem: str) -> None:
    assert read_tree(data, "f.yaml")[0] is None
    assert told(data) == [problem]


LOOK = "look at the quotes, the colons and the indentation here and in the line above"
QUOTE = 'put text that contains ": " in quotes, and indent keys of one level alike'
BEGIN = "put text that begins with this character in quotes"
SPACES = "indent with spaces, not with tabs"


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a: b: c", "1:5", "mapping values are not allowed here", QUOTE),
        ("a:\n\t- b\n", "2:1", r"found character '\t' that cannot start any token", SPACES),
        ("a: %b", "1:4", "found character '%' that cannot start any token", BEGIN),
        ('a: b\nc: "d\ne: f\n', "2:4", "this quote is never closed", LOOK),
        ("a: b\nc: 'd\ne: f\n", "2:4", "this quote is never closed", LOOK),
        ("a: [b\nc: d\n", "2:2", "expected ',' or ']', but got ':'", LOOK),
    ],
    ids=["colon", "tab", "percent", "double-quote", "single-quote", "bracket"],
)
def test_what_is_not_yaml_is_told_with_its_place(
    text: str, place: str, message: str, hint: str
) -> None:
    assert read_tree(text.encode(), "f.yaml")[0] is None
    assert told(text) == [f"{place}: this is not YAML: {message}; {hint}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: *b", "1:4: this alias has no anchor above it; take it out"),
        ("a: &b [1, *b]", "1:11: this alias has no anchor above it; take it out"),
        ("a: b\n---\nc: d", "2:1: only one document belongs in a file; give each its own file"),
        ("a: b\n---\n", "2:1: only one document belongs in a file; give each its own file"),
    ],
    ids=["no-anchor", "alias-inside-itself", "two-documents", "empty-second-document"],
)
def test_what_no_definition_may_be_is_told_with_its_place(text: str, problem: str) -> None:
    assert read_tree(text.encode(), "f.yaml")[0] is None
    assert told(text) == [problem]


def test_repeated_keys_are_told_each_and_the_first_one_counts() -> None:
    text = 'a: 1\nb: {c: 2, "c": 3}\na: 4\na: 5\n'
    tree, _ = read_tree(text.encode(), "f.yaml")
    assert told(text) == [
        '2:11: this key stands already in line 2, read "c"; take it out',
        '3:1: this key stands already in line 1, read "a"; take it out',
        '4:1: this key stands already in line 1, read "a"; take it out',
    ]
    assert tree
    assert plain(tree) == {"a": "1", "b": {"c": "2"}}


def test_tags_are_told_each_and_make_nothing() -> None:
    text = "a: !!python/object/apply:os.getcwd []\nb: !x {c: !!int 5}\n? ! d\n: e\n"
    tree, _ = read_tree(text.encode(), "f.yaml")
    assert told(text) == [
        '1:4: tags are not allowed, read "!!python/object/apply:os.getcwd"; take it out',
        '2:4: tags are not allowed, read "!x"; take it out',
        '2:11: tags are not allowed, read "!!int"; take it out',
        '3:3: tags are not allowed, read "!"; take it out',
    ]
    assert tree
    assert plain(tree) == {"a": [], "b": {"c": "5"}, "d": "e"}


@pytest.mark.parametrize("key", ["[b]", "{b: c}"])
def test_key_that_is_no_text_is_told(key: str) -> None:
    assert told(f"a: 1\n? {key}\n: 2\n") == ["2:3: a key must be a single word; take it out"]


def test_half_a_character_is_told() -> None:
    assert told(r'a: ["b", "\ud83e"]') == ["1:10: half of a character is missing here; take it out"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a: "\\U0010ffff"\nb: "c \\U00110000"', "2:7"),
        ('a: "\\UFFFFFFFF"', "1:5"),
        (f"# a\n%YAML {'9' * 5000}.1\n---\na: b", "2:1"),
    ],
    ids=["character", "huge-character", "version"],
)
def test_number_that_python_cannot_take_is_told(text: str, place: str) -> None:
    assert told(text) == [f"{place}: this number is too large; take it out"]


def test_file_that_is_too_big_is_not_looked_at() -> None:
    assert told(b"\xff" * (MOST_BYTES + 1)) == ["1:1: the file has more than 16 MB; split it"]
    assert told(b"\xff" * 10) == ["1:1: this is not UTF-8 text; save it as UTF-8"]


TOO_DEEP = "this is nested more than 20 levels deep; take it out"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 10_000, "1:21"),
        ("[" * 10_000 + "]" * 10_000, "1:21"),
        ("{a: " * 10_000, "1:78"),
        ("- " * 10_000 + "a", "1:41"),
        ("\n".join(" " * depth + "a:" for depth in range(1_000)), "20:20"),
        ("? " * 10_000 + "a", "1:41"),
        ("{" * 10_000, "1:21"),
    ],
    ids=["brackets", "closed", "braces", "dashes", "keys", "questions", "brace-keys"],
)
def test_nesting_is_bounded(text: str, place: str) -> None:
    assert told(text) == [f"{place}: {TOO_DEEP}"]


def test_nesting_may_be_as_deep_as_its_bound() -> None:
    assert told("[" * 20 + "]" * 20) == []
    assert told("[" * 21 + "]" * 21) == [f"1:21: {TOO_DEEP}"]


def test_nesting_counts_through_aliases() -> None:
    links = [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 10_000)]
    text = "\n".join(["a0: &a0 [x]", *links])
    assert told(text) == [f"19:12: {TOO_DEEP}"]
    assert told("\n".join(["a0: &a0 [x]", *links[:17]])) == []


def test_billion_laughs_are_cut_short() -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 15)]
    assert told("\n".join(["a0: &a0 [lol]", *lines])) == [
        "7:5: this grows too large when its aliases are followed; take it out"
    ]


def test_quadratic_growth_is_cut_short() -> None:
    text = f"a: &a [{'x, ' * 2_000}]\nb: [{'*a, ' * 1_000}]"
    assert told(text) == ["2:4: this grows too large when its aliases are followed; take it out"]


def test_number_of_nodes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "_MOST_NODES", 20)
    assert told("a:\n" + "- x\n" * 17) == []
    assert told("a:\n" + "- x\n" * 100) == ["19:3: the file has more than can be read; split it"]


PIECES = (
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&a ",
    "*a",
    "!t ",
    '"',
    "'",
    "|\n",
)
YAMLISH = st.lists(
    st.sampled_from((*PIECES, "? ", "#", "\t", "\r\n", "---\n", "ü", "\0", "%"))
).map("".join)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(YAMLISH.map(str.encode) | st.binary(max_size=30))
def test_any_bytes_give_a_tree_or_problems_inside_the_text(data: bytes) -> None:
    tree, problems = read_tree(data, "f.yaml")
    lines = (
        data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    assert (
        tree or problems or all(not line or line.lstrip()[:1] in {"", "#", "."} for line in lines)
    )
    for problem in problems:
        assert problem.message
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_in_json_quotes_is_that_text(text: str) -> None:
    escaped = "".join(f"\\U{ord(char):08x}" for char in text)
    assert plain(tree_of(f'["{escaped}"]')) == [text]
