"""Words that were searched for are marked where they stand, in texts as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.finding import searched_words
from bot.web.pages.marking import Piece, excerpt, marked


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{one.text}]" if one.is_marked else one.text for one in pieces)


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        (
            "Kernels, and Schrödinger’s bridge",
            "kern schrod",
            "[Kernels], and [Schrödinger]’s bridge",
        ),
        ("E\u0301mile, e\u0301tude", "emi", "[E\u0301mile], e\u0301tude"),
        ("Émile Exemple", "ém ex", "[Émile] [Exemple]"),
        ("Ernels of kernels", "ernel", "[Ernels] of kernels"),
        ("the ½ of a ﬁeld", "fi 2", "the [½] of a [ﬁeld]"),
        ("STRASSE und Straße", "straß", "[STRASSE] und [Straße]"),
        ("深層学習の理論", "学習", "深層[学習]の理論"),
        ("<b>bold</b> & more", "b", "<[b]>[bold]</[b]> & more"),
        ("a\u202eb", "a", "[ab]"),
        ("nothing", "", "nothing"),
        ("", "a", ""),
    ],
)
def test_words_are_marked_as_they_were_written(text: str, wanted: str, told: str) -> None:
    assert shown(marked(text, searched_words(wanted))) == told


@given(text=st.text(max_size=60), wanted=st.text(max_size=20))
def test_nothing_of_a_text_is_lost(text: str, wanted: str) -> None:
    pieces = marked(text, searched_words(wanted))
    plain = marked(text, ())
    assert "".join(one.text for one in pieces) == "".join(one.text for one in plain)


def test_an_excerpt_begins_before_the_first_word_and_ends_between_words() -> None:
    text = "Of this and that.\n\n" * 20 + "Then diffusion of sets is shown. " + "And so on. " * 40
    told = shown(excerpt(text, ("diffus",)))
    assert told.startswith(
        "… Of this and that. Of this and that. Of this and that. Then [diffusion] of sets is"
    )
    assert told.endswith("And so on. …")
    assert len(told) < 240


def test_an_excerpt_without_the_words_is_the_beginning() -> None:
    assert shown(excerpt("Of  this\nand that.", ("other",))) == "Of this and that."
    assert shown(excerpt("x" * 90_000 + " far", ("far",))) == "x" * 220 + " …"
