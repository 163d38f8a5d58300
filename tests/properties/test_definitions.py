"""Definitions: what is dumped reads back alike, and ids that are written in stay."""

from hypothesis import given, settings

from bot.domain.series import Series
from bot.errors import Severity
from bot.sources.definition import dump_definition, read_definition
from tests.strategies import series


def read(text: str | bytes) -> Series:
    data = text.encode() if isinstance(text, str) else text
    found, problems = read_definition(data, "series.yaml")
    assert found, [str(problem) for problem in problems]
    assert {problem.severity for problem in problems} <= {Severity.WARNING}
    return found


@settings(derandomize=True, deadline=None, max_examples=300)
@given(series())
def test_series_reads_back_from_its_dump(whole: Series) -> None:
    assert read(dump_definition(whole)) == whole
