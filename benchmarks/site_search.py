"""What a search on the built site costs a reader among 1,000 hours of talk, and the builder of the site.

    .venv/bin/python benchmarks/site_search.py [--talks 1000] [--keep FOLDER] [--each 8] [--pagefind PROGRAM]

Makes a site from a seed (the words of benchmarks/search.py: 600 sentences an hour, spread like speech), then opens its
search in Chromium (needs the extra [e2e]) with an empty cache for each query. Printed for each kind of query: bytes of
all files under search/ that it fetched, p50 and most, as they lie on the disk, nothing compressed; milliseconds in the
page from the query to its first result, over a loopback web server (p50, most); and how many found what they should.
Wanted: under 300 kB, and under 150 ms where the parts are there already (`again`). Before that: files, size, processor
seconds and memory of making the index from nothing, with nothing changed, and with one caption changed. --pagefind
PROGRAM puts Pagefind beside it: an HTML page for each hour, a heading for each minute. --misses names what was missed.
"""

from __future__ import annotations

import argparse
import functools
import html
import http.server
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from search import COMMON, Corpus

from mediakit.gallery.pages import SearchPage, Site
from mediakit.gallery.render import Renderer
from mediakit.gallery.search_index import Entry, Said
from mediakit.gallery.search_kept import Made, as_found, refreshed
from mediakit.media.templates import packaged_templates, static_files

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
SECONDS_A_SENTENCE, SENTENCES = 6, 600


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the page that has to be among the hits, if it was taken from one."""

    text: str
    page: str | None = None
    second: int | None = None


def corpus_entries(corpus: Corpus, talks: int) -> list[Entry]:
    """So many hours of talk, each with two people, in ten events and five years."""
    entries = []
    for n in range(talks):
        people = tuple(f"Ada {corpus.names[(n * k) % 400]}" for k in (1, 7))
        said = tuple(
            Said(1000 * SECONDS_A_SENTENCE * i, text, people[i // 20 % 2])
            for i, text in enumerate(corpus.sentences(SENTENCES))
        )
        title, caption = (" ".join(corpus.sentences(1)[0].split()[:6]) for _ in range(2))
        path = f"videos/talk-{n:04}/index.html"
        entries.append(
            Entry(path, "Film", title, "; ".join(people), f"Event {n % 10}", caption, said, f"event-{n % 10}",
                  people, str(2022 + n % 5))
        )  # fmt: skip
    return entries


# --- making the index -----------------------------------------------------------------------------


def make(entries: list[Entry], folder: Path, before: dict[str, str], what: str) -> dict[str, str]:
    """Bring the index about in folder/site; print what it took. Returns path → key."""
    began = time.process_time()
    made = list(refreshed(map(as_found, entries), "1", folder / "kept", lambda path, key: before.get(path) == key))
    stale = [one for one in made if before.get(one.path) != one.key]
    for one in stale:
        _write(folder / "site", one)
    spent = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<24}{spent:8.2f} s{len(stale):8} of {len(made)} files written; at most {most:.0f} MB of memory so far"
    )
    return {one.path: one.key for one in made}


def _write(site: Path, one: Made) -> None:
    file = site / one.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(one.text(), "utf-8")


def make_all(entries: list[Entry], folder: Path) -> None:
    """The index from nothing, with nothing changed, with one caption changed; and the page that asks it."""
    known = make(entries, folder, {}, "from nothing")
    known = make(entries, folder, known, "nothing changed")
    changed = [*entries]
    changed[3] = replace(entries[3], text="Another caption for this film")
    known = make(changed, folder, known, "one caption changed")
    make(entries, folder, known, "and back")
    site = folder / "site"
    (site / "static").mkdir(exist_ok=True)
    for path, source in static_files([packaged_templates()]).items():
        shutil.copyfile(source, site / path)
    page = Renderer([packaged_templates()], "en-GB").text(Site("Network", "en-GB"), SearchPage())
    (site / "search" / "index.html").write_text(page, "utf-8")


def print_sizes(site: Path) -> None:
    """Files and size of each part of the index."""
    total = 0
    for part in ("words", "found", "texts", "pages", "near", "filters"):
        sizes = [file.stat().st_size for file in (site / "search" / part).glob("*.js")]
        total += sum(sizes)
        print(f"  {part:<10}{len(sizes):7} files {sum(sizes) / 1e6:8.1f} MB, largest {max(sizes) / 1e3:.0f} kB")
    print(f"  together {total / 1e6:.0f} MB")


# --- asking ---------------------------------------------------------------------------------------


def questions(corpus: Corpus, entries: list[Entry], each: int) -> dict[str, list[Asked]]:
    """Queries of every kind, from the seed."""
    pick = random.Random(11)
    lasting = corpus.words[len(COMMON) :]
    usual, rare = lasting[:2_000], lasting[8_000:]

    def anywhere(least: int) -> tuple[str, int, list[str]]:
        entry = pick.choice(entries)
        while True:
            at = pick.randrange(len(entry.said))
            words = entry.said[at].text.strip(".").lower().split()
            if len(words) >= least:
                return entry.path, at * SECONDS_A_SENTENCE, words

    def run(length: int, quoted: bool) -> Asked:
        path, second, words = anywhere(length + 1)
        first = pick.randrange(1, len(words) - length + 1)
        text = " ".join(words[first : first + length])
        return Asked(f'"{text}"' if quoted else text, path, second)

    def wrong(name: str) -> Asked:
        at = pick.randrange(1, len(name) - 1)
        other = (
            pick.choice([v for v in "aeiou" if v != name[at]]) if name[at] in "aeiou" else pick.choice("bdfgklmnprst")
        )
        return Asked(name[:at] + other + name[at + 1 :], f"near:{name}")

    def many(one: Callable[[], Asked]) -> list[Asked]:
        return [one() for _ in range(each)]

    return {
        "rare word": many(lambda: Asked(pick.choice(rare))),
        "usual word": many(lambda: Asked(pick.choice(usual))),
        "common word": [Asked(word) for word in COMMON[25 : 25 + each]],
        "stop word": [Asked(word) for word in COMMON[:each]],
        "stop words": many(lambda: Asked(" ".join(pick.sample(COMMON[:20], 3)))),
        "two words": many(lambda: Asked(f"{pick.choice(usual)} {pick.choice(usual)}")),
        "six words of a sentence": many(lambda: run(6, quoted=False)),
        "phrase of three": many(lambda: run(3, quoted=True)),
        "phrase of five": many(lambda: run(5, quoted=True)),
        "phrase that nobody said": many(lambda: Asked(f'"{pick.choice(usual)} the {pick.choice(usual)}"', "nowhere")),
        "name": many(lambda: Asked(pick.choice(corpus.names))),
        "misspelt name": many(lambda: wrong(pick.choice(corpus.names).lower())),
        "beginning of a word": many(lambda: Asked(pick.choice(usual)[: pick.randint(2, 5)])),
    }


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on this machine alone."""

    daemon_threads = True


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing about requests."""

    def log_message(self, *told: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder over HTTP."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


ASK = """async (text) => {
  const { find, detail } = window.mediakitFind;
  const make = () => new window.mediakitIndex.Index('index.js'.replace('index.js', './'), 'en');
  window.kept = make();
  await window.kept.overview();
  const once = async () => {
    const began = performance.now();
    const found = await find(window.kept, text, {});
    const first = [];
    for (let at = 0; first.length < 10 && at < Math.min(15, found.hits.length); at += 10) {
      const those = found.hits.slice(at, Math.min(at + 10, 15));
      const read = await Promise.all(those.map((hit) => detail(window.kept, found, hit, 2)));
      first.push(...read.filter(Boolean));
    }
    const also = found.also.flatMap((a) => a.words);
    return { took: performance.now() - began, total: found.total, all: found.all, also,
      pages: first.slice(0, 10).map((one) => [one.page.path, one.sentences.map((s) => s.start)]) };
  };
  const first = await once(), again = await once();
  return { ...first, again: again.took };
}"""


def ask(browser: Any, address: str, asked: Asked) -> tuple[dict[str, Any], int]:
    """What the page answers, and the bytes of the index that it fetched for it."""
    context = browser.new_context()
    page = context.new_page()
    fetched: dict[str, int] = {}
    page.on("response", lambda r: fetched.update({r.url: int(r.headers.get("content-length", 0))}))
    page.goto(f"{address}/search/index.html")
    answer: dict[str, Any] = page.evaluate(ASK, asked.text)
    page.wait_for_timeout(20)
    context.close()
    return answer, sum(size for url, size in fetched.items() if "/search/" in url and url.endswith(".js"))


def right(asked: Asked, answer: dict[str, Any]) -> bool | None:
    """Whether the answer holds what it must; None where nothing certain is asked for."""
    if asked.page == "nowhere":
        return not answer["pages"]
    if asked.page and asked.page.startswith("videos/"):
        return any(path == asked.page and asked.second in starts for path, starts in answer["pages"])
    if asked.page:
        return asked.page.removeprefix("near:") in answer["also"]
    return bool(answer["pages"])


def measure(site: Path, kinds: dict[str, list[Asked]], misses: bool) -> None:
    """Ask everything, print a line for each kind."""
    from playwright import sync_api as playwright

    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    print(f"{'':<26}{'kB p50':>8}{'most':>8}{'ms p50':>9}{'most':>8}{'again':>8}{'most':>8}   found")
    with served(site) as address, playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=QUIET)
        for kind, those in kinds.items():
            answers = [(asked, *ask(browser, address, asked)) for asked in those]
            sizes = [size / 1000 for _, _, size in answers]
            took, again = ([answer[name] for _, answer, _ in answers] for name in ("took", "again"))
            good = [right(asked, answer) for asked, answer, _ in answers]
            cells = "".join(
                f"{statistics.median(v):>{w}.0f}{max(v):>8.0f}" for v, w in ((sizes, 8), (took, 9), (again, 8))
            )
            print(f"{kind:<26}{cells}   {sum(map(bool, good))} of {len(good)}", flush=True)
            for asked, answer, _ in answers if misses else ():
                if not right(asked, answer):
                    print(f"    {asked}: {answer['total']} pages, {answer['also']} {answer['pages'][:2]}")
        browser.close()


# --- Pagefind beside it ---------------------------------------------------------------------------


def beside(program: str, entries: list[Entry], folder: Path, kinds: dict[str, list[Asked]]) -> None:
    """The same pages through Pagefind."""
    site = folder / "pagefind-site"
    for entry in entries:
        file = site / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_page(entry))
    (site / "index.html").write_text("<!DOCTYPE html><html lang='en'><title>Search</title>")
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "--site", str(site)], check=True, capture_output=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = [f for f in (site / "pagefind").rglob("*") if f.is_file()]
    size, spent = sum(f.stat().st_size for f in files) / 1e6, ended.ru_utime - began.ru_utime
    print(f"Pagefind: {spent:.1f} s of processor, {len(files)} files, {size:.1f} MB")
    _ask_pagefind(site, kinds)


def _page(entry: Entry) -> str:
    minutes = [
        f'<h2 id="t-{first.start_ms}">{(first.start_ms or 0) // 60_000}</h2>'
        f"<p>{html.escape(' '.join(x.text for x in entry.said[at : at + 10]))}</p>"
        for at, first in enumerate(entry.said)
        if at % 10 == 0
    ]
    told = "".join(f"<p>{html.escape(text)}</p>" for text in (entry.who, entry.text))
    title = html.escape(entry.title)
    return (
        f'<!DOCTYPE html><html lang="en"><title>{title}</title><body><main data-pagefind-body>'
        f"<h1>{title}</h1>{told}{''.join(minutes)}"
    )


PAGEFIND = """async (text) => {
  const pagefind = await import('/pagefind/pagefind.js');
  await pagefind.init();
  const once = async () => {
    const began = performance.now();
    const found = await pagefind.search(text);
    const first = await Promise.all(found.results.slice(0, 10).map((r) => r.data()));
    return { took: performance.now() - began, total: found.results.length,
      pages: first.map((f) => [f.url, (f.sub_results || []).map((s) => s.url)]) };
  };
  const first = await once(), again = await once();
  return { ...first, again: again.took };
}"""


def _ask_pagefind(site: Path, kinds: dict[str, list[Asked]]) -> None:
    from playwright import sync_api as playwright

    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    fetched: list[int] = []

    def _length(response: Any) -> None:
        fetched.append(int(response.headers.get("content-length", 0)))

    with served(site) as address, playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=QUIET)
        for kind, those in kinds.items():
            sizes, took, again, good = [], [], [], []
            for asked in those:
                context = browser.new_context()
                page = context.new_page()
                page.goto(f"{address}/index.html")
                fetched.clear()
                page.on("response", _length)
                answer = page.evaluate(PAGEFIND, asked.text)
                page.wait_for_timeout(20)
                context.close()
                sizes.append(sum(fetched) / 1000)
                took.append(answer["took"])
                again.append(answer["again"])
                good.append(_pagefind_right(asked, answer))
            cells = "".join(
                f"{statistics.median(v):>{w}.0f}{max(v):>8.0f}" for v, w in ((sizes, 8), (took, 9), (again, 8))
            )
            print(f"{kind:<26}{cells}   {sum(good)} of {len(good)}", flush=True)
        browser.close()


def _pagefind_right(asked: Asked, answer: dict[str, Any]) -> bool:
    """The page among the first ten, whatever the minute: it has no seconds."""
    if asked.page == "nowhere":
        return not answer["pages"]
    if asked.page and asked.page.startswith("videos/"):
        return any(asked.page.removesuffix("index.html") in url for url, _ in answer["pages"])
    return bool(answer["pages"])


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=int, default=1_000)
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pagefind")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        corpus = Corpus(7)
        entries = corpus_entries(corpus, options.talks)
        if not (folder / "site" / "search" / "index.html").is_file():
            make_all(entries, folder)
        print_sizes(folder / "site")
        kinds = questions(corpus, entries, options.each)
        measure(folder / "site", kinds, options.misses)
        if options.pagefind:
            beside(options.pagefind, entries, folder, kinds)


if __name__ == "__main__":
    main()
