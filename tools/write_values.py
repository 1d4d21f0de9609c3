"""Write docs/template-values.md from the page values and the templates. Run it after changing either."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from mediakit.gallery import head, pages, pages_beside, playing
from mediakit.gallery.address import address
from mediakit.gallery.render import TEMPLATES, relative_link
from mediakit.gallery.wording import ENGLISH, filters
from mediakit.media.strings import Strings
from mediakit.media.templates import packaged_templates

TARGET = Path(__file__).resolve().parents[1] / "docs" / "template-values.md"

FUNCTIONS = {
    "to(path)": relative_link,
    "address(path)": address,
    "t(text, …)": Strings.say,
    "tn(one, many, n, …)": Strings.count,
}

OPENING = """\
# What templates are given

Every template of the gallery with its blocks and the values it is given, written by `tools/write_values.py` from the
program itself; a test compares them. [Themes](themes.md) says how to use them.
"""


def blocks(name: str) -> list[str]:
    """The blocks of a template, in their order."""
    text = (packaged_templates() / name).read_text("utf-8")
    return re.findall(r"\{%-? block (\w+)", text)


def _value(kind: type) -> Iterator[str]:
    yield f"### {kind.__name__}\n"
    yield inspect.cleandoc(kind.__doc__ or "") + "\n"
    yield "| field | is |\n|---|---|"
    for field in dataclasses.fields(kind):
        yield f"| `{field.name}` | `{str(field.type).replace('pages.', '').replace('|', chr(92) + '|')}` |"
    own = [name for name, member in vars(kind).items() if isinstance(member, property)]
    yield from (f"| `{name}` | {_first(getattr(kind, name).__doc__)} |" for name in own)
    yield from (
        f"| `{name}({', '.join(list(inspect.signature(member).parameters)[1:])})` | {_first(member.__doc__)} |"
        for name, member in vars(kind).items()
        if inspect.isfunction(member) and not name.startswith("_")
    )
    yield ""


def _first(text: str | None) -> str:
    return (text or "").strip().split("\n")[0] or "see above"


def page() -> str:
    """The whole page."""
    lines = [OPENING, "## Everywhere\n", "| name | is |\n|---|---|"]
    lines += ["| `site` | what every page says of the site: [Site](#site) |"]
    lines += ["| `page` | the values of the page itself: see the table below |"]
    lines += ["| `head` | what the page says of itself to others: [Head](#head) |"]
    lines += [f"| `{name}` | {_first(told.__doc__)} |" for name, told in FUNCTIONS.items()]
    lines += ["\nBehind a bar, as in `{{ page.day|day }}`:\n", "| filter | gives |\n|---|---|"]
    for name, told in filters(ENGLISH).items():
        lines.append(f"| `{name}` | {_first(getattr(told, 'func', told).__doc__)} |")
    lines += ["\n## Templates\n", "| template | blocks | `page` is |\n|---|---|---|"]
    lines.append(f"| `base.html.j2`, of which the others are made | {_named(blocks('base.html.j2'))} | any of these |")
    for kind, name in TEMPLATES.items():
        lines.append(f"| `{name}` | {_named(blocks(name))} | [{kind.__name__}](#{kind.__name__.lower()}) |")
    lines.append("\n## Values\n")
    for kind in _values():
        lines += _value(kind)
    return "\n".join(lines)


def _named(found: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(found)) or "none"


def _values() -> list[type]:
    """Every class of page values, in the order in which they are written; the head last."""
    rooms = (pages, playing, pages_beside)
    known = [
        v
        for m in rooms
        for v in vars(m).values()
        if isinstance(v, type) and dataclasses.is_dataclass(v) and v.__module__ == m.__name__
    ]
    return [*known, head.Head, head.Card]  # type: ignore[list-item]


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
    print(f"written: {TARGET}")
