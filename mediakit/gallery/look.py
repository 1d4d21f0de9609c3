"""How the gallery looks: its folders of templates, its words, and its own files, theme.css and logo among them.

A theme is a folder like templates/: what lies in it takes the place of what comes with mediakit, file by file, and
what lies in the workspace's templates/ takes the place of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from mediakit.domain.colours import DARK_BEHIND, readable
from mediakit.domain.errors import BadInputFile, MediakitError
from mediakit.domain.look import FONT_FILE, font_parts
from mediakit.domain.workspace import SETTINGS_FILE, Settings, Workspace
from mediakit.gallery.pages import Picture, PictureSize
from mediakit.media.photo_logo import Logo, read_logo
from mediakit.media.strings import Strings, read_strings
from mediakit.media.templates import static_files, template_folders

THEMES = "themes"
THEME_CSS, FONTS = "static/theme.css", "static/fonts"
# what only just can be read in the dark looks dull there: a colour that we choose ourselves may as well be clear
DARK_LEAST = 7.0
LOGO_PX = 40  # its height beside the name
FORMATS = {"woff2": "woff2", "woff": "woff", "ttf": "truetype", "otf": "opentype"}
# what a font's file is called by, from the outside in: "Demibold" is not bold
WEIGHTS = (
    ("thin", 100), ("extralight", 200), ("light", 300), ("medium", 500), ("semibold", 600), ("demibold", 600),
    ("extrabold", 800), ("black", 900), ("bold", 700),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """folders: where templates lie, first come first served. static: path inside the site → content."""

    folders: tuple[Path, ...]
    words: Strings
    static: Mapping[str, bytes]
    logo: Picture | None = None

    @property
    def themed(self) -> bool:
        """Whether there is a static/theme.css."""
        return THEME_CSS in self.static


def read_look(workspace: Workspace) -> Look:
    """The look of a workspace. Raises BadInputFile for a theme, logo or font that is not there or cannot be used."""
    settings = workspace.settings
    folders = look_folders(workspace)
    static = {path: file.read_bytes() for path, file in static_files(folders).items()}
    css = theme_css(settings, static)
    if css:
        static[THEME_CSS] = css.encode()
    logo = _logo(workspace)
    shown = None
    if logo:
        path = f"static/logo{logo.suffix}"
        static[path] = logo.content
        height = logo.height_px or LOGO_PX
        shown = Picture((PictureSize(path, logo.width_px or 0, height),))
    return Look(folders, read_strings(folders, settings.language), static, shown)


def look_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Where templates are looked for: the workspace's own, the theme, then what comes with mediakit."""
    own = template_folders(workspace.templates)
    name = workspace.settings.theme
    if not name:
        return own
    theme = workspace.root / name if re.search(r"[/\\]", name) else workspace.root / THEMES / name
    if not theme.is_dir():
        raise _wrong("theme", f"no folder {theme}", "name a folder in themes/, or write its path")
    if not any(theme.glob("*.j2")) and not (theme / "static").is_dir() and not (theme / "strings").is_dir():
        raise _wrong("theme", f"{theme} has no templates, no static/ and no strings/ in it", "see docs/themes.md")
    return (*own[:-1], theme, own[-1])


def _wrong(setting: str, what: str, hint: str) -> BadInputFile:
    return BadInputFile(f"[look] {setting}: {what}", where=SETTINGS_FILE, hint=hint)


def _logo(workspace: Workspace) -> Logo | None:
    if not workspace.settings.logo:
        return None
    file = (workspace.root / workspace.settings.logo).resolve()
    if file.is_relative_to(workspace.private.resolve()):
        raise _wrong("logo", "lies in private/, of which nothing is published", "put it beside mediakit.toml")
    if not file.is_file():
        raise _wrong("logo", f"no file {workspace.settings.logo}", "the path begins at the folder of mediakit.toml")
    try:
        return read_logo(file)
    except MediakitError as error:
        raise _wrong("logo", str(error), "an SVG or PNG file is best") from None


# --- theme.css --------------------------------------------------------------------------------------------------------


def theme_css(settings: Settings, static: Mapping[str, bytes]) -> str:
    """The theme's own theme.css, if it has one, followed by what the settings say of colours and fonts."""
    own = static.get(THEME_CSS, b"").decode("utf-8", "replace")
    faces: list[str] = []
    chosen: list[str] = []
    for variable, field in (("text", "font"), ("heading", "heading_font"), ("reading", "reading_font")):
        parts = font_parts(getattr(settings, field))
        if parts:
            faces += font_faces(field, parts, static)
            chosen.append(f"--{variable}: {_family(field, parts, variable)};")
    light, dark = _accents(settings)
    root = [*(f"--{name}: {light};" for name in ("accent", "focus") if light), *chosen]
    told = [*faces, f":root {{ {' '.join(root)} }}" if root else ""]
    if dark:
        told.append(
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; --focus: {dark}; }} }}"
        )
    said = "\n".join(part for part in told if part)
    return "\n".join(part for part in (own.rstrip("\n"), said) if part) + ("\n" if own or said else "")


def _accents(settings: Settings) -> tuple[str, str]:
    """The accent in light and in dark; the second is made of the first where nobody chose it."""
    light = settings.accent.lower()
    return light, settings.accent_dark.lower() or (readable(light, DARK_BEHIND, DARK_LEAST) if light else "")


def font_faces(setting: str, parts: Sequence[str], static: Mapping[str, bytes]) -> Iterator[str]:
    """A rule for each font file: weight and slope are read off its name. Raises BadInputFile for a missing one."""
    for name in (part for part in parts if FONT_FILE.fullmatch(part)):
        if f"{FONTS}/{name}" not in static:
            there = ", ".join(sorted(p.rpartition("/")[2] for p in static if p.startswith(f"{FONTS}/")))
            raise _wrong(setting, f"no file templates/{FONTS}/{name}", f"there is {there}" if there else "put it there")
        weight, style = font_weight(name)
        yield (
            f'@font-face {{ font-family: "own-{setting}"; src: url("fonts/{quote(name)}") '
            f'format("{FORMATS[name.rpartition(".")[2].lower()]}"); font-weight: {weight}; font-style: {style}; '
            "font-display: swap; }"
        )


def font_weight(name: str) -> tuple[str, str]:
    """Weight and slope of a font's file, by its name.

    >>> font_weight("Inter-SemiBoldItalic.woff2"), font_weight("Inter[wght].woff2"), font_weight("Inter.ttf")
    (('600', 'italic'), ('100 900', 'normal'), ('400', 'normal'))
    """
    plain = re.sub(r"[\W_]", "", name.rpartition(".")[0]).lower()
    style = "italic" if "italic" in plain or "oblique" in plain else "normal"
    if "variable" in plain or plain.endswith(("wght", "vf")):
        return "100 900", style
    return next((str(weight) for word, weight in WEIGHTS if word in plain), "400"), style


def _family(setting: str, parts: Sequence[str], variable: str) -> str:
    own = [f'"own-{setting}"'] if any(FONT_FILE.fullmatch(part) for part in parts) else []
    named = [part for part in parts if not FONT_FILE.fullmatch(part)]
    generic = ("serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-rounded")
    quoted = [name if name in generic or name[0] in "\"'" else f'"{name}"' for name in named]
    last = "serif" if variable == "reading" else "system-ui, sans-serif"
    return ", ".join([*own, *quoted, *([] if named and named[-1] in generic else [last])])
