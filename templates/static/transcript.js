// The transcript: its words follow the voice, a sentence plays from where it was said, words in it are found, and a
// quote is copied with who said it and where. All of it is there, with its links, without this script too.
(() => {
  "use strict";

  const box = document.querySelector("[data-passages]");
  if (!box || !window.film) return;
  const { player, go } = window.film;
  const sentences = [...box.querySelectorAll(".sentence")];
  const starts = sentences.map((a) => Number(a.dataset.start));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const wanted = document.querySelector("[data-follow]");
  const said = document.querySelector("[data-said]");
  let current = null;

  // --- following the voice ----------------------------------------------------

  function sentenceAt(time) {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time + 0.05) low = middle + 1; else high = middle;
    }
    const found = sentences[low - 1];
    return found && time < Number(found.dataset.end) + 1 ? found : null;
  }

  const scrolls = () => box.scrollHeight > box.clientHeight + 1;

  function inView(a) {
    const own = a.getBoundingClientRect();
    const frame = scrolls() ? box.getBoundingClientRect() : { top: 0, bottom: window.innerHeight };
    return own.bottom > frame.top && own.top < frame.bottom;
  }

  function bringIntoView(a) {
    const behavior = still.matches ? "auto" : "smooth";
    if (scrolls()) {
      const top = a.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      box.scrollTo({ top: top - box.clientHeight / 3, behavior });
    } else {
      a.scrollIntoView({ block: "nearest", behavior });
    }
  }

  function follow() {
    const now = sentenceAt(player.currentTime);
    if (now === current) return;
    // whoever has scrolled away to read elsewhere is left in peace
    const reading = !current || inView(current);
    if (current) current.removeAttribute("aria-current");
    current = now || current;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    if (wanted.checked && reading && (!player.paused || scrolls())) bringIntoView(now);
  }

  player.addEventListener("timeupdate", follow);
  player.addEventListener("seeked", follow);
  player.addEventListener("led", (event) => {
    const there = sentenceAt(event.detail);
    if (there) bringIntoView(there);
  });

  // --- by mouse and keyboard ----------------------------------------------------

  for (const a of sentences) {
    a.draggable = false;
    a.tabIndex = -1;
  }
  if (sentences.length) sentences[0].tabIndex = 0;

  function makeReachable(a) {
    for (const other of box.querySelectorAll('.sentence[tabindex="0"]')) other.tabIndex = -1;
    a.tabIndex = 0;
  }

  box.addEventListener("click", (event) => {
    const a = event.target.closest(".sentence");
    if (!a || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (String(window.getSelection()).trim()) return; // a quote is being marked, not played
    history.replaceState(null, "", a.hash);
    go(Number(a.dataset.start), null, true);
  });

  box.addEventListener("focusin", (event) => {
    if (event.target.matches(".sentence")) makeReachable(event.target);
  });

  box.addEventListener("keydown", (event) => {
    const at = sentences.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: sentences.length - 1 }[event.key];
    if (to === undefined || !sentences[to]) return;
    event.preventDefault();
    sentences[to].focus();
  });

  // --- finding words in it ------------------------------------------------------

  const finder = document.querySelector("[data-find]"), field = finder.querySelector("input");
  const count = finder.querySelector("[data-found]");
  const before = finder.querySelector("[data-before]"), after = finder.querySelector("[data-after]");
  const texts = sentences.map((a) => a.textContent);
  let marks = [], at = -1, waiting = 0;

  // letters without accents and case, each with its place in the text
  function folded(text) {
    const letters = [], places = [];
    let place = 0;
    for (const letter of text) {
      for (const plain of letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘ʼ]/g, "'")) {
        letters.push(plain);
        places.push(place);
      }
      place += letter.length;
    }
    places.push(place);
    return { letters: letters.join(""), places };
  }

  // as the sentences are read: a letter that takes two units of a script's text counts as two here too
  const searched = texts.map((text) => {
    const { letters, places } = folded(text);
    const units = [];
    let n = 0;
    for (const letter of letters) {
      for (let i = 0; i < letter.length; i += 1) units.push(places[n]);
      n += 1;
    }
    units.push(places[places.length - 1]);
    return { letters, units };
  });

  function show(n, text, spans) {
    const parts = [];
    let from = 0;
    for (const [start, end] of spans) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      marks.push({ mark, sentence: sentences[n] });
      parts.push(text.slice(from, start), mark);
      from = end;
    }
    sentences[n].replaceChildren(...parts, text.slice(from));
  }

  function find() {
    const query = folded(field.value.trim().replace(/\s+/g, " ")).letters;
    marks = [];
    at = -1;
    sentences.forEach((a, n) => {
      const spans = [];
      if (query) {
        const { letters, units } = searched[n];
        for (let i = letters.indexOf(query); i >= 0; i = letters.indexOf(query, i + query.length)) {
          spans.push([units[i], units[i + query.length]]);
        }
      }
      if (spans.length || a.querySelector("mark")) show(n, texts[n], spans);
    });
    before.disabled = after.disabled = !marks.length;
    if (marks.length) step(1); else count.textContent = query ? say("Nothing found") : "";
  }

  function step(by) {
    if (!marks.length) return;
    if (marks[at]) marks[at].mark.classList.remove("here");
    at = (at + by + marks.length) % marks.length;
    marks[at].mark.classList.add("here");
    makeReachable(marks[at].sentence);
    bringIntoView(marks[at].sentence);
    count.textContent = say("{n} of {total}", { n: at + 1, total: marks.length });
  }

  finder.hidden = false;
  finder.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      find();
    }
  });
  before.addEventListener("click", () => step(-1));
  after.addEventListener("click", () => step(1));

  // --- quoting --------------------------------------------------------------

  function marked() {
    const selection = window.getSelection();
    const text = String(selection).trim();
    if (text && box.contains(selection.anchorNode) && selection.rangeCount) {
      const range = selection.getRangeAt(0);
      const inside = sentences.filter((a) => range.intersectsNode(a));
      const spoken = inside.map((a) => a.textContent).join(" ");
      // what lies between sentences, a time or a name, is nobody's words
      const whole = inside.length > 1 && inside[0].closest(".passage") !== inside[inside.length - 1].closest(".passage");
      if (inside.length) return { text: whole ? spoken : text.replace(/\s+/g, " "), first: inside[0], last: inside[inside.length - 1] };
    }
    const focused = document.activeElement && document.activeElement.closest(".sentence");
    const one = focused || current || box.querySelector('.sentence[tabindex="0"]') || sentences[0];
    return { text: one.textContent.trim(), first: one, last: one };
  }

  function whoSaid(a) {
    const speakers = [...document.querySelectorAll(".speakers li")];
    let passage = a.closest(".passage");
    while (passage) {
      const voice = passage.querySelector(".voice b");
      if (voice) {
        const name = voice.textContent.trim();
        const known = speakers.find((li) => li.dataset.name === name || li.dataset.name.endsWith(` ${name}`));
        return known ? known.textContent.trim() : name;
      }
      passage = passage.previousElementSibling;
    }
    return speakers.length === 1 ? speakers[0].textContent.trim() : "";
  }

  document.querySelector("[data-copy]").addEventListener("click", async () => {
    const quote = marked(), who = whoSaid(quote.first);
    const title = document.querySelector("h1").textContent.trim();
    const link = `${window.share.page()}#t=${quote.first.dataset.start},${quote.last.dataset.end}`;
    const done = await window.share.copy(`“${quote.text}”\n${who ? `${who}\n` : ""}${title}\n${link}\n`);
    said.textContent = done ? say("Quote copied, with who said it and a link to the second.") : say("Your browser did not let this page copy.");
  });
  document.querySelector("[data-print]").addEventListener("click", () => window.print());
  document.querySelector("[data-tools]").hidden = false;
})();
