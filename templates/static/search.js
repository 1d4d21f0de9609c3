// The page of the search: what is typed and chosen, what is shown. Finding is in search-find.js.
(() => {
  "use strict";

  const form = document.querySelector("[data-search]");
  if (!form) return;
  const input = form.querySelector("input");
  const choices = [...form.querySelectorAll("select")];
  const results = document.querySelector("[data-results]");
  const count = document.querySelector("[data-count]");
  const more = document.querySelector("[data-more]");
  const root = form.dataset.home.replace(/index\.html$/, "");
  const PAGE = 10, SENTENCES = 2, MORE_SENTENCES = 12, PAUSE_MS = 120;

  const { shown } = window.mediakitWords;
  const { find, detail } = window.mediakitFind;
  const index = new window.mediakitIndex.Index(form.dataset.index.replace(/index\.js$/, ""), document.documentElement.lang);

  // --- words into elements ----------------------------------------------------

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  // which words of a text are marked: those that were found, and phrases where all of them stand in a row
  function marked(tokens, marks) {
    const which = new Set();
    tokens.forEach((token, at) => {
      if (token.forms.some((form) => marks.words.has(form))) which.add(at);
      for (const phrase of marks.phrases) if (phrase.every((word, i) => tokens[at + i] && tokens[at + i].forms.includes(word))) phrase.forEach((_, i) => which.add(at + i));
    });
    return which;
  }

  function highlighted(text, marks) {
    const out = document.createDocumentFragment(), tokens = [...shown(text)], which = marked(tokens, marks);
    let from = 0;
    for (let at = 0; at < tokens.length; at += 1) {
      if (!which.has(at)) continue;
      const first = tokens[at].from;
      while (which.has(at + 1) && /^\s*$/.test(text.slice(tokens[at].to, tokens[at + 1].from))) at += 1;
      out.append(text.slice(from, first), make("mark", { textContent: text.slice(first, tokens[at].to) }));
      from = tokens[at].to;
    }
    out.append(text.slice(from));
    return out;
  }

  function clock(seconds) {
    const s = Math.floor(seconds), two = (n) => String(n).padStart(2, "0");
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
  }

  function sentence(page, { start, text, speaker }, marks) {
    const at = make("span", { className: "at", textContent: start === null ? "" : clock(start) });
    const words = make("span", { className: "words" });
    if (speaker) words.append(make("span", { className: "voice" }, speaker), " ");
    words.append(highlighted(text, marks));
    return make("li", {}, make("a", { href: root + (start === null ? page.path : `${page.path}#t=${start}`) }, at, words));
  }

  function item(hit, told, found) {
    const { page, sentences } = told, { marks } = found;
    const li = make("li", {}, make("h2", { className: "title" }, make("a", { href: root + page.path }, highlighted(page.title, marks))));
    const about = make("p", { className: "where" });
    [kindOf(page.kind), page.who, page.event !== page.title && page.event].filter(Boolean).forEach((text, i) => about.append(i ? " · " : "", highlighted(text, marks)));
    li.append(about);
    if (page.text && (hit.inText || !sentences.length)) {
      const written = make("p", { className: "written" }, highlighted(page.text, marks));
      if (!sentences.length || written.querySelector("mark")) li.append(written);
    }
    if (sentences.length) {
      const list = make("ul", { className: "found" }, ...sentences.map((one) => sentence(page, one, marks)));
      li.append(list);
      if (told.more) li.append(make("p", { className: "further" }, further(hit, found, list)));
    }
    return li;
  }

  const KINDS = { Film: () => say("Film"), Sound: () => say("Sound"), Photo: () => say("Photo"), Person: () => say("Person"), Event: () => say("Event") };
  const kindOf = (kind) => (KINDS[kind] ? KINDS[kind]() : kind);

  function further(hit, found, list) {
    const button = make("button", { type: "button", className: "link", textContent: say("More from here") });
    button.addEventListener("click", async () => {
      const before = new Set([...list.querySelectorAll("a")].map((a) => a.href));
      const told = await detail(index, found, hit, MORE_SENTENCES);
      if (!told) return;
      list.replaceChildren(...told.sentences.map((one) => sentence(told.page, one, found.marks)));
      button.parentElement.remove();
      const next = [...list.querySelectorAll("a")].find((a) => !before.has(a.href)) || list.querySelector("a");
      next.focus();
    });
    return button;
  }

  // --- searching --------------------------------------------------------------

  let latest = 0;
  let showing = null;

  const filters = () => Object.fromEntries(choices.filter((choice) => choice.value).map((choice) => [choice.name, choice.value]));

  function address() {
    const told = new URLSearchParams();
    if (input.value.trim()) told.set("q", input.value);
    for (const [name, value] of Object.entries(filters())) told.set(name, value);
    return told.toString() ? `?${told}` : location.pathname;
  }

  function remember(how) {
    // a browser that forbids it from a disk still finds
    try { if (address() !== location.search) history[how](null, "", address()); } catch { /* the address stays as it is */ }
  }

  // the hits of a page that do hold what was asked; a hit that does not is passed over
  async function next(found, from) {
    const told = [];
    let at = from;
    while (told.length < PAGE && at < found.hits.length && at < from + 1.5 * PAGE) {
      const those = found.hits.slice(at, at + PAGE - told.length);
      at += those.length;
      const read = await Promise.all(those.map((hit) => detail(index, found, hit, SENTENCES)));
      read.forEach((one, i) => { if (one) told.push(item(those[i], one, found)); });
    }
    return { items: told, at };
  }

  function summary(found, text) {
    if (found.broken) return say("The index of this search cannot be read.");
    const n = found.total, also = found.also.map(({ typed, words }) => say("also: {words} (you typed {typed})", { words: words.join(", "), typed })).join("; ");
    const told = !n || !results.children.length ? say("Nothing here holds “{text}”. Try fewer words, or another spelling.", { text: text.trim() })
      : !found.all ? say("No page holds all of these words; of those that hold the most: {n}", { n })
        : n === 1 ? say("1 page") : say("{n} pages", { n });
    return also && n ? `${told} – ${also}` : told;
  }

  async function search() {
    const turn = ++latest, text = input.value, chosen = filters();
    if (!text.trim() && !Object.keys(chosen).length) {
      results.replaceChildren();
      more.hidden = true;
      count.textContent = "";
      return;
    }
    const found = await find(index, text, chosen);
    if (turn !== latest) return;
    const first = await next(found, 0);
    // a slow answer to what was typed before never takes the place of a later one
    if (turn !== latest) return;
    // whoever is among the results already stays at the same one, or goes to the first
    const at = results.contains(document.activeElement) ? document.activeElement.href : null;
    results.replaceChildren(...first.items);
    if (at !== null) {
      const links = [...results.querySelectorAll("a")];
      (links.find((a) => a.href === at) || links[0] || input).focus();
    }
    count.textContent = summary(found, text || choices.map((c) => c.value).filter(Boolean).join(", "));
    showing = { found, at: first.at, turn };
    more.hidden = first.at >= found.hits.length;
    results.dispatchEvent(new CustomEvent("found", { bubbles: true, detail: { text, total: found.total } }));
  }

  more.addEventListener("click", async () => {
    const { found, at, turn } = showing;
    const following = await next(found, at);
    if (turn !== latest) return;
    results.append(...following.items);
    showing.at = following.at;
    more.hidden = following.at >= found.hits.length;
    if (following.items.length) following.items[0].querySelector("a").focus();
  });

  let pause = 0;
  function soon(how, wait) {
    clearTimeout(pause);
    pause = setTimeout(() => { remember(how); search(); }, wait);
  }
  input.addEventListener("input", () => soon("replaceState", PAUSE_MS));
  form.addEventListener("submit", (event) => { event.preventDefault(); soon("pushState", 0); });
  choices.forEach((choice) => choice.addEventListener("change", () => soon("pushState", 0)));

  // --- keyboard ---------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && (at === input || results.contains(at))) {
      event.preventDefault();
      if (at === input) { input.value = ""; soon("replaceState", 0); } else input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const links = [...results.querySelectorAll("a")], place = links.indexOf(at);
      if (at !== input && place < 0) return;
      const to = event.key === "ArrowDown" ? place + 1 : place - 1;
      event.preventDefault();
      if (to < 0) input.focus(); else if (links[to]) links[to].focus();
    }
  });

  // --- from the address, and back to it ---------------------------------------

  function choose() {
    const told = new URLSearchParams(location.search);
    for (const choice of choices) {
      choice.value = told.get(choice.name) || "";
      if (choice.selectedIndex < 0) choice.value = "";
    }
  }

  async function offer() {
    const offered = await index.part("filters");
    for (const choice of choices) {
      const rows = (offered && offered[choice.name]) || [];
      const sorted = choice.name === "year" ? [...rows].reverse() : [...rows].sort((a, b) => a[1].localeCompare(b[1]));
      for (const [value, label, pages] of sorted) choice.append(make("option", { value, textContent: `${choice.name === "kind" ? kindOf(label) : label} (${pages})` }));
      choice.parentElement.hidden = rows.length < 2;
    }
    form.querySelector("[data-filters]").hidden = choices.every((choice) => choice.parentElement.hidden);
  }

  const typed = () => new URLSearchParams(location.search).get("q") || "";
  window.addEventListener("popstate", () => { input.value = typed(); choose(); search(); });
  input.value = typed();
  input.focus();
  index.overview();
  if (choices.some((choice) => new URLSearchParams(location.search).has(choice.name))) offer().then(() => { choose(); search(); });
  else { if (input.value) search(); offer(); }
})();
