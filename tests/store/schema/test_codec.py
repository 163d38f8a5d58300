"""Values as JSON text: back again exactly, and alike for equal values."""

from dataclasses import replace

from hypothesis import given, settings

from bot.domain.changes import diff
from bot.domain.series import Series, Session, Talk
from bot.store.schema.codec import (
    change_from_json,
    change_to_json,
    content_hash,
    from_json,
    to_json,
)
from tests.strategies import series

usual = settings(derandomize=True, deadline=None, max_examples=40)


@usual
@given(series())
def test_series_comes_back_exactly(whole: Series) -> None:
    assert from_json(to_json(whole), Series) == whole


@usual
@given(series(), series())
def test_changes_come_back_exactly(one: Series, other: Series) -> None:
    changes = diff(one, replace(other, id=one.id))
    assert tuple(change_from_json(change_to_json(change)) for change in changes) == changes


def test_text_leaves_out_what_is_empty() -> None:
    session = Session(id="one", talks=(Talk(id="a", title="Étale"),))
    assert to_json(session) == '{"id":"one","talks":[{"id":"a","title":"Étale"}]}'


@usual
@given(series(), series())
def test_hash_tells_values_apart(one: Series, other: Series) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


def test_hash_names_its_form() -> None:
    assert content_hash(Session(id="one")) == "1:a053645aeca08b45534651dc61cac87b"
