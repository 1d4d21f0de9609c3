"""A film whose transcript goes out and comes back corrected, as its commands do it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mediakit.catalogue import transcripts
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript
from tests.cli.conftest import Library, Ran, Run
from tests.domain.said import transcript

SENTENCES = (
    ("adebayo", "We asked shan press howl about the last mile of it."),
    ("2", "Trust is built slowly and it is lost at once."),
    ("adebayo", "Nobody told us so before the pilot began in the spring."),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A film with a transcript, and the commands that hand it out and take it back."""

    library: Library
    run: Run

    def out(self, form: str) -> Path:
        """The film's transcript in a file of this form."""
        path = Path(f"film.{form}")
        assert self.run("transcript", "export", self.library.film, "-o", path).status == 0
        return path

    def back(self, path: Path, *options: str) -> Ran:
        """The file taken back, without asking, by Ada."""
        return self.run("transcript", "import", self.library.film, path, "--yes", "--by", "Ada", *options)

    def now(self) -> Transcript:
        """What the catalogue has."""
        with self.library.catalogue() as catalogue:
            current = transcripts.current(catalogue, self.library.film)
        assert current is not None
        return current

    def cues(self) -> list[StoredCue]:
        """The captions the catalogue has."""
        with self.library.catalogue() as catalogue:
            return transcripts.cues(catalogue, self.library.film)

    def history(self) -> list[tuple[int, str | None, str]]:
        """Revision, by and how of each."""
        with self.library.catalogue() as catalogue:
            rows = catalogue.rows("SELECT revision, by, how FROM transcripts ORDER BY revision")
            return [(row["revision"], row["by"], row["how"]) for row in rows]


HEARD = transcript(*SENTENCES)
HEARD_CUES = [
    StoredCue(Span(0, 3_500), ("We asked shan press howl", "about the last mile of it."), "adebayo"),
    StoredCue(Span(4_350, 7_700), ("- Trust is built slowly", "and it is lost at once."), "2"),
    StoredCue(Span(8_350, 12_200), ("- Nobody told us so before", "the pilot began in the spring."), "adebayo"),
]


def transcribed(library: Library, run: Run) -> Desk:
    """The library's film with this transcript and no other."""
    with library.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("DELETE FROM transcripts")
        catalogue.execute("UPDATE assets SET duration_ms = ? WHERE id = ?", [HEARD.duration_ms, library.film])
        transcripts.put(catalogue, library.film, HEARD, HEARD_CUES, key="test")
    return Desk(library, run)


def rewritten(path: Path, *pairs: tuple[str, str]) -> Path:
    """A text file in which each first text was replaced by its second."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return path
