"""Marks that turn the direction of writing, kept from reaching beyond their text (UAX #9)."""

_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_MARKS = _EMBEDDINGS | _ISOLATES | {_POP_EMBEDDING, _POP_ISOLATE}
_MOST_OPEN = 125  # levels that UAX #9 knows; deeper ones turn nothing


def balanced(text: str) -> str:
    """Return `text` without those bidi marks that nothing in it closes, or that close nothing.

    What is left turns the direction within the text alone. Single characters that only have a
    direction (U+200E, U+200F) stay: nothing needs to close them.
    """
    if _MARKS.isdisjoint(text):
        return text
    kept = list(text)
    opened: list[int] = []
    isolates = 0
    for at, sign in enumerate(text):
        if sign not in _MARKS:
            continue
        kept[at] = ""
        if sign in _EMBEDDINGS or sign in _ISOLATES:
            opened.append(at)
            isolates += sign in _ISOLATES
            continue
        if sign == _POP_ISOLATE:
            if not isolates:
                continue
            while text[opened[-1]] in _EMBEDDINGS:
                opened.pop()  # the end of an isolate ends what was begun in it
            isolates -= 1
        elif not opened or text[opened[-1]] in _ISOLATES:
            continue
        begin = opened.pop()
        if len(opened) < _MOST_OPEN:
            kept[begin], kept[at] = text[begin], sign
    return "".join(kept)
