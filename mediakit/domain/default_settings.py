"""mediakit.toml as a new workspace gets it: every setting with its default and what it does."""

from __future__ import annotations

from mediakit.domain.look import LOOK_SETTINGS

DEFAULT_SETTINGS = (
    """\
# Settings of this mediakit workspace. Every setting is shown with its default; lines that begin with # do nothing.

[workspace]
# The name shown at the top of the gallery.
name = "Gallery"
# Time zone of cameras that record none, and of events that name none (an IANA name).
timezone = "Europe/London"
# Language of the gallery's pages.
language = "en-GB"

[paths]
# Originals and renditions may lie on other disks: write a full path. An unplugged disk is "offline", not "missing".
originals = "originals"
renditions = "renditions"

[films]
# Short sides, in pixels, of the versions for the web. Never enlarged.
web_sizes = [720]
# Full web versions are made of finished films and of what was approved; true makes them of every rush.
web_for_all = false
# Short side of the small working copy of each rush.
proxy_size = 360
# Long side of a poster.
poster_size = 1280

[photos]
# Long sides, in pixels, of the versions for the web. Never enlarged.
sizes = [480, 1280, 2560]
# "jpeg" is always made; "webp" is a third smaller for readers; "avif" smaller again, and ten times the work to make.
formats = ["jpeg", "webp"]

[speech]
# "faster-whisper" (Whisper's weights on CTranslate2), "openai-whisper" (an extra), or "scripted" (for rehearsals).
engine = "faster-whisper"
# "packaged" is tiny.en, which comes with mediakit; "auto" the best on this machine; else a model's name, or a folder.
model = "packaged"
# Language spoken, such as "en" or "fr"; empty: found out for each recording.
language = ""
# true: what is spoken in other languages is written down in English. Needs a model of many languages.
translate = false
# Windows of sound that faster-whisper decodes together, up to 64; 0: 16 on a GPU, one by one on a processor.
batch = 0
# Voices of a recording with one track: "off", or "voice-prints", which are biometric data: see docs/transcription.md.
voices = "off"
# Needed for voice prints: who agreed to them, when, and on what basis.
voice_prints_agreed = ""

[captions]
# BBC subtitle guidelines: characters in a line, lines in a cue, seconds a cue may stay.
line_characters = 37
lines = 2
longest_seconds = 7.0
# The same for upright films.
portrait_line_characters = 25
portrait_lines = 3
# The fastest that a caption should have to be read; the BBC asks for 160 to 180 words a minute.
words_per_minute = 180
characters_per_second = 20
# The least time for each word, and for a caption of two words or more.
word_seconds = 0.3
shortest_seconds = 1.0
# Captions closer than this are joined up, so that nothing flickers.
gap_seconds = 1.0
# How long before its voice, or after it, a caption may come where it could not be read otherwise; how long it lingers.
early_seconds = 0.6
late_seconds = 1.2
linger_seconds = 0.6
# How a change of speaker is shown: "dash", "name" (in files that are handed out), or "none".
speakers = "dash"

[gallery]
# Whose gallery it is; empty: the host of its events.
organisation = ""
# The licence that films and photos are under, and where it can be read; shown to search engines too.
licence = ""
licence_url = ""
# "noindex" asks search engines to leave the gallery out; "deny" asks those who train models on other people's work to.
robots = "index"
ai = "allow"
# Where the gallery will be online; needed for the feed and the sitemap.
base_url = ""
# One sentence under the name on the home page.
tagline = ""
# Who to write to about accessibility, consent or corrections; shown at the foot of every page.
contact = ""
# What the page "About and rights" says of the site; paragraphs between three quotation marks on each side.
about = ""
# What may be done with films and photos, and how to credit them; on the same page.
rights = ""
# What an audit found and what is known not to work; goes into the accessibility statement.
accessibility = ""
# How the statement says the law is enforced: "uk" is the wording of the UK's regulations, "none", or your own words.
enforcement = "uk"
# What visitors may take with them: from the page of a film or recording, of a photo, of an event; [] for nothing.
downloads = ["film", "captions", "transcript", "stills", "photos", "agenda"]
# The most megabytes that the photos of an event in one ZIP may come to. If all of them are more, the ZIP holds those
# with the most stars that fit. 0: no such ZIP.
photos_zip = 200
# true: each film has a small page of its own that other websites may show. It needs a base_url.
embed = true

"""
    + LOOK_SETTINGS
    + """\
[consent]
# Years after which a consent that names no end runs out; 0: it stands until it is withdrawn. Five is common.
default_years = 0

[callsheet]
# What everybody of the crew should have with them; printed on each call sheet.
kit = ["formatted cards", "charged batteries and a charger", "headphones", "clip-on microphone", "consent forms, pens"]

[vocabulary]
# Words that the recogniser should know besides the people list: projects, places, acronyms.
words = []
"""
)
