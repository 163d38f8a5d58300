"""The house is as its papers say, and holds nothing that must not leave this machine."""

import re
import subprocess
from pathlib import Path

import pytest

from bot.cli.arguments import build_parser
from bot.sources.definition import load_schema

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 300


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text("utf-8", errors="replace")) for path in tracked_files()]


def commands() -> list[str]:
    (choices,) = (a.choices for a in build_parser()._actions if a.choices)  # noqa: SLF001
    return list(choices)


def test_modules_stay_readable() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in ROOT.glob("bot/**/*.py")}
    assert lengths
    assert not {path: length for path, length in lengths.items() if length > LONGEST_MODULE}


def test_readme_shows_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in commands() if f"talkbell {name}" not in readme] == []


def test_definitions_page_describes_every_key() -> None:
    page = (ROOT / "docs" / "definitions.md").read_text("utf-8")
    schema = load_schema()
    parts = {
        "series": schema,
        **{name: schema["$defs"][name] for name in ("session", "talk", "slot")},
    }
    keys = {key for part in parts.values() for key in part["properties"]}
    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_design_page_names_every_module() -> None:
    page = (ROOT / "docs" / "design.md").read_text("utf-8")
    modules = {path for path in ROOT.glob("bot/*/**/*.py") if path.name != "__init__.py"}
    # A command's module is named after it; a source's own folder is told as a whole.
    told = {f"{name}.py" for name in commands()} | {"import_.py"}
    missing = [
        path
        for path in modules
        if path.name not in told | set(re.findall(r"[a-z_]+\.py", page))
        and not (path.parent.parent.name == "sources" and f"{path.parent.name}/" in page)
        and "migrations" not in path.parts
    ]
    assert missing == []


def test_links_in_the_papers_lead_somewhere() -> None:
    papers = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
    links = [
        (paper, target)
        for paper in papers
        for target in re.findall(r"\]\(([^)#:\s]+)\)", paper.read_text("utf-8"))
    ]
    assert links
    assert [(p.name, target) for p, target in links if not (p.parent / target).exists()] == []


@pytest.mark.parametrize(
    "pattern",
    [
        # Written so that this file does not hold what it looks for.
        r"(?<![\w.])/(?:work|root|farm)/",
        r"py" + r"pi\.org|python" + r"hosted|npm" + r"js\.org|deb\.deb" + r"ian",
        r"\d{8,10}:[A-Za-z0-9_-]{35}",
    ],
    ids=["a path of a machine", "a registry", "a bot token"],
)
def test_no_file_holds_what_must_not_leave(pattern: str) -> None:
    assert [path for path, text in texts() if re.search(pattern, text)] == []
