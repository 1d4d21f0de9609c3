"""Where a catalogue may lie, decided on the paths and mounts of every system."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from mediakit.catalogue.place import Mount, parse_linux_mounts, parse_mac_mounts, refuse_unfit, unfit, unfit_here
from mediakit.domain.errors import MachineLacks

WINDOWS, POSIX = PureWindowsPath, PurePosixPath


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (WINDOWS(r"C:\Users\ada\OneDrive\gathering"), "OneDrive"),
        (WINDOWS(r"C:\Users\ada\OneDrive - Northmoor Health\Desktop\gathering"), "OneDrive"),
        (WINDOWS(r"c:\users\ada\onedrive"), "OneDrive"),
        (WINDOWS(r"D:\Dropbox (Northmoor)\films"), "Dropbox"),
        (WINDOWS(r"C:\Users\ada\Northmoor Dropbox\Ada Okafor\films"), "Dropbox"),
        (WINDOWS(r"G:\My Drive\films"), "Google Drive"),
        (WINDOWS(r"G:\Shared drives\Comms\films"), "Google Drive"),
        (WINDOWS(r"C:\Users\ada\iCloudDrive\films"), "iCloud Drive"),
        (WINDOWS(r"C:\Users\ada\Box\films"), "Box"),
        (POSIX("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/films"), "iCloud Drive"),
        (POSIX("/Users/ada/Library/CloudStorage/OneDrive-Northmoor/films"), "OneDrive"),
        (POSIX("/Users/ada/Library/CloudStorage/GoogleDrive-ada@n.test/My Drive/films"), "Google Drive"),
        (POSIX("/Users/ada/Library/CloudStorage/Box-Box/films"), "Box"),
        (POSIX("/Users/ada/Library/CloudStorage/Other-Service/films"), "a cloud service"),
        (POSIX("/Users/ada/Dropbox/films"), "Dropbox"),
        (POSIX("/home/ada/Nextcloud/films"), "Nextcloud"),
        (POSIX("/home/ada/ownCloud/films"), "ownCloud"),
        (POSIX("/home/ada/Box Sync/films"), "Box"),
    ],
)
def test_a_folder_that_a_service_copies_is_named(path: PurePath, service: str) -> None:
    assert unfit(path) == f"{service} copies this folder"


@pytest.mark.parametrize(
    "path",
    [
        WINDOWS(r"C:\Users\ada\Films\gathering"),
        WINDOWS(r"\\?\C:\Users\ada\films"),
        WINDOWS(r"D:\Box of films"),
        WINDOWS(r"D:\archive\Box\films"),
        WINDOWS(r"C:\My Drive-ins\films"),
        POSIX("/Users/ada/Movies/gathering"),
        POSIX("/Users/ada/Library/Application Support/films"),
        POSIX("/home/ada/onedriver-notes/films"),
        POSIX("/home/ada/dropboxes/films"),
        POSIX("/srv/media/box/films"),
        POSIX("/"),
    ],
)
def test_a_folder_of_ones_own_is_fit(path: PurePath) -> None:
    assert unfit(path) is None


@pytest.mark.parametrize(
    "path",
    [
        WINDOWS(r"\\server\share\films"),
        WINDOWS("//server/share/films"),
        WINDOWS(r"\\?\UNC\server\share\films"),
        WINDOWS(r"\\wsl.localhost\Debian\home\ada"),
    ],
)
def test_a_share_of_windows_is_a_network_share(path: PurePath) -> None:
    assert "network share" in (unfit(path) or "")


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "fuse.rclone", "davfs"]
)
def test_a_mounted_share_is_a_network_share(kind: str) -> None:
    mounts = [Mount(POSIX("/"), "ext4"), Mount(POSIX("/mnt/team"), kind, "server:/team")]
    assert unfit(POSIX("/mnt/team/films"), mounts) == "this folder is on a network share (server:/team)"
    assert unfit(POSIX("/mnt/teams/films"), mounts) is None


def test_the_nearest_mount_counts_and_of_two_on_one_place_the_later() -> None:
    root, share, disk = Mount(POSIX("/"), "nfs"), Mount(POSIX("/m"), "cifs"), Mount(POSIX("/m"), "ext4")
    assert unfit(POSIX("/m/films"), [root, share, disk]) is None
    assert unfit(POSIX("/m/films"), [root, disk, share]) is not None
    assert unfit(POSIX("/films"), [root, share, disk]) is not None


def test_a_disk_through_a_bridge_is_no_share_but_a_windows_disk_in_linux_is() -> None:
    assert unfit(POSIX("/mnt/usb/films"), [Mount(POSIX("/mnt/usb"), "fuseblk", "/dev/sdb1")]) is None
    assert unfit(POSIX("/w/films"), [Mount(POSIX("/w"), "9p", "work")]) is None
    assert unfit(POSIX("/mnt/c/films"), [Mount(POSIX("/mnt/c"), "9p", "C:\\")]) is not None


def test_a_mapped_drive_of_windows_is_a_network_share() -> None:
    assert unfit(WINDOWS(r"Z:\films"), [Mount(WINDOWS("Z:\\"), "remote")]) is not None


@pytest.mark.parametrize(
    ("name", "service"),
    [
        (".dropbox", "Dropbox"),
        (".sync_0a1b2c3d4e5f.db", "Nextcloud"),
        ("._sync_0a1b2c3d4e5f.db-wal", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".stfolder", "Syncthing"),
        (".tmp.driveupload", "Google Drive"),
    ],
)
def test_what_a_service_leaves_behind_gives_it_away(name: str, service: str) -> None:
    assert unfit(POSIX("/home/ada/team"), [], {"films", name}) == f"{service} copies this folder"


def test_mounts_of_linux_are_read_with_their_spaces() -> None:
    text = "/dev/vda / ext4 rw 0 0\n//server/a\\040share /mnt/a\\040share cifs rw,user=x 0 0\n\nbroken\n"
    assert parse_linux_mounts(text)[1] == Mount(POSIX("/mnt/a share"), "cifs", "//server/a share")


def test_mounts_of_macos_are_read_with_their_spaces() -> None:
    text = "/dev/disk1s1 on / (apfs, local, journaled)\n//ada@server/Team on /Volumes/Team (1) (smbfs, nodev, nosuid)\n"
    assert parse_mac_mounts(text)[1] == Mount(POSIX("/Volumes/Team (1)"), "smbfs", "//ada@server/Team")


def test_a_link_into_a_synced_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "films").symlink_to(tmp_path / "Dropbox")
    assert unfit_here(tmp_path / "films" / "new") == "Dropbox copies this folder"


def test_a_sync_programs_file_in_a_folder_above_is_seen(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(MachineLacks) as caught:
        refuse_unfit(tmp_path / "a" / "b")
    assert caught.value.hint
    assert "own disk" in caught.value.hint
