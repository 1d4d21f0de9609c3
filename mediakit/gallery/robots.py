"""What search engines, and those who train models on other people's work, are asked: robots.txt and the pages' meta."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from mediakit.domain.workspace import Settings

# programs that collect for training, by the names their makers gave them in public
TRAINERS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot",
    "meta-externalagent", "omgili", "PanguBot", "Timpibot", "webzio-extended",
)  # fmt: skip
# a page says of itself that it is not to be listed; these cannot
MUTE = ("jpg", "webp", "avif", "png", "svg", "mp4", "m4a", "vtt", "txt", "json", "xml")


def robots_of(settings: Settings) -> str:
    """What every page asks in <meta name="robots">; "" where it asks nothing.

    >>> robots_of(Settings(robots="noindex", ai="deny"))
    'noindex, noai, noimageai'
    """
    asked = ["noindex"] if settings.robots == "noindex" else []
    asked += ["noai", "noimageai"] if settings.ai == "deny" else []
    return ", ".join(asked)


def robots_txt(robots: str, base_url: str | None) -> str:
    """robots.txt (RFC 9309). With noindex pages may still be fetched: only there can it be read that they ask it."""
    top = quote(urlsplit(base_url).path) if base_url else "/"
    rules = [f"Disallow: {top}*.{suffix}$" for suffix in MUTE] if "noindex" in robots else ["Disallow:"]
    groups = [["User-agent: *", *rules]]
    if "noai" in robots:
        groups.append([*(f"User-agent: {name}" for name in TRAINERS), f"Disallow: {top}"])
    if base_url and "noindex" not in robots:
        groups.append([f"Sitemap: {base_url}sitemap.xml"])
    return "\n\n".join("\n".join(group) for group in groups) + "\n"
