"""Full addresses of what lies in the site, as others should link it."""

from __future__ import annotations

from urllib.parse import quote

from mediakit.gallery.pages import Site


def address(site: Site, path: str) -> str:
    """The full address of a page, as others should link it: without index.html. Needs a base_url.

    >>> address(Site("Gallery", base_url="https://example.org/"), "videos/a b/index.html")
    'https://example.org/videos/a%20b/'
    """
    plain, mark, fragment = path.partition("#")
    plain = plain.removesuffix("index.html") if plain == "index.html" or plain.endswith("/index.html") else plain
    return f"{site.base_url or ''}{quote(plain)}{mark}{quote(fragment, safe='=,')}"
