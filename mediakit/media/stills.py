"""Small pictures of a whole film on one sheet, for whoever seeks in it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from mediakit.domain.contact_sheet import ContactSheet, sheet_for
from mediakit.domain.errors import MediaError
from mediakit.media import ffmpeg, files
from mediakit.media.made import CLEAN, Made, measure

LIMIT_S = 600.0


def sheet_arguments(source: Path, target: Path, sheet: ContactSheet) -> list[str]:
    """ffmpeg's arguments for `make_sheet`: of all pictures only those are decoded that need no other."""
    taken: Any = ffmpeg.source(source, skip_frame="nokey")["v:0"]
    taken = taken.filter("fps", f"1000/{sheet.every_ms}", start_time=0, round="near", eof_action="pass")
    # the last picture stands in for what the film's end leaves out
    taken = taken.filter("tpad", stop_mode="clone", stop=sheet.number)
    size = {"w": sheet.tile_width_px, "h": sheet.tile_height_px, "flags": "area"}
    # JFIF: BT.601, full range
    taken = taken.filter(
        "scale", **size, in_color_matrix="bt709", out_color_matrix="bt601", in_range="tv", out_range="pc"
    )
    taken = taken.filter("format", "yuvj420p")
    taken = taken.filter("tile", f"{sheet.columns}x{sheet.rows}", nb_frames=sheet.number)
    options = {"frames:v": 1, "c:v": "mjpeg", "q:v": 5, "format": "image2pipe", **CLEAN}
    return ffmpeg.arguments(ffmpeg.sink([taken], target, **options))


def make_sheet(source: Path, target: Path, *, duration_ms: int) -> Made:
    """A JPEG with small pictures of a web rendition, laid out as `sheet_for` says of its size and duration_ms.

    Web renditions have a picture that needs no other every two seconds at least, so this takes a moment. Raises
    MediaError when there is not one picture.
    """
    film = measure(source)
    if not film.width_px or not film.height_px:
        raise MediaError("has no picture", where=source.name)
    sheet = sheet_for(duration_ms, film.width_px, film.height_px)
    with files.draft(target) as path:
        ffmpeg.run(sheet_arguments(source, path, sheet), limit_s=LIMIT_S)
        made = measure(path)
    return dataclasses.replace(made, path=target, duration_ms=0)
