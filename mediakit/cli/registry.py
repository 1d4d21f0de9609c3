"""Every command: where it lives and its one line of help, so that `mediakit --help` imports none of them."""

from __future__ import annotations

# section → command → (module, attribute, help)
SECTIONS: dict[str, dict[str, tuple[str, str, str]]] = {
    "Begin": {
        "init": ("workspace", "init", "Make a workspace."),
        "demo": ("demo", "demo", "Make the sample shoot and take it all the way to a built gallery."),
        "doctor": ("doctor", "doctor", "Say what this machine has and lacks, and what to do about it."),
    },
    "Before": {
        "event": ("event", "event", "Events and their agenda."),
        "organisation": ("organisation", "organisation", "Who the event belongs to and who takes part."),
        "people": ("people", "people", "The people list: names, roles, how a name is said."),
        "deliverable": ("deliverable", "deliverable", "What was promised to whom, and how far it has come."),
        "consent": ("consent", "consent", "Who may be shown, where, on what basis, until when."),
        "callsheet": (
            "callsheet",
            "callsheet",
            "Write call sheets: the running order of each day, whom to film, and whom not.",
        ),
    },
    "On the day": {
        "ingest": ("ingest", "ingest", "Copy cards to originals, verified, and catalogue them."),
        "process": ("process", "process", "Make what is missing or stale: posters, transcripts, films, photo sizes."),
        "match": ("match", "match", "Match clips and photos to sessions and people, by time and place."),
        "coverage": ("coverage", "coverage", "Say what of an event is filmed, and what is missing."),
        "missing": ("coverage", "missing", "Say only what is missing of an event."),
        "status": ("process", "status", "Say what there is, what is pending, what failed and why."),
    },
    "The weeks after": {
        "deliver": ("ingest", "deliver", "Take in finished work, as it came from the edit."),
        "assets": ("assets", "assets", "List assets, or write them to a spreadsheet."),
        "show": ("assets", "show", "Show one asset in full."),
        "set": ("describe", "set_", "Describe assets: title, alt text, people, tags, embargo."),
        "desk": ("desk", "desk", "Find, correct, describe and approve in the browser, without a terminal."),
        "search": ("search", "search", "Find a phrase, and the second it was said."),
        "transcript": ("transcript", "transcript", "Read and hand out transcripts and captions."),
        "vocabulary": ("vocabulary", "vocabulary", "Words that transcription should know: places, projects, terms."),
        "captions": ("captions", "captions", "Hold captions against the rules, and mend them."),
    },
    "Publish": {
        "approve": ("approve", "approve", "Decide, by name, that assets may be published as they are now."),
        "review": (
            "review",
            "review",
            "Make a review copy: chosen items as pages, approved or not, in a folder to hand over.",
        ),
        "build": ("gallery", "build", "Render the gallery from what may be published."),
        "serve": ("gallery", "serve", "Look at the gallery on this machine."),
        "signoff": (
            "signoff",
            "signoff",
            "Write the sign-off sheet of an event: why each thing may be public, and who said so.",
        ),
        "publish": (
            "publish",
            "publish",
            "Put the gallery where people see it: a folder, a server by ssh, or object storage (s3://).",
        ),
    },
    "Keep": {
        "verify": ("ingest", "verify", "Re-read every original and rendition against its checksum."),
        "backup": ("keep", "backup", "Save the catalogue and private files, safely while in use."),
        "restore": ("keep", "restore", "Bring back a backup of the catalogue."),
        "export": ("keep", "export", "Write the whole catalogue as open files."),
        "erase": ("erase", "erase", "Erase an asset, or a person with everything they are in."),
    },
}

COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}
