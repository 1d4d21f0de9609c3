"""Publishing to object storage that speaks S3: the one door to fsspec (extra [s3], which brings s3fs).

Nothing there can change at one moment, so files go in order: media, what pages ask for, pages, then removals. Beside
them lie `.mediakit/place.json`, which marks the place as ours, and `.mediakit/sent.json`: what was put there, with the
sign by which the storage would show that somebody else changed it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xxhash

from mediakit.domain.errors import MachineLacks, MediakitError
from mediakit.domain.progress import Progress
from mediakit.domain.publication import SiteFile, phase
from mediakit.media.place import MARKER, OURS, Release, Sent, marker_text, not_ours, read_marker

HINT = "install it with: pip install 'mediakit-gallery[s3]'"
SENT = f"{OURS}/sent.json"
# path → media type and Cache-Control
Headers = Callable[[str], tuple[str, str]]


class BucketPlace:
    """A bucket and a prefix in it. storage: an fsspec file system; diary: a file that says what went over already."""

    def __init__(self, storage: Any, path: str, diary: Path, headers: Headers) -> None:
        self._storage, self._path, self._diary, self._headers = storage, path, diary, headers
        self.name = f"s3://{path}"
        self.touched = False

    def look(self) -> str | None:
        """The mark in the bucket; None where nothing lies below the prefix. Raises Refused, MachineLacks."""
        with self._gate():
            there = self._listed()
            if MARKER in there:
                return read_marker(self._storage.cat_file(f"{self._path}/{MARKER}"), self.name)
            if there:
                raise not_ours(self.name)
            return None

    def send(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        """Put what is missing or differs, object by object, then remove what is of no release any more.

        `still` is asked at the start and before the first page. Raises MachineLacks with what the storage said.
        """
        with self._gate():
            still()
            self.touched = True
            self._put_text(MARKER, marker_text(release.mark))
            there, known = self._listed(), self._known()
            missing = [f for f in release.files if not _as_sent(f, there.get(f.path), known.get(f.path))]
            progress.begin("Sending", sum(f.size_bytes for f in missing), "bytes")
            for number, file in enumerate(missing):
                if number and phase(file.path) >= 2 > phase(missing[number - 1].path):
                    still()
                self._put(release.tree / file.path, file)
                progress.advance(file.size_bytes)
            removed = self._remove_others(release, there, known)
            signs = self._listed()
            self._put_text(SENT, json.dumps({f.path: [f.checksum, signs.get(f.path, "")] for f in release.files}))
            self._diary.unlink(missing_ok=True)
        return Sent(len(missing), len(release.files) - len(missing), removed, sum(f.size_bytes for f in missing))

    def take_back(self, paths: Sequence[str]) -> None:
        """Remove objects that a refused sending put there."""
        with self._gate():
            there = self._listed()
            for path in paths:
                if path in there:
                    self._storage.rm_file(f"{self._path}/{path}")

    def _put(self, source: Path, file: SiteFile) -> None:
        """Put one file there with its headers, and note it, so that an interrupted sending goes on after it."""
        kind, caching = self._headers(file.path)
        target = f"{self._path}/{file.path}"
        self._storage.put_file(str(source), target, ContentType=kind, CacheControl=caching)
        self._diary.parent.mkdir(parents=True, exist_ok=True)
        with self._diary.open("a", encoding="utf-8") as diary:
            diary.write(json.dumps([file.path, file.checksum]) + "\n")

    def _put_text(self, path: str, text: str) -> None:
        self._storage.pipe_file(f"{self._path}/{path}", text.encode())

    def _remove_others(self, release: Release, there: Mapping[str, str], known: Container[str]) -> int:
        """Remove what was sent, or lies in a folder of ours, and is not of this release."""
        wanted = {file.path for file in release.files}
        gone = [p for p in there if p not in wanted and (p in known or p.split("/", 1)[0] in release.own_folders)]
        for path in gone:
            self._storage.rm_file(f"{self._path}/{path}")
        return len(gone)

    def _listed(self) -> dict[str, str]:
        """Everything that lies there: path → the sign by which a change would show."""
        self._storage.invalidate_cache()
        try:
            found = self._storage.find(self._path, detail=True)
        except FileNotFoundError:
            return {}
        rows = {
            str(name).lstrip("/"): _sign(entry) for name, entry in found.items() if entry.get("type") != "directory"
        }
        return {name.removeprefix(f"{self._path}/"): sign for name, sign in rows.items()}

    def _known(self) -> dict[str, tuple[str, str]]:
        """What was put there, here or by an earlier sending: path → checksum and sign."""
        known: dict[str, tuple[str, str]] = {}
        with contextlib.suppress(FileNotFoundError, ValueError, TypeError, AttributeError):
            rows = json.loads(self._storage.cat_file(f"{self._path}/{SENT}"))
            known |= {path: (str(checksum), str(sign)) for path, (checksum, sign) in rows.items()}
        with contextlib.suppress(OSError):
            for line in self._diary.read_text("utf-8").splitlines():
                # a line that was cut off by a crash says nothing
                with contextlib.suppress(ValueError, TypeError):
                    path, checksum = json.loads(line)
                    known[path] = (checksum, "")
        return known

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        """The one place where the storage's exceptions become ours."""
        try:
            yield
        except MediakitError:
            raise
        except FileNotFoundError:
            hint = "make the bucket first, or check its name"
            raise MachineLacks("there is no such bucket", where=self.name, hint=hint) from None
        except Exception as error:  # noqa: BLE001 - gate: botocore has a hundred exceptions, and makes more
            hint = "check the address (AWS_ENDPOINT_URL), the keys and what they may do, and the network"
            text = " ".join(str(error).split()) or type(error).__name__
            raise MachineLacks(f"the storage said no: {text}", where=self.name, hint=hint) from None


def _sign(entry: Mapping[str, Any]) -> str:
    """What changes when somebody writes the object anew."""
    mark = entry.get("ETag") or entry.get("created") or entry.get("LastModified") or ""
    return f"{entry.get('size')} {str(mark).strip(chr(34))}"


def _as_sent(file: SiteFile, there: str | None, known: tuple[str, str] | None) -> bool:
    if there is None or known is None or known[0] != file.checksum:
        return False
    # of what an interrupted sending put there, only the size is known
    return known[1] == there if known[1] else there.startswith(f"{file.size_bytes} ")


def open_bucket(path: str, state: Path, headers: Headers) -> BucketPlace:
    """The way to a bucket. Address and keys are found as every S3 tool finds them. Raises MachineLacks without s3fs."""
    try:
        import fsspec

        storage = fsspec.filesystem("s3")
    except ImportError:
        raise MachineLacks("publishing to s3:// needs the extra [s3]", hint=HINT) from None
    except Exception as error:  # noqa: BLE001 - gate: a profile or region that cannot be used
        raise MachineLacks(f"the storage cannot be reached: {error}", where=f"s3://{path}") from None
    name = xxhash.xxh128_hexdigest(f"s3://{path}".encode())[:16]
    return BucketPlace(storage, path, state / f"{name}.sent", headers)
