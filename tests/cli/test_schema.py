"""`talkbell schema`: the JSON Schema of definitions, as an editor takes it."""

import json
from collections.abc import Callable
from pathlib import Path

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from .conftest import BROKEN, Ran


def test_schema_is_one_that_takes_good_definitions_and_refuses_bad_ones(
    talkbell: Callable[..., Ran], folder: Path
) -> None:
    ran = talkbell("schema")
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    yaml = YAML(typ="base", pure=True)  # all as text, which the schema has to allow
    shipped = Path(__file__).parents[2] / "schedules"
    files = [*folder.glob("schedules/*.yaml"), *shipped.glob("*.yaml")]
    assert len(files) > 2
    for path in files:
        found = [error.message for error in validator.iter_errors(yaml.load(path))]
        assert found == [], path.name
    assert not validator.is_valid(yaml.load(BROKEN))


def test_schema_needs_no_definitions(talkbell: Callable[..., Ran], folder: Path) -> None:
    for path in folder.glob("schedules/*"):
        path.unlink()
    assert talkbell("schema").code == 0
