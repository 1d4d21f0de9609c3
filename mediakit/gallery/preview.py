"""One page of the gallery as the public will see it, before anybody approved it: the gallery's own templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mediakit.catalogue import assets, events, organisations, people, said
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Approval, approvable
from mediakit.domain.verdict import Verdict
from mediakit.domain.workspace import Workspace
from mediakit.gallery.cards import Gallery
from mediakit.gallery.gather import gather
from mediakit.gallery.look import look_folders, read_look
from mediakit.gallery.material import FOLDERS, Material
from mediakit.gallery.pages import RecordingPage
from mediakit.gallery.pages_beside import PhotoPage
from mediakit.gallery.part import MediaFile
from mediakit.gallery.render import Renderer


@dataclass(frozen=True, slots=True)
class Preview:
    """path: of the asset's page inside the site. verdict: as the next build would decide, if it were approved now."""

    gallery: Gallery
    path: str
    verdict: Verdict


def preview(workspace: Workspace, catalogue: Catalogue, asset_id: str) -> Preview:
    """The gallery with nothing in it but one asset, named and captioned as consent allows today.

    Raises UnknownName. What was not made yet is not there: a film without a poster has none.
    """
    asset = assets.one(catalogue, asset_id)
    yes = Approval("preview", datetime.now(UTC), approvable(asset))
    decided = decide(catalogue, [replace(asset, approval=yes)], workspace.settings.timezone)
    folder = f"{FOLDERS[asset.kind]}/preview-{asset.id[:8]}"
    spoken, captioned = said.spoken_in(catalogue)
    sessions = [s for s in events.sessions(catalogue) if s.event == asset.event]
    material = Material(
        settings=workspace.settings,
        published=(asset,),
        withheld=decided.verdicts,
        folders={asset.id: folder},
        said=said.Sayings(catalogue, [asset.id] if asset.spoken else []),
        spoken=spoken,
        captioned=captioned,
        people={p.slug: p for p in people.every(catalogue)},
        standings=decided.standings,
        unnamed=decided.unnamed,
        events=tuple(e for e in events.every(catalogue) if e.slug == asset.event),
        sessions=tuple(sessions),
        organisations=tuple(organisations.every(catalogue)),
    )
    return Preview(gather(material, None, read_look(workspace)), f"{folder}/index.html", decided.verdicts[0])


def page_text(workspace: Workspace, made: Preview, path: str) -> str | None:
    """A page of a preview as HTML: the asset's own, and none beside it."""
    shown = [p for p in made.gallery.pages if p.path == path and isinstance(p, PhotoPage | RecordingPage)]
    if not shown:
        return None
    renderer = Renderer(look_folders(workspace), made.gallery.site.language)
    return renderer.text(made.gallery.site, shown[0])


def file_of(made: Preview, path: str) -> MediaFile | None:
    """The rendition that lies at a path of the preview, if one does."""
    return made.gallery.media.get(path)
