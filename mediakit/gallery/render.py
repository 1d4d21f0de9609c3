"""The one door to jinja2: page values in, text out. A workspace's templates replace the packaged ones.

A template finds `site` and `page` (see pages), the function `to(path)` that makes a relative link, and the filters
of wording.py. Everything it prints is escaped; a name that does not exist is an error, never an empty string.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from mediakit.domain.errors import BadInputFile, MachineLacks
from mediakit.gallery import pages, wording
from mediakit.gallery.pages import Page, Site

TEMPLATES: dict[type, str] = {
    pages.HomePage: "home.html.j2",
    pages.RecordingsPage: "recordings.html.j2",
    pages.PhotosPage: "photos.html.j2",
    pages.EventsPage: "events.html.j2",
    pages.EventPage: "event.html.j2",
    pages.RecordingPage: "recording.html.j2",
    pages.PhotoPage: "photo.html.j2",
    pages.PeoplePage: "people.html.j2",
    pages.PersonPage: "person.html.j2",
    pages.SearchPage: "search.html.j2",
    pages.NotFoundPage: "404.html.j2",
    pages.Feed: "feed.xml.j2",
    pages.Sitemap: "sitemap.xml.j2",
}

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
        for file in sorted(folder.glob("*.j2")):
            found[file.name] = file.read_bytes()
    return found


def relative_link(here: str, target: str) -> str:
    """A link from one file of the site to another, percent-encoded, working from a disk as from any web server.

    >>> relative_link("videos/opening/index.html", "static/site.css")
    '../../static/site.css'
    """
    path, mark, fragment = target.partition("#")
    link = posixpath.relpath(path, posixpath.dirname(here) or ".") if path else ""
    return quote(link) + mark + quote(fragment, safe="=,")


def address(site: Site, path: str) -> str:
    """The full address of a page, as others should link it: without index.html. Needs a base_url."""
    plain = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    return f"{site.base_url or ''}{quote(plain)}"


class Renderer:
    """Turns page values into text with one set of templates."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_printable,
        )
        self._environment.filters.update(wording.FILTERS)

    def text(self, site: Site, page: Page) -> str:
        """The text of a page. Raises BadInputFile naming the template and its line if a template cannot be used."""
        try:
            template = self._environment.get_template(TEMPLATES[type(page)])
            return template.render(
                site=site,
                page=page,
                to=lambda path: relative_link(page.path, path),
                address=lambda path: address(site, path),
            )
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
