"""The one door to jinja2: values in, text out. A workspace's templates replace the packaged ones, file by file.

Everything a template prints is escaped; a name that does not exist is an error, never an empty string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from mediakit.domain.errors import BadInputFile, MachineLacks

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def packaged_templates() -> Path:
    """The folder of the templates that come with mediakit: the wheel's copy, else the checkout's top-level folder."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "base.html.j2").is_file():
            return folder
    raise MachineLacks(
        "the gallery's templates are not installed", where=str(package), hint="install mediakit again; it is incomplete"
    )


def template_folders(workspace_templates: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for, first come first served: the workspace's own, then the packaged ones."""
    own = [workspace_templates] if workspace_templates and workspace_templates.is_dir() else []
    return (*own, packaged_templates())


def static_files(folders: Sequence[Path]) -> dict[str, Path]:
    """The site's own style sheets, scripts and pictures: path inside the site → file, overridden one by one."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for file in sorted((folder / "static").rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(folder).as_posix()] = file
    return found


def template_texts(folders: Sequence[Path]) -> dict[str, bytes]:
    """Every template that counts, by name, for telling whether one has changed."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        for file in (*sorted(folder.glob("*.j2")), *sorted(folder.glob("strings/*.json"))):
            name = file.relative_to(folder).as_posix()
            # strings are added up, not replaced
            found[name] = found.get(name, b"") * (file.suffix == ".json") + file.read_bytes()
    return found


class Templates:
    """Turns values into text with one set of templates.

    filters: further functions that templates may use behind a bar; always_there: names that every template knows,
    macros too. reload: whether a template that changes meanwhile is read again.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        filters: Mapping[str, Callable[..., Any]] | None = None,
        always_there: Mapping[str, Any] | None = None,
        *,
        reload: bool = True,
    ) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=reload,
            finalize=_printable,
        )
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self._environment.filters.update(filters or {})
        self._environment.globals.update(always_there or {})

    def text(self, name: str, values: Mapping[str, object]) -> str:
        """What a template says of these values. Raises BadInputFile naming a template, and its line, that is wrong."""
        try:
            return self._environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise BadInputFile(str(error.message), where=f"{error.name or 'template'}, line {error.lineno}") from None
        except jinja2.TemplateNotFound as error:
            raise BadInputFile(
                "no such template", where=str(error), hint="take its own copy out of templates/"
            ) from None
        except jinja2.UndefinedError as error:
            raise BadInputFile(str(error), where=f"templates/{_last_template(error)}") from None


def _last_template(error: BaseException) -> str:
    """File and line of the innermost template in a traceback."""
    found = "a template"
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            found = f"{Path(name).name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _printable(value: object) -> object:
    """Text without the characters that neither HTML nor XML may hold; anything else as it is."""
    if isinstance(value, str) and _FORBIDDEN.search(value):
        clean = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value)
        return Markup(clean) if isinstance(value, Markup) else clean
    return value
