"""Where a catalogue may lie: not on a network share, not in a folder that a syncing service copies behind its back.

SQLite needs locks and shared memory that such folders do not give (sqlite.org/wal.html, sqlite.org/howtocorrupt.html,
section 2). The decision is pure, on path parts and a table of mounts, so that it is the same on every system.
"""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from mediakit.domain.errors import MachineLacks


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system: where, of which kind ("ext4", "nfs4", "smbfs", "remote"), from where."""

    point: PurePath
    kind: str
    source: str = ""


NETWORK_KINDS = frozenset(
    "nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afpfs afp webdav davfs davfs2 ncpfs afs coda ceph glusterfs lustre "
    "beegfs gpfs sshfs remote vboxsf vmhgfs prl_fs rclone s3fs goofys gcsfuse gvfsd-fuse google-drive-ocamlfuse "
    "onedriver blobfuse blobfuse2 macfuse_sshfs dropboxfs acd_fuse kio-fuse".split()
)

# One part of a path → the service that keeps such folders. Matched against the whole part, without regard to case.
_PARTS: tuple[tuple[str, str], ...] = (
    (r"onedrive(?:[ -].+)?", "OneDrive"),
    (r"(?:.+ )?dropbox(?: \(.+\))?", "Dropbox"),
    (r"com~apple~clouddocs|icloud ?drive", "iCloud Drive"),
    (r"google ?drive(?:[ -].+)?|drivefs", "Google Drive"),
    (r"nextcloud\d?", "Nextcloud"),
    (r"owncloud\d?", "ownCloud"),
    (r"box sync|box-box", "Box"),
    (r"pclouddrive|pcloud drive", "pCloud"),
    (r"megasync", "MEGA"),
    (r"synologydrive", "Synology Drive"),
    (r"creative cloud files.*", "Creative Cloud"),
)
# A file or folder that a service leaves in the folders it copies.
_MARKS: tuple[tuple[str, str], ...] = (
    (r"\.dropbox(?:\.cache)?", "Dropbox"),
    (r"\.?_?sync_[0-9a-f]+\.db(?:-wal|-shm)?|\.nextcloudsync\.log", "Nextcloud"),
    (r"\.owncloudsync\.log(?:\.\d)?|\.csync_journal\.db", "ownCloud"),
    (r"\.tmp\.drivedownload|\.tmp\.driveupload", "Google Drive"),
    (r"\.stfolder", "Syncthing"),
    (r"\.849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
)


def unfit(path: PurePath, mounts: Sequence[Mount] = (), beside: Collection[str] = ()) -> str | None:
    """Why a catalogue cannot lie in this folder, as the end of a sentence ("OneDrive copies this folder"); or None.

    path: absolute, of either system; beside: the names of files and folders in it and in the folders above it.
    """
    share = _share(path) or _mounted_share(path, mounts)
    if share:
        return f"this folder is on a network share ({share})"
    service = _synced(path.parts) or _marked(beside)
    return f"{service} copies this folder" if service else None


def _share(path: PurePath) -> str | None:
    """The server of a UNC path (\\\\server\\share, \\\\?\\UNC\\server\\share, \\\\wsl$\\…)."""
    if not isinstance(path, PureWindowsPath):
        return None
    drive = path.drive.replace("/", "\\")
    long_form = re.match(r"\\\\[?.]\\UNC\\(.+)", drive, re.IGNORECASE)
    if long_form:
        return f"\\\\{long_form[1]}"
    return drive if drive.startswith("\\\\") and drive[2:4] not in ("?\\", ".\\") else None


def _mounted_share(path: PurePath, mounts: Iterable[Mount]) -> str | None:
    below = [m for m in mounts if path == m.point or path.is_relative_to(m.point)]
    # of two on the same point the later one is seen
    nearest = max(enumerate(below), key=lambda pair: (len(pair[1].point.parts), pair[0]), default=None)
    if nearest is None:
        return None
    mount = nearest[1]
    kind = mount.kind.lower().removeprefix("fuse.")
    windows_disk_in_linux = kind == "9p" and bool(re.match(r"drvfs|[A-Za-z]:", mount.source))
    if kind in NETWORK_KINDS or windows_disk_in_linux:
        return mount.source or str(mount.point)
    return None


def _synced(parts: Sequence[str]) -> str | None:
    lowered = [part.lower() for part in parts]
    for first, second in itertools.pairwise(lowered):
        if (first, second) == ("library", "mobile documents"):
            return "iCloud Drive"
        if (first, second) == ("library", "cloudstorage"):
            return _service_of(lowered) or "a cloud service"
    # the drive that Google's program shows: G:\My Drive
    if len(lowered) > 1 and re.fullmatch(r"[a-z]:\\", lowered[0]) and lowered[1] in ("my drive", "shared drives"):
        return "Google Drive"
    # so short a name means Box only where its program puts it: directly in somebody's home folder
    if len(lowered) > 3 and lowered[1] in ("users", "home") and lowered[3] == "box":
        return "Box"
    return _service_of(lowered)


def _service_of(lowered: Iterable[str]) -> str | None:
    for part in lowered:
        for pattern, service in _PARTS:
            if re.fullmatch(pattern, part):
                return service
    return None


def _marked(beside: Iterable[str]) -> str | None:
    for name in sorted(beside):
        for pattern, service in _MARKS:
            if re.fullmatch(pattern, name, re.IGNORECASE):
                return service
    return None


def parse_linux_mounts(text: str) -> list[Mount]:
    """The mounts of /proc/self/mounts (proc(5), fstab(5): spaces are \\040)."""
    mounts = []
    for line in text.splitlines():
        fields = [re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), word) for word in line.split(" ")]
        if len(fields) > 2:
            mounts.append(Mount(PurePosixPath(fields[1]), fields[2], fields[0]))
    return mounts


def parse_mac_mounts(text: str) -> list[Mount]:
    """The mounts that /sbin/mount lists on macOS: `//user@server/share on /Volumes/share (smbfs, nodev, …)`."""
    found = (re.fullmatch(r"(.*?) on (/.*) \(([^,)]+).*\)", line) for line in text.splitlines())
    return [Mount(PurePosixPath(m[2]), m[3], m[1]) for m in found if m]


def _mounts_here(path: Path) -> list[Mount]:
    if sys.platform == "win32":
        import ctypes

        remote = ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4
        return [Mount(PureWindowsPath(path.anchor), "remote")] if remote else []
    try:
        if sys.platform == "darwin":
            done = subprocess.run(["/sbin/mount"], capture_output=True, timeout=10, check=False)
            return parse_mac_mounts(done.stdout.decode("utf-8", "replace"))
        return parse_linux_mounts(Path("/proc/self/mounts").read_text("utf-8", "surrogateescape"))
    except (OSError, subprocess.TimeoutExpired):
        return []


def _names_beside(path: Path) -> set[str]:
    names: set[str] = set()
    for folder in (path, *path.parents):
        try:
            names |= {entry.name for entry in folder.iterdir() if entry.name.startswith((".", "_"))}
        except OSError:
            continue
    return names


def unfit_here(folder: Path, mounts_of: Callable[[Path], list[Mount]] = _mounts_here) -> str | None:
    """Why a catalogue cannot lie in this folder of this machine, through whatever links it is named; or None."""
    real = folder.resolve()
    return unfit(real, mounts_of(real), _names_beside(real)) or unfit(folder.absolute())


def refuse_unfit(folder: Path) -> None:
    """Raise MachineLacks if a catalogue cannot lie in this folder."""
    why = unfit_here(folder)
    if why:
        hint = "choose a folder on this machine's own disk; [paths] in mediakit.toml can put the large files elsewhere"
        raise MachineLacks(f"{why}, and a catalogue there breaks sooner or later", where=str(folder), hint=hint)
