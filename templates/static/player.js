// Player and transcript: the words follow the voice, a sentence plays from where it was said, #t=83.5 leads there.
(() => {
  "use strict";

  const player = document.getElementById("player");
  const box = document.querySelector("[data-passages]");
  const sentences = box ? [...box.querySelectorAll(".sentence")] : [];
  const starts = sentences.map((a) => Number(a.dataset.start));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let current = null;
  let stopAt = null;
  document.documentElement.classList.add("scripted");

  // --- where we are ---------------------------------------------------------

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
    if (stopAt !== null && player.currentTime >= stopAt) {
      player.pause();
      stopAt = null;
    }
    const now = sentenceAt(player.currentTime);
    if (now === current) return;
    // whoever has scrolled away to read elsewhere is left in peace
    const reading = !current || inView(current);
    if (current) current.removeAttribute("aria-current");
    current = now || current;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    const wanted = document.querySelector("[data-follow]");
    if (wanted && wanted.checked && reading && (!player.paused || scrolls())) bringIntoView(now);
  }

  function go(start, end, play) {
    stopAt = end;
    const seek = () => { player.currentTime = start; };
    if (player.readyState > 0) seek(); else player.addEventListener("loadedmetadata", seek, { once: true });
    if (play) {
      const begun = player.play();
      if (begun) begun.catch(() => {}); // browsers may refuse to play before the first click; the place is right
    }
  }

  function fromAddress() {
    const match = /^#t=(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(location.hash.replace(/%2C/i, ","));
    if (!match) return;
    go(Number(match[1]), match[2] ? Number(match[2]) : null, true);
    const there = sentenceAt(Number(match[1]));
    if (there && box) bringIntoView(there);
    player.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  if (!player) return;
  player.addEventListener("timeupdate", follow);
  player.addEventListener("seeked", follow);
  player.addEventListener("seeking", () => { if (stopAt !== null && player.currentTime > stopAt) stopAt = null; });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();

  // --- captions where the browser may not read the captions file (a page opened from a disk) --------------

  const track = player.querySelector("track");

  function cuesFromScript() {
    const source = track && track.dataset.cues;
    if (!source) return;
    delete track.dataset.cues;
    window.mediakitCues = (cues) => {
      const shown = player.addTextTrack("captions", track.label, track.srclang);
      for (const [start, end, text] of cues) shown.addCue(new VTTCue(start, end, text));
      shown.mode = "disabled";
      track.remove();
    };
    const script = document.createElement("script");
    script.src = source;
    document.head.append(script);
  }

  if (track) {
    track.addEventListener("error", cuesFromScript);
    if (location.protocol === "file:") cuesFromScript();
  }

  if (!box) return;

  // --- the transcript by mouse and keyboard ---------------------------------

  for (const a of sentences) {
    a.draggable = false;
    a.tabIndex = -1;
  }
  if (sentences.length) sentences[0].tabIndex = 0;

  box.addEventListener("click", (event) => {
    const a = event.target.closest(".sentence");
    if (!a || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (String(window.getSelection()).trim()) return; // a quote is being marked, not played
    history.replaceState(null, "", a.hash);
    go(Number(a.dataset.start), null, true);
  });

  box.addEventListener("focusin", (event) => {
    if (!event.target.matches(".sentence")) return;
    for (const a of box.querySelectorAll('.sentence[tabindex="0"]')) a.tabIndex = -1;
    event.target.tabIndex = 0;
  });

  box.addEventListener("keydown", (event) => {
    const at = sentences.indexOf(event.target);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: sentences.length - 1 }[event.key];
    if (to === undefined || !sentences[to]) return;
    event.preventDefault();
    sentences[to].focus();
  });

  // --- quoting --------------------------------------------------------------

  const tools = document.querySelector("[data-tools]");
  const said = document.querySelector("[data-said]");

  function marked() {
    const selection = window.getSelection();
    const text = String(selection).trim();
    if (text && box.contains(selection.anchorNode) && selection.rangeCount) {
      const range = selection.getRangeAt(0);
      const inside = sentences.filter((a) => range.intersectsNode(a));
      if (inside.length) return { text: text.replace(/\s+/g, " "), first: inside[0], last: inside[inside.length - 1] };
    }
    const focused = document.activeElement && document.activeElement.closest(".sentence");
    const one = focused || current || box.querySelector('.sentence[tabindex="0"]') || sentences[0];
    return { text: one.textContent.trim(), first: one, last: one };
  }

  function whoSaid(a) {
    let passage = a.closest(".passage");
    while (passage) {
      const voice = passage.querySelector(".voice b");
      if (voice) return voice.textContent.trim();
      passage = passage.previousElementSibling;
    }
    const speakers = document.querySelectorAll(".speakers li");
    return speakers.length === 1 ? speakers[0].textContent.trim() : "";
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  document.querySelector("[data-copy]").addEventListener("click", async () => {
    const quote = marked();
    const canonical = document.querySelector('link[rel="canonical"]');
    const page = canonical ? canonical.href : location.href.split("#")[0];
    const link = `${page}#t=${quote.first.dataset.start},${quote.last.dataset.end}`;
    const speaker = whoSaid(quote.first);
    const known = [...document.querySelectorAll(".speakers li")].find((li) => speaker && li.textContent.trim().startsWith(speaker));
    const who = known ? known.textContent.trim() : speaker;
    const title = document.querySelector("h1").textContent.trim();
    const done = await copy(`“${quote.text}”\n${who ? `${who}. ` : ""}${title}\n${link}\n`);
    said.textContent = done ? "Quote copied, with who said it and a link to the second." : "Your browser did not let this page copy.";
  });
  tools.hidden = false;
})();
