"""Languages as people call them: those that speech can be recognised in, and those of these islands (ISO 639)."""

from __future__ import annotations

import unicodedata

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "as": "Assamese", "az": "Azerbaijani", "ba": "Bashkir",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "bo": "Tibetan", "br": "Breton", "bs": "Bosnian",
    "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese",
    "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa",
    "haw": "Hawaiian", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese",
    "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "la": "Latin",
    "lb": "Luxembourgish", "ln": "Lingala", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy",
    "mi": "Māori", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "mt": "Maltese", "my": "Burmese", "nb": "Norwegian Bokmål", "ne": "Nepali", "nl": "Dutch",
    "nn": "Norwegian Nynorsk", "no": "Norwegian", "oc": "Occitan", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sa": "Sanskrit", "sd": "Sindhi", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovenian", "sn": "Shona", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "su": "Sundanese", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai",
    "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish", "tt": "Tatar", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "yi": "Yiddish", "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese",
}  # fmt: skip
# what their letters' names begin with in the Unicode Character Database, where those are not the Latin ones
_LETTERS = {
    **dict.fromkeys(("ar", "fa", "ps", "sd", "ur"), ("ARABIC",)),
    **dict.fromkeys(("he", "yi"), ("HEBREW",)),
    **dict.fromkeys(("ba", "be", "bg", "kk", "mk", "mn", "ru", "sr", "tg", "tt", "uk"), ("CYRILLIC",)),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), ("DEVANAGARI",)),
    **dict.fromkeys(("as", "bn"), ("BENGALI",)),
    **dict.fromkeys(("yue", "zh"), ("CJK",)),
    "am": ("ETHIOPIC",), "bo": ("TIBETAN",), "el": ("GREEK",), "gu": ("GUJARATI",), "hy": ("ARMENIAN",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"), "ka": ("GEORGIAN",), "km": ("KHMER",), "kn": ("KANNADA",),
    "ko": ("HANGUL", "CJK"), "lo": ("LAO",), "ml": ("MALAYALAM",), "my": ("MYANMAR",), "pa": ("GURMUKHI",),
    "si": ("SINHALA",), "ta": ("TAMIL",), "te": ("TELUGU",), "th": ("THAI",),
}  # fmt: skip
# written from right to left (Unicode: scripts Arab, Hebr)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ur", "yi"})


def base_of(tag: str) -> str:
    """The language of a BCP 47 tag, without region and script.

    >>> base_of("en-GB"), base_of("jw")
    ('en', 'jv')
    """
    base = tag.replace("_", "-").split("-")[0].lower()
    # Whisper's own word for it, which is no language's code
    return "jv" if base == "jw" else base


def language_name(tag: str) -> str:
    """The English name of a language; the tag itself for one that is not listed.

    >>> language_name("cy"), language_name("en-GB"), language_name("tlh")
    ('Welsh', 'English', 'tlh')
    """
    return NAMES.get(base_of(tag), tag)


def is_another(tag: str, than: str) -> bool:
    """Whether two BCP 47 tags are of different languages; English is English wherever it is spoken.

    >>> is_another("en", "en-GB"), is_another("cy", "en-GB")
    (False, True)
    """
    return base_of(tag) != base_of(than)


def direction(tag: str) -> str:
    """How a language is written: "rtl" or "ltr", as HTML has it.

    >>> direction("ar"), direction("cy")
    ('rtl', 'ltr')
    """
    return "rtl" if base_of(tag) in _RIGHT_TO_LEFT else "ltr"


def written_in(text: str, spoken: str) -> str | None:
    """The language of a text about something in which `spoken` is spoken, where its letters tell; else None.

    Letters that many languages share, as the Latin ones, tell nothing: an English title over a film in Welsh is common.

    >>> written_in("Довіра", "uk"), written_in("Trust", "uk"), written_in("Ymddiriedaeth", "cy")
    ('uk', None, None)
    """
    own = _LETTERS.get(base_of(spoken))
    letters = [letter for letter in text if letter.isalpha()]
    if not own or not letters:
        return None
    return spoken if all(unicodedata.name(letter, "").startswith(own) for letter in letters) else None
