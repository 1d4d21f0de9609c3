// Search over every sentence of every film, titles, captions and people. The index is plain script files, so that it
// works from a disk as from a web server; only the parts a query needs are loaded.
(() => {
  "use strict";

  const form = document.querySelector("[data-search]");
  if (!form) return;
  const input = form.querySelector("input");
  const results = document.querySelector("[data-results]");
  const count = document.querySelector("[data-count]");
  const more = document.querySelector("[data-more]");
  const folder = form.dataset.index.replace(/index\.js$/, "");
  const root = form.dataset.home.replace(/index\.html$/, "");
  const PAGE = 10, CANDIDATES = 80, SENTENCES = 4;

  // --- words, exactly as the index folds them -------------------------------

  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
  const WORD = new RegExp(`[${CJK}]|(?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
  const LETTERS = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ς": "σ" };

  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđßæœðþıħŋς]/g, (c) => LETTERS[c]);
  }
  const wordsOf = (text) => fold(text).match(WORD) || [];

  function parse(query) {
    const phrases = [];
    const rest = query.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_, inside) => {
      const words = wordsOf(inside);
      if (words.length) phrases.push(words);
      return " ";
    });
    const free = wordsOf(rest);
    const words = [...new Set([...free, ...phrases.flat()])].slice(0, 12);
    const typing = free.length && !/\s$/.test(query) ? free[free.length - 1] : null;
    return { words, phrases, typing, whole: wordsOf(query) };
  }

  // --- loading parts of the index -------------------------------------------

  const parts = new Map();
  const waiting = new Map();
  window.mediakitSearch = (name, data) => { const ready = waiting.get(name); if (ready) ready(data); };

  function part(name) {
    if (!parts.has(name)) {
      parts.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.src = `${folder}${name}.js`;
        script.onerror = () => { parts.delete(name); resolve(null); };
        document.head.append(script);
      }));
    }
    return parts.get(name);
  }

  const fileOf = (prefix) => (/^[a-z0-9]+$/.test(prefix) ? prefix : `_${[...prefix].map((c) => c.codePointAt(0).toString(16)).join("-")}`);

  async function partsFor(word, alsoLonger) {
    const index = await part("index");
    if (!index) return [];
    let own = null;
    const names = [];
    for (const prefix of index.parts) {
      if (word.startsWith(prefix) && (own === null || prefix.length > own.length)) own = prefix;
      if (alsoLonger && prefix.startsWith(word) && prefix !== word) names.push(prefix);
    }
    if (own !== null) names.unshift(own);
    return Promise.all(names.slice(0, 16).map((prefix) => part(`words/${fileOf(prefix)}`)));
  }

  // --- finding --------------------------------------------------------------

  async function candidates(query) {
    const found = new Map();
    await Promise.all(query.words.map(async (word, number) => {
      const open = word === query.typing || word.length > 3;
      for (const data of await partsFor(word, open)) {
        if (!data) continue;
        for (const [term, postings] of Object.entries(data.words)) {
          if (term !== word && !(open && term.startsWith(word))) continue;
          const weight = term === word ? 1 : 0.6;
          for (const [doc, ...units] of postings) {
            const entry = data.pages[doc];
            if (!found.has(entry)) found.set(entry, { entry, words: new Map(), units: new Map() });
            const hit = found.get(entry);
            hit.words.set(number, Math.max(weight, hit.words.get(number) || 0));
            for (const unit of units) {
              if (!hit.units.has(unit)) hit.units.set(unit, new Map());
              const there = hit.units.get(unit);
              there.set(number, Math.max(weight, there.get(number) || 0));
            }
          }
        }
      }
    }));
    const sum = (map) => [...map.values()].reduce((a, b) => a + b, 0);
    const hits = [...found.values()];
    const most = hits.reduce((n, hit) => Math.max(n, hit.words.size), 0);
    const kept = hits.filter((hit) => hit.words.size === most);
    for (const hit of kept) {
      let best = 0;
      for (const [unit, words] of hit.units) best = Math.max(best, sum(words) * (unit === 0 ? 1.6 : unit === 1 ? 1.5 : 1));
      hit.score = 4 * sum(hit.words) + 6 * best + Math.log2(1 + hit.units.size);
    }
    kept.sort((a, b) => b.score - a.score || (a.entry < b.entry ? -1 : 1));
    return { hits: kept.slice(0, CANDIDATES), all: most === query.words.length, total: kept.length };
  }

  const holds = (text, phrase) => ` ${wordsOf(text).join(" ")} `.includes(` ${phrase.join(" ")} `);

  async function find(query) {
    const { hits, all, total } = await candidates(query);
    const read = await Promise.all(hits.map(async (hit) => {
      const [file, key] = hit.entry.split(" ");
      const data = await part(`texts/${file}`);
      return data && data[key] ? { ...hit, page: data[key] } : null;
    }));
    const kept = [];
    for (const hit of read) {
      if (!hit) continue;
      const texts = [hit.page.title, hit.page.who, hit.page.text, ...hit.page.said.map((s) => s[1])];
      if (!query.phrases.every((phrase) => texts.some((text) => holds(text, phrase)))) continue;
      hit.sentences = [];
      for (const [unit, words] of hit.units) {
        if (unit < 3 || !hit.page.said[unit - 3]) continue;
        const [start, text] = hit.page.said[unit - 3];
        const whole = query.whole.length > 1 && holds(text, query.whole);
        hit.sentences.push({ start, text, score: [...words.values()].reduce((a, b) => a + b, 0) + (whole ? 10 : 0) });
      }
      if (query.whole.length > 1 && texts.some((text) => holds(text, query.whole))) hit.score += 30;
      hit.sentences.sort((a, b) => b.score - a.score || a.start - b.start);
      const least = hit.sentences.length && hit.sentences[0].score >= 10 ? 10 : 0;
      hit.sentences = hit.sentences.filter((s) => s.score >= least).slice(0, SENTENCES).sort((a, b) => a.start - b.start);
      kept.push(hit);
    }
    kept.sort((a, b) => b.score - a.score);
    return { hits: kept, all, total: query.phrases.length ? kept.length : Math.max(total, kept.length) };
  }

  // --- showing --------------------------------------------------------------

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function highlighted(text, query) {
    const out = document.createDocumentFragment();
    let from = 0;
    for (const match of text.matchAll(WORD)) {
      const own = wordsOf(match[0]).join("");
      if (!query.words.some((word) => own === word || ((word === query.typing || word.length > 3) && own.startsWith(word)))) continue;
      out.append(text.slice(from, match.index), make("mark", { textContent: match[0] }));
      from = match.index + match[0].length;
    }
    out.append(text.slice(from));
    return out;
  }

  function clock(seconds) {
    const s = Math.floor(seconds), two = (n) => String(n).padStart(2, "0");
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
  }

  function item(hit, query) {
    const { page } = hit;
    const link = make("a", { href: root + page.path }, highlighted(page.title, query));
    const li = make("li", {}, make("h2", { className: "title" }, link));
    const line = [page.kind, page.who, page.event].filter(Boolean);
    const about = make("p", { className: "where" });
    line.forEach((text, i) => about.append(i ? " · " : "", highlighted(text, query)));
    li.append(about);
    const written = hit.units.get(2);
    if (page.text && written && 2 * written.size >= query.words.length) li.append(make("p", {}, highlighted(page.text, query)));
    if (hit.sentences.length) {
      const list = make("ul", { className: "found" });
      for (const { start, text } of hit.sentences) {
        const at = start === null ? page.path : `${page.path}#t=${start}`;
        const time = make("span", { className: "at", textContent: start === null ? "" : clock(start) });
        list.append(make("li", {}, make("a", { href: root + at }, time, make("span", { className: "words" }, highlighted(text, query)))));
      }
      li.append(list);
    }
    return li;
  }

  let latest = 0;
  let showing = null;

  function show(from) {
    const { found, query } = showing;
    for (const hit of found.hits.slice(from, from + PAGE)) results.append(item(hit, query));
    more.hidden = results.children.length >= found.hits.length;
  }

  async function search() {
    const turn = ++latest;
    const text = input.value;
    const query = parse(text);
    history.replaceState(null, "", text.trim() ? `?q=${encodeURIComponent(text)}` : location.pathname);
    const found = query.words.length ? await find(query) : { hits: [], all: true, total: 0 };
    if (turn !== latest) return;
    results.replaceChildren();
    more.hidden = true;
    if (!query.words.length) {
      count.textContent = "";
      return;
    }
    const n = found.total;
    count.textContent = !found.hits.length ? `Nothing here holds “${text.trim()}”. Try fewer words, or another spelling.`
      : `${n} ${n === 1 ? "page" : "pages"}${found.all ? "" : ", though none holds all of these words"}`;
    showing = { found, query };
    show(0);
  }

  let pause = 0;
  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search(); });
  more.addEventListener("click", () => {
    const from = results.children.length;
    show(from);
    const next = results.children[from];
    if (next) next.querySelector("a").focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (document.activeElement !== input && at < 0) return;
    const to = event.key === "ArrowDown" ? at + 1 : at - 1;
    event.preventDefault();
    if (to < 0) input.focus(); else if (links[to]) links[to].focus();
  });

  input.value = new URLSearchParams(location.search).get("q") || "";
  part("index");
  input.focus();
  if (input.value) search();
})();
