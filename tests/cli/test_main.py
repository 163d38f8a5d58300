"""What all commands have in common: usage, help that shows how, and a start without ballast."""

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__

from .conftest import Ran

Talkbell = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
COMMANDS = ["run", "check", "export", "sync", "rehearse", "when", "migrate", "settings", "schema"]
HEAVY = {
    "pydantic",
    "sqlalchemy",
    "alembic",
    "starlette",
    "structlog",
    "icalendar",
    "ruamel",
    "babel",
    "pytz",
    "pylatexenc",
    "slugify",
    "tzdata",
}


def example_of(talkbell: Talkbell, command: str) -> str:
    """Return the example that a command's help ends with."""
    ran = talkbell(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    return ran.out.partition("\nexample:\n  ")[2].rstrip("\n")


def test_help_names_every_command_and_what_it_is_for(talkbell: Talkbell) -> None:
    ran = talkbell("--help")
    assert (ran.code, ran.err) == (0, "")
    lines = [line.split() for line in ran.out.splitlines() if line.startswith("    ")]
    assert [words[0] for words in lines if words[0] in COMMANDS and len(words) > 3] == COMMANDS


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "run"])  # which would stay
def test_help_of_a_command_has_an_example_that_works(
    talkbell: Talkbell, folder: Path, command: str
) -> None:
    shutil.rmtree(folder / "schedules")
    shutil.copytree(ROOT / "schedules", folder / "schedules")
    name, *words = shlex.split(example_of(talkbell, command))
    assert (name, words[0]) == ("talkbell", command)
    ran = talkbell(*words[: words.index(">") if ">" in words else None])
    assert ran.code == 0
    assert ran.out or ran.err.startswith("wrote ")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_tells_every_option(talkbell: Talkbell, command: str) -> None:
    told = talkbell(command, "--help").out
    expected = {
        "check": ["PATH", "--write-ids"],
        "export": ["SERIES", "--format", "--per", "--alarm", "--for", "-o ", "--output"],
        "rehearse": ["SERIES", "--from", "--to", "--zone", "--remind", "--format"],
        "when": ["TEXT", "--place", "--in", "--format"],
        "run": ["--data", "--host", "--port"],
        "sync": ["PATH", "--dry-run", "--confirm", "--data"],
        "migrate": ["--data"],
        "settings": ["--data", "--host", "--port", "--format"],
        "schema": [],
    }
    assert [word for word in [*expected[command], "--schedules"] if word not in told] == []


def test_version_is_the_packages(talkbell: Talkbell) -> None:
    assert talkbell("--version") == Ran(0, f"talkbell {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("chekc",), "invalid choice: 'chekc'"),
        (("check", "--bogus"), "unrecognized arguments: --bogus"),
        (("rehearse",), "the following arguments are required: SERIES"),
        (("rehearse", "a", "b"), "unrecognized arguments: b"),
        (("when",), "the following arguments are required: TEXT"),
        (("export", "--format", "pdf"), "argument --format: invalid choice: 'pdf'"),
        (("export", "--per", "day"), "argument --per: invalid choice: 'day'"),
        (("export", "--for", "me"), "argument --for: invalid choice: 'me'"),
        (("export", "-o"), "argument -o/--output: expected one argument"),
        (("schema", "extra"), "unrecognized arguments: extra"),
        (("--schedules",), "argument --schedules: expected one argument"),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_told_with_the_right_one(
    talkbell: Talkbell, arguments: tuple[str, ...], message: str
) -> None:
    ran = talkbell(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: talkbell ")
    assert message in ran.err


def modules_after(*arguments: str) -> set[str]:
    """Return the packages that a process has imported once it has run a command."""
    program = (
        "import json, sys\n"
        "from bot.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments", [("--help",), ("export", "--help"), ("run", "--help")], ids=" ".join
)
def test_help_imports_no_heavy_library(arguments: tuple[str, ...]) -> None:
    found = modules_after(*arguments)
    assert "argparse" in found
    assert {name.partition(".")[0] for name in found} & HEAVY == set()
    ours = {name for name in found if name.startswith("bot.")}
    assert {name for name in ours if not name.startswith("bot.language")} == {
        "bot.cli",
        "bot.cli.argument_types",
        "bot.cli.option_groups",
        "bot.cli.arguments",
        "bot.cli.output",
        "bot.errors",
    }


@pytest.mark.parametrize("arguments", [("when", "2021-06-28 16:30 CEST"), ("schema",)])
def test_what_needs_no_settings_imports_nothing_for_them(arguments: tuple[str, ...]) -> None:
    found = {name.partition(".")[0] for name in modules_after(*arguments)}
    assert found & {"pydantic", "sqlalchemy", "starlette", "structlog"} == set()


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    # Else the test before could miss them under another name.
    found = modules_after("export", "theory-of-neural-nets")
    assert {"icalendar", "ruamel", "babel", "tzdata", "pydantic"} <= {
        name.partition(".")[0] for name in found
    }
