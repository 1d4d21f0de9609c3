"""The documentation says what the program does: tables, settings and commands are compared with the real ones."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import click
import pytest

from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.cli.main import program
from mediakit.domain.default_settings import DEFAULT_SETTINGS
from mediakit.domain.workspace import Settings, parse_settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "benchmarks").glob("*.md")])


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    with catalogue_in_memory() as opened:
        yield opened


def tables(catalogue: Catalogue) -> list[str]:
    """The catalogue's own tables: without the diary of migrations and the insides of the full-text index."""
    names = [r["name"] for r in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [name for name in names if not re.search(r"^_?sqlite_|_fts_", name)]


def sections(page: str) -> dict[str, str]:
    """Heading of the third level → the text below it."""
    parts = re.split(r"(?m)^#{2,3} (.+)$", page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_table_has_its_section_and_no_section_is_invented(catalogue: Catalogue) -> None:
    headings = re.findall(r"(?m)^### (.+)$", (DOCS / "catalogue.md").read_text("utf-8"))
    assert sorted(headings) == tables(catalogue)


def test_every_column_is_named_where_its_table_is_described(catalogue: Catalogue) -> None:
    told = sections((DOCS / "catalogue.md").read_text("utf-8"))
    missing = [
        f"{table}.{column['name']}"
        for table in tables(catalogue)
        for column in catalogue.rows(f"PRAGMA table_info({table})")
        if f"`{column['name']}`" not in told[table]
    ]
    assert not missing


def test_the_drawing_shows_every_reference_between_tables_and_no_other(catalogue: Catalogue) -> None:
    drawing = (DOCS / "catalogue.md").read_text("utf-8").split("```mermaid")[1].split("```")[0]
    drawn = set(re.findall(r"(?m)^\s+(\w+) [|o]{2}--[o|][{|] (\w+) :", drawing))
    real = {
        (reference["table"], table)
        for table in tables(catalogue)
        for reference in catalogue.rows(f"PRAGMA foreign_key_list({table})")
    }
    assert drawn == real


def test_the_settings_file_shows_every_setting_with_its_default() -> None:
    assert parse_settings(DEFAULT_SETTINGS) == Settings()


def test_the_page_about_templates_is_what_the_program_gives_them() -> None:
    written = (DOCS / "template-values.md").read_text("utf-8")
    assert written == tool("write_values").page(), "make it again with: python tools/write_values.py"


def test_every_property_that_themes_go_by_is_told_and_there() -> None:
    told = set(re.findall(r"`(--\w+)`", (DOCS / "themes.md").read_text("utf-8")))
    real = set(re.findall(r"(?m)^  (--\w+):", (ROOT / "templates" / "static" / "site.css").read_text("utf-8")))
    assert told == real


def test_every_setting_is_described_with_its_default() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    told = set(re.findall(r"(?m)^\| `\[(\w+)\]` \| `(\w+)` \| `(.+?)` \|", page))
    real = {
        (table, key, re.search(rf"(?m)^{key} = (.+)$", part)[1])  # type: ignore[index]
        for table, part in re.findall(r"(?ms)^\[(\w+)\]$(.*?)(?=^\[|\Z)", DEFAULT_SETTINGS)
        for key in tomllib.loads(part)
    }
    assert told == real


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_what_help_prints() -> None:
    written = (DOCS / "commands.md").read_text("utf-8")
    assert written == tool("write_commands").page(), "make it again with: python tools/write_commands.py"


def anchors(page: Path) -> set[str]:
    """The anchors a page's headings have where it is shown."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"(?s)```.*?```", "", page.read_text("utf-8"))
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert not dead


def test_every_page_of_the_documentation_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    queue = [ROOT / "README.md"]
    while queue:
        page = queue.pop()
        if page in reached:
            continue
        reached.add(page)
        found = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8"))
        queue += [(page.parent / unquote(link)).resolve() for link in found if not re.match(r"[a-z]+:", link)]
    assert [page.relative_to(ROOT).as_posix() for page in PAGES if page not in reached] == []


def shown_commands() -> list[tuple[str, str]]:
    """Every line that a page shows to be typed and that begins with mediakit: page and line, without comments."""
    shown = []
    for page in [p for p in PAGES if p.name != "commands.md"]:
        for block in re.findall(r"(?s)```(?:sh|console)\n(.*?)```", page.read_text("utf-8")):
            lines = block.replace("\\\n", " ").splitlines()
            shown += [(page.relative_to(ROOT).as_posix(), line) for line in lines if line.startswith("mediakit ")]
    return shown


@pytest.mark.parametrize(("page", "line"), shown_commands())
def test_what_a_page_tells_to_type_is_what_the_program_takes(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = program
    context = click.Context(program, info_name="mediakit")
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"{page}: there is no command {name}"
        command = found
    command.make_context(command.name, words, parent=context)


def test_the_pages_show_commands_at_all() -> None:
    assert {"README.md", "docs/a-day-with-mediakit.md", "docs/privacy.md"} <= {page for page, _ in shown_commands()}


def test_every_measurement_is_listed() -> None:
    told = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    assert not [script.name for script in (ROOT / "benchmarks").glob("*.py") if f"`{script.name}`" not in told]


def test_the_readme_names_both_ways_to_run_it() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 run.py demo" in text
    assert "python3 run.py test" in text
