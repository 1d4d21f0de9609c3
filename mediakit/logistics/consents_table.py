"""The consent report as a spreadsheet: a row for each person and channel."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mediakit.domain.consent import Channel
from mediakit.domain.errors import MachineLacks
from mediakit.logistics.consents import Answer, ConsentReport, Entry, Line
from mediakit.media.files import write_whole

COLUMNS = (
    "person", "name in full", "channel", "answer", "basis", "given", "taken by", "guardian", "show as", "until",
    "organisations", "note", "evidence kept", "withdrawn", "reason", "still online at",
)  # fmt: skip
# a cell that begins with one of these is run as a formula by spreadsheet programs
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(found: ConsentReport, file: Path) -> None:
    """Write the table to a file, whole or not at all. Raises MachineLacks if it cannot be written."""
    try:
        write_whole(file, as_table(found))
    except OSError as error:
        raise MachineLacks(f"the spreadsheet cannot be written: {error.strerror}", where=str(file)) from None


def as_table(found: ConsentReport) -> str:
    """The table as CSV that spreadsheets open: UTF-8 with a mark, nothing that runs as a formula."""
    online = Counter((p.person.slug, p.sent.destination) for p in found.published)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in found.lines:
        places = [f"{place} ({n})" for (slug, place), n in online.items() if slug == line.person.slug]
        for channel, entry in line.answers.items():
            row = _row(line, channel, entry, places if channel is Channel.WEB else ())
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def _row(line: Line, channel: Channel, entry: Entry, places: Sequence[str]) -> list[str]:
    consent = entry.consent
    who = [line.person.slug, line.person.name, channel.value]
    if consent is None:
        return [*who, entry.answer.value, *[""] * 11, "; ".join(places)]
    withdrawn = entry.answer is Answer.WITHDRAWN
    return [
        *who,
        entry.answer.value,
        consent.basis.value,
        str(consent.given_on or ""),
        consent.by or "",
        consent.guardian or "",
        consent.show_as.value,
        str(consent.until or ""),
        "; ".join(consent.organisations),
        consent.note or "",
        consent.evidence or "",
        str(consent.withdrawn_at.date()) if withdrawn and consent.withdrawn_at else "",
        (consent.withdrawn_reason or "") if withdrawn else "",
        "; ".join(places),
    ]
