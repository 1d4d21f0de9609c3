"""A workspace: one folder with settings, catalogue, originals and everything made from them."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mediakit.domain import look
from mediakit.domain.captions_rules import SPEAKER_MARKS
from mediakit.domain.errors import BadInputFile, NoWorkspace
from mediakit.domain.look import LookSettings

SETTINGS_FILE = "mediakit.toml"


@dataclass(frozen=True, slots=True)
class Settings(LookSettings):
    """Settings of a workspace; every default is the one in DEFAULT_SETTINGS."""

    name: str = "Gallery"
    timezone: str = "Europe/London"
    language: str = "en-GB"
    originals: str = "originals"
    renditions: str = "renditions"
    web_sizes_px: tuple[int, ...] = (720,)
    web_for_all: bool = False
    proxy_px: int = 360
    poster_px: int = 1280
    photo_sizes_px: tuple[int, ...] = (480, 1280, 2560)
    photo_formats: tuple[str, ...] = ("jpeg", "webp")
    speech_engine: str = "faster-whisper"
    speech_model: str = "packaged"
    speech_language: str = ""
    speech_translate: bool = False
    speech_batch: int = 0
    speech_voices: str = "off"
    speech_voice_prints_agreed: str = ""
    caption_line_characters: int = 37
    caption_lines: int = 2
    caption_longest_seconds: float = 7.0
    caption_portrait_line_characters: int = 25
    caption_portrait_lines: int = 3
    caption_words_per_minute: int = 180
    caption_characters_per_second: int = 20
    caption_word_seconds: float = 0.3
    caption_shortest_seconds: float = 1.0
    caption_gap_seconds: float = 1.0
    caption_early_seconds: float = 0.6
    caption_late_seconds: float = 1.2
    caption_linger_seconds: float = 0.6
    caption_speakers: str = "dash"
    base_url: str = ""
    tagline: str = ""
    contact: str = ""
    about: str = ""
    rights: str = ""
    accessibility: str = ""
    enforcement: str = "uk"
    downloads: tuple[str, ...] = ("film", "captions", "transcript", "stills", "photos", "agenda")
    photos_zip_mb: int = 200
    embed: bool = True
    consent_years: int = 0
    kit: tuple[str, ...] = (
        "formatted cards", "charged batteries and a charger", "headphones", "clip-on microphone", "consent forms, pens",
    )  # fmt: skip
    vocabulary: tuple[str, ...] = ()


# (table, key) in the file → field of Settings
_KEYS = {
    **look.KEYS,
    ("workspace", "name"): "name",
    ("workspace", "timezone"): "timezone",
    ("workspace", "language"): "language",
    ("paths", "originals"): "originals",
    ("paths", "renditions"): "renditions",
    ("films", "web_sizes"): "web_sizes_px",
    ("films", "web_for_all"): "web_for_all",
    ("films", "proxy_size"): "proxy_px",
    ("films", "poster_size"): "poster_px",
    ("photos", "sizes"): "photo_sizes_px",
    ("photos", "formats"): "photo_formats",
    ("speech", "engine"): "speech_engine",
    ("speech", "model"): "speech_model",
    ("speech", "language"): "speech_language",
    ("speech", "translate"): "speech_translate",
    ("speech", "batch"): "speech_batch",
    ("speech", "voices"): "speech_voices",
    ("speech", "voice_prints_agreed"): "speech_voice_prints_agreed",
    ("captions", "line_characters"): "caption_line_characters",
    ("captions", "lines"): "caption_lines",
    ("captions", "longest_seconds"): "caption_longest_seconds",
    ("captions", "portrait_line_characters"): "caption_portrait_line_characters",
    ("captions", "portrait_lines"): "caption_portrait_lines",
    ("captions", "words_per_minute"): "caption_words_per_minute",
    ("captions", "characters_per_second"): "caption_characters_per_second",
    ("captions", "word_seconds"): "caption_word_seconds",
    ("captions", "shortest_seconds"): "caption_shortest_seconds",
    ("captions", "gap_seconds"): "caption_gap_seconds",
    ("captions", "early_seconds"): "caption_early_seconds",
    ("captions", "late_seconds"): "caption_late_seconds",
    ("captions", "linger_seconds"): "caption_linger_seconds",
    ("captions", "speakers"): "caption_speakers",
    ("gallery", "base_url"): "base_url",
    ("gallery", "tagline"): "tagline",
    ("gallery", "contact"): "contact",
    ("gallery", "about"): "about",
    ("gallery", "rights"): "rights",
    ("gallery", "accessibility"): "accessibility",
    ("gallery", "enforcement"): "enforcement",
    ("gallery", "downloads"): "downloads",
    ("gallery", "photos_zip"): "photos_zip_mb",
    ("gallery", "embed"): "embed",
    ("consent", "default_years"): "consent_years",
    ("callsheet", "kit"): "kit",
    ("vocabulary", "words"): "vocabulary",
}
_SIZES = {"web_sizes_px": (90, 4320), "photo_sizes_px": (64, 10000), "proxy_px": (90, 1080), "poster_px": (160, 3840)}
_COUNTS = {
    "caption_line_characters": (10, 80),
    "speech_batch": (0, 64),
    "caption_lines": (1, 3),
    "caption_longest_seconds": (2, 20),
    "caption_portrait_line_characters": (10, 80),
    "caption_portrait_lines": (1, 4),
    "caption_words_per_minute": (80, 400),
    "caption_characters_per_second": (8, 40),
    "caption_word_seconds": (0.1, 1),
    "caption_shortest_seconds": (0.2, 2),
    "caption_gap_seconds": (0, 3),
    "caption_early_seconds": (0, 1.5),
    "caption_late_seconds": (0, 1.5),
    "caption_linger_seconds": (0, 1.5),
    "consent_years": (0, 50),
    "photos_zip_mb": (0, 4000),
}
PHOTO_FORMATS = ("avif", "webp", "jpeg")
DOWNLOADS = ("film", "captions", "transcript", "stills", "photos", "agenda")
_ENGINES = ("faster-whisper", "openai-whisper", "scripted")
VOICE_PRINTS = "voice-prints"
_VOICES = ("off", VOICE_PRINTS)
_AGREE = (
    "voice prints are biometric data (UK GDPR, Article 9): write in voice_prints_agreed who agreed to them, when, and "
    "on what basis"
)


def parse_settings(text: str, where: str = SETTINGS_FILE) -> Settings:
    """Settings from the text of a mediakit.toml. Raises BadInputFile naming every setting that cannot be right."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputFile(f"not valid TOML: {error}", where=where, hint="compare it with docs/settings.md") from None
    values: dict[str, Any] = {}
    problems: list[str] = []
    for table, entries in document.items():
        if not isinstance(entries, dict):
            problems.append(f"{table}: stands outside any [table]")
            continue
        for key, value in entries.items():
            name = _KEYS.get((table, key))
            problem = _problem(name, value) if name else _unknown(table, key)
            if problem:
                problems.append(f"[{table}] {key}: {problem}")
            elif name:
                values[name] = tuple(value) if isinstance(value, list) else value
    if values.get("speech_voices") == VOICE_PRINTS and not values.get("speech_voice_prints_agreed", "").strip():
        problems.append(f"[speech] voices: {_AGREE}")
    if problems:
        raise BadInputFile(problems[0], where=where, problems=tuple(problems[1:]))
    return Settings(**values)


def _unknown(table: str, key: str) -> str:
    near = difflib.get_close_matches(f"{table}.{key}", [f"{t}.{k}" for t, k in _KEYS], n=1)
    if not near:
        return "no such setting"
    meant_table, meant_key = near[0].split(".")
    return f"no such setting; did you mean [{meant_table}] {meant_key}?"


def _problem(name: str, value: object) -> str | None:
    default = next(f.default for f in fields(Settings) if f.name == name)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(type(v) is (type(default[0]) if default else str) for v in value):
            numbers_wanted = bool(default) and type(default[0]) is int
            return f"should be a list in square brackets of {'whole numbers' if numbers_wanted else 'words in quotes'}"
        if default and type(default[0]) is int and not value:
            return "needs at least one size"
    elif isinstance(default, float):
        if type(value) not in (int, float):
            return "should be a number"
    elif type(value) is not type(default):
        kinds = {str: "text in quotes", int: "a whole number", bool: "true or false"}
        return f"should be {kinds[type(default)]}"
    low, high = {**_SIZES, **_COUNTS}.get(name, (None, None))
    if low is not None and high is not None:
        numbers: list[Any] = value if isinstance(value, list) else [value]
        if not all(low <= n <= high for n in numbers):
            return f"should be between {low} and {high}"
    return _problem_of_words(name, value)


def _problem_of_words(name: str, value: object) -> str | None:
    if name == "timezone":
        try:
            ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return f"no time zone is called {value!r}; write one such as Europe/London"
    if name == "caption_speakers" and value not in SPEAKER_MARKS:
        return f"should be one of {', '.join(SPEAKER_MARKS)}"
    if name == "speech_engine" and value not in _ENGINES:
        return f"should be one of {', '.join(_ENGINES)}"
    if name == "speech_voices" and value not in _VOICES:
        return f"should be one of {', '.join(_VOICES)}"
    if name == "photo_formats" and isinstance(value, list):
        unknown = [v for v in value if v not in PHOTO_FORMATS]
        if unknown or "jpeg" not in value:
            return 'should hold "jpeg", and may hold "webp" and "avif"'
    if name == "downloads" and isinstance(value, list) and not set(value) <= set(DOWNLOADS):
        return f"should hold only {', '.join(DOWNLOADS)}"
    if name == "base_url" and value and not str(value).startswith(("http://", "https://")):
        return "should begin with https://"
    return look.look_problem(name, value)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things lie. root is absolute. Logical paths are relative to the workspace, with forward slashes.

    aside: a folder that takes the place of site/, for pages that are no part of the gallery; None: there is none.
    """

    root: Path
    settings: Settings = field(default_factory=Settings)
    aside: Path | None = None

    @property
    def catalogue_path(self) -> Path:
        return self.root / "catalogue.db"

    @property
    def originals(self) -> Path:
        return self.root / self.settings.originals

    @property
    def renditions(self) -> Path:
        return self.root / self.settings.renditions

    @property
    def private(self) -> Path:
        return self.root / "private"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def site(self) -> Path:
        return self.aside or self.root / "site"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def state(self) -> Path:
        """What mediakit remembers outside the catalogue: what it wrote into site/, locks. Safe to delete."""
        return self.root / ".mediakit"

    def locate(self, logical: str) -> Path:
        """Where a logical path lies on this machine. `originals/…` and `renditions/…` may be on other disks."""
        if Path(logical).is_absolute():
            return Path(logical)
        first, *rest = PurePosixPath(logical).parts
        if first == "originals":
            return self.originals.joinpath(*rest)
        if first == "renditions":
            return self.renditions.joinpath(*rest)
        return self.root.joinpath(first, *rest)

    def logical(self, path: Path) -> str:
        """The logical path of a file: relative to the workspace, or absolute for a file outside it (--in-place)."""
        for name, folder in (("originals", self.originals), ("renditions", self.renditions)):
            if path.is_relative_to(folder):
                return str(PurePosixPath(name, *path.relative_to(folder).parts))
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return str(path)

    def offline(self, logical: str) -> bool:
        """True if the disk that should hold this file is not there (its top folder is missing)."""
        first = PurePosixPath(logical).parts[0]
        top = {"originals": self.originals, "renditions": self.renditions}.get(first)
        return top is not None and not top.is_relative_to(self.root) and not top.is_dir()


def find_workspace(start: Path, *, exactly: bool = False) -> Workspace:
    """The workspace at `start` or, unless exactly, the nearest one above it. Raises NoWorkspace, BadInputFile."""
    start = start.absolute()
    for folder in [start] if exactly else [start, *start.parents]:
        file = folder / SETTINGS_FILE
        if file.is_file():
            text = file.read_bytes().decode("utf-8-sig", "replace")
            return Workspace(folder.resolve(), parse_settings(text, str(file)))
    raise NoWorkspace(
        f"{start} is no mediakit workspace" if exactly else "this folder is not inside a mediakit workspace",
        hint="make one with: mediakit init",
    )
