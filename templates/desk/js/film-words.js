// The words: which one is said now, correcting a sentence in place, drafts that survive a crash, undo and redo.

import { say, send, token } from "./desk.js";

const KEEP_AFTER_MS = 1200;
const KEEP_AT_LEAST_MS = 3000;

export class Words {
  constructor(page, pane, player, askName) {
    Object.assign(this, { page, pane, player, askName });
    this.href = page.dataset.film;
    this.edits = new Map();
    this.dirty = new Set();
    this.accept = new Set();
    this.undone = new Set();
    this.past = [];
    this.future = [];
    this.state = page.querySelector("[data-state]");
    this.saved = this.state ? this.state.textContent : "";
    this.saveButton = page.querySelector("[data-save]");
    this.keeping = page.querySelector("[data-keeping]");
    this.marker = "highlights" in CSS ? new Highlight() : null;
    if (this.marker) CSS.highlights.set("word", this.marker);
    player.onTick((ms) => this.follow(ms));
    addEventListener("beforeunload", () => this.lastWords());
  }

  get unsaved() { return this.edits.size + this.accept.size + this.undone.size; }

  // --- what is there --------------------------------------------------------

  async begin() {
    this.list = this.pane.querySelector("[data-saids]");
    this.rows = [];
    this.now = -1;
    this.asked = null;
    if (!this.list) return;
    this.revision = Number(this.list.dataset.revision);
    this.page.dataset.revision = this.revision;
    const looking = this.pane.querySelector("[data-looking]");
    if (looking) looking.hidden = false;
    const how = this.pane.querySelector("[data-how]");
    if (how) how.textContent = how.dataset.how;
    this.gather();
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("keydown", (event) => this.moved(event));
    this.list.dataset.ready = "yes";
    await Promise.all([this.rest(), this.recall()]);
  }

  gather() {
    this.rows = [...this.list.querySelectorAll(".said")].map((li) => ({
      li,
      number: Number(li.id.slice(1)),
      from: Number(li.dataset.from),
      to: Number(li.dataset.to),
      starts: li.dataset.starts ? li.dataset.starts.split(",").map(Number) : [],
      text: li.querySelector(".text"),
    }));
    this.byNumber = new Map(this.rows.map((row) => [row.number, row]));
    for (const row of this.rows) {
      if (row.text && row.base === undefined) row.base = row.text.textContent;
      const at = row.li.querySelector(".at");
      at.tabIndex = -1;
    }
    if (this.rows[0]) this.rows[0].li.querySelector(".at").tabIndex = 0;
  }

  // everything after the first part, so that a long recording shows at once
  async rest() {
    const { part, parts } = this.list.dataset;
    if (Number(parts) < 2) return;
    const first = Number(part) ? fetch(`${this.href}?view=words&pane=1&part=0`) : null;
    const answer = await fetch(`${this.href}?view=words&pane=rest`).catch(() => null);
    if (!answer || !answer.ok) return;
    const box = document.createElement("ol");
    box.innerHTML = await answer.text();
    if (first) {
      const whole = document.createElement("div");
      whole.innerHTML = await (await first).text();
      this.list.replaceChildren(...whole.querySelectorAll(".said"), ...box.querySelectorAll(".said"));
    } else {
      this.list.append(...box.querySelectorAll(".said"));
    }
    this.list.dataset.part = "0";
    this.list.dataset.parts = "1";
    const pager = this.pane.querySelector("[data-pager]");
    if (pager) pager.remove();
    this.gather();
    for (const number of this.edits.keys()) this.show(this.byNumber.get(number));
  }

  // what was typed before a crash
  async recall() {
    const answer = await fetch(`${this.href}/draft`).catch(() => null);
    if (!answer || !answer.ok) return;
    const kept = await answer.json();
    if (kept.revision !== this.revision) return;
    for (const [number, text] of Object.entries(kept.texts)) {
      if (this.edits.has(Number(number))) continue;
      this.edits.set(Number(number), text);
      this.show(this.byNumber.get(Number(number)));
    }
    const mine = this.pane.querySelector(`[data-mine="${this.revision}"]`);
    if (mine && this.edits.size) {
      mine.querySelector("p").textContent = "Your corrections that were not saved are back where you left them.";
      mine.querySelector("[data-mine-save]").closest("form").remove();
    }
    this.tell();
  }

  // --- which word is said now -----------------------------------------------

  at(ms) {
    let low = 0, high = this.rows.length - 1, found = -1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle].from <= ms) { found = middle; low = middle + 1; } else high = middle - 1;
    }
    return found;
  }

  follow(ms) {
    if (!this.rows || !this.rows.length) return;
    const at = this.at(ms + 30);
    if (at !== this.now) {
      if (this.rows[this.now]) this.rows[this.now].li.classList.remove("now");
      this.now = at;
      const row = this.rows[at];
      if (row) {
        row.li.classList.add("now");
        const wanted = this.page.querySelector("[data-follow]");
        if (this.player.playing && wanted && wanted.checked && !this.open && !this.pane.hidden) {
          this.bring(row.li, true);
        }
      }
    }
    this.point(ms);
  }

  // where the words have a box of their own, that alone is scrolled, and the page stays
  bring(li, gently = false) {
    const box = li.closest(".beside");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = gently && !calm ? "smooth" : "auto";
    // in a low window, or at 400 % zoom, the box is as high as what is in it
    if (getComputedStyle(box).overflowY !== "auto" || box.scrollHeight <= box.clientHeight + 1) {
      li.scrollIntoView({ block: "center", behavior });
      return;
    }
    const by = li.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
    box.scrollBy({ top: by, behavior });
  }

  point(ms) {
    if (!this.marker) return;
    this.marker.clear();
    const row = this.rows[this.now];
    if (!row || !row.text || !row.text.isConnected || this.edits.has(row.number)) return;
    const word = row.starts.findLastIndex((start) => row.from + start <= ms + 30);
    const range = word >= 0 && this.rangeOf(row, word);
    if (range) this.marker.add(range);
  }

  rangeOf(row, word) {
    const found = [...row.text.textContent.matchAll(/\S+/g)];
    if (found.length !== row.starts.length || !found[word]) return null;
    const range = document.createRange();
    const from = found[word].index, to = from + found[word][0].length;
    let at = 0, begun = false;
    const walker = document.createTreeWalker(row.text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const end = at + node.length;
      if (!begun && from < end) { range.setStart(node, from - at); begun = true; }
      if (begun && to <= end) { range.setEnd(node, to - at); return range; }
      at = end;
    }
    return null;
  }

  stepWord(by) {
    const row = this.rows[Math.max(0, this.at(this.player.ms + 30))];
    if (!row) return;
    const here = row.starts.findLastIndex((start) => row.from + start <= this.player.ms + 30);
    const to = here + by;
    if (row.starts[to] !== undefined) return this.player.seek(row.from + row.starts[to]);
    const next = this.rows[this.rows.indexOf(row) + by];
    if (next) this.player.seek(next.from + (by < 0 ? next.starts.at(-1) || 0 : 0));
  }

  stepSentence(by) {
    const here = Math.max(0, this.at(this.player.ms + 30));
    const back = by < 0 && this.rows[here] && this.player.ms - this.rows[here].from > 1500;
    const row = this.rows[back ? here : Math.min(this.rows.length - 1, Math.max(0, here + by))];
    if (!row) return;
    this.player.seek(row.from);
    this.bring(row.li);
  }

  // --- correcting a sentence ------------------------------------------------

  clicked(event) {
    const li = event.target.closest(".said");
    if (!li || event.metaKey || event.ctrlKey || event.target.closest("textarea, .voice a, button")) return;
    const row = this.byNumber.get(Number(li.id.slice(1)));
    if (!row || !row.text) return;
    if (event.target.closest(".at")) { event.preventDefault(); this.player.seek(row.from); return this.edit(row); }
    if (!event.target.closest(".text") || String(getSelection()).trim()) return;
    const offset = this.offsetOf(row.text, event);
    const word = (row.text.textContent.slice(0, offset).match(/\S+\s/g) || []).length;
    this.player.seek(row.from + (row.starts[word] || 0));
    this.edit(row, offset);
  }

  offsetOf(text, event) {
    const place = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY)
      : document.caretRangeFromPoint && document.caretRangeFromPoint(event.clientX, event.clientY);
    if (!place) return text.textContent.length;
    const node = place.offsetNode || place.startContainer;
    const range = document.createRange();
    range.setStart(text, 0);
    try { range.setEnd(node, place.offset ?? place.startOffset); } catch { return text.textContent.length; }
    return range.toString().length;
  }

  moved(event) {
    if (!event.target.matches(".at") || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const row = this.byNumber.get(Number(event.target.closest(".said").id.slice(1)));
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") return this.edit(row);
    const next = this.rows[this.rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { next.li.querySelector(".at").tabIndex = 0; next.li.querySelector(".at").focus(); this.player.seek(next.from); }
  }

  textOf(row) { return this.edits.has(row.number) ? this.edits.get(row.number) : row.base; }

  async edit(row, offset = null) {
    if (!row || !row.text || row.text.tagName !== "P") return;
    row.li.scrollIntoView({ block: "nearest" });
    if (this.open) this.close();
    if (!(await this.askName())) return;
    const area = document.createElement("textarea");
    area.value = this.textOf(row);
    area.rows = Math.max(2, Math.ceil(area.value.length / 60));
    area.setAttribute("aria-label", `The sentence at ${row.li.querySelector(".at").lastChild.textContent.trim()}`);
    area.spellcheck = true;
    row.text.hidden = true;
    row.text.after(area);
    this.open = { row, area, before: area.value };
    area.focus();
    const caret = offset === null ? area.value.length : Math.min(offset, area.value.length);
    area.setSelectionRange(caret, caret);
    area.addEventListener("input", () => this.typed(row, area.value));
    area.addEventListener("blur", () => { if (this.open && this.open.area === area) this.close(); });
    area.addEventListener("keydown", (event) => this.keyInside(event, row));
  }

  keyInside(event, row) {
    if (event.isComposing) return;
    if (event.key === "Escape") { event.preventDefault(); this.close(); row.li.querySelector(".at").focus(); }
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.close();
      const next = this.rows[this.rows.indexOf(row) + 1];
      if (next) { this.player.seek(next.from); this.edit(next, 0); }
      else row.li.querySelector(".at").focus();
    }
  }

  typed(row, value) {
    const text = value.replace(/\s+/g, " ");
    if (text.trim() === row.base.trim()) this.edits.delete(row.number);
    else this.edits.set(row.number, text.trim());
    this.dirty.add(row.number);
    this.tell();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.keep(), KEEP_AFTER_MS);
    this.latest ??= setTimeout(() => this.keep(), KEEP_AT_LEAST_MS);
  }

  close() {
    const { row, area, before } = this.open;
    this.open = null;
    row.text.hidden = false;
    area.remove();
    const after = this.textOf(row);
    if (after !== before.trim() && after !== before) { this.past.push([row.number, before, after]); this.future = []; this.tell(); }
    this.show(row);
  }

  show(row) {
    if (!row || !row.text) return;
    row.marked ??= row.text.innerHTML;
    const edited = this.edits.has(row.number);
    row.li.classList.toggle("edited", edited);
    row.li.classList.toggle("gone", edited && !this.edits.get(row.number));
    if (edited) row.text.textContent = this.edits.get(row.number) || "(taken out)";
    else if (row.text.innerHTML !== row.marked) row.text.innerHTML = row.marked;
  }

  // a step back or on among what is not saved yet; false where there is none
  step(from, to, which) {
    const last = from.pop();
    if (!last) return false;
    to.push(last);
    const row = this.byNumber.get(last[0]);
    if (this.open) this.close();
    this.typed(row, last[which]);
    this.show(row);
    this.tell();
    this.bring(row.li);
    return true;
  }

  undo() { return this.step(this.past, this.future, 1); }
  redo() { return this.step(this.future, this.past, 2); }

  // --- drafts and saving ----------------------------------------------------

  tell(text) {
    const some = this.unsaved;
    if (this.saveButton) this.saveButton.hidden = !some;
    if (this.keeping) this.keeping.classList.toggle("unsaved", some > 0);
    // one button to go back: through what was typed as long as there is some, then through what was saved
    for (const [name, steps] of [["undo", this.past], ["redo", this.future]]) {
      const button = this.page.querySelector(`[data-step="${name}"]`);
      const form = this.page.querySelector(`[data-${name}]`);
      if (button) button.hidden = !steps.length;
      if (form) form.hidden = steps.length > 0;
    }
    const what = some === 1 ? "1 change is" : `${some} changes are`;
    const kept = this.keptAt ? `; kept as a draft at ${this.keptAt}` : "";
    const now = text || (some ? `${what} not saved yet${kept}.` : this.saved);
    // said aloud: only what is new
    if (this.state && this.state.textContent !== now) this.state.textContent = now;
  }

  fields(numbers) {
    const fields = new URLSearchParams({ base: this.revision, by: this.page.dataset.by, token });
    for (const number of numbers) {
      if (this.edits.has(number)) fields.append(`text-${number}`, this.edits.get(number));
      else fields.append("drop", number);
    }
    return fields;
  }

  async keep() {
    clearTimeout(this.soon);
    clearTimeout(this.latest);
    this.latest = null;
    if (!this.dirty.size || !this.page.dataset.by) return;
    const sent = [...this.dirty];
    this.dirty.clear();
    const done = await send(`${this.href}/draft`, this.fields(sent));
    if (done.ok) {
      this.keptAt = new Date().toTimeString().slice(0, 5);
      this.tell();
    } else {
      for (const number of sent) this.dirty.add(number);
      this.tell(`Not kept yet: ${done.answer.problem}. What you wrote is still in this page.`);
      this.soon = setTimeout(() => this.keep(), 4000);
    }
  }

  lastWords() {
    if (this.dirty.size && this.page.dataset.by) navigator.sendBeacon(`${this.href}/draft`, this.fields([...this.dirty]));
  }

  // saves everything; true if nothing is left unsaved
  async save() {
    if (this.open) this.close();
    await this.busy;
    if (!this.unsaved) return true;
    if (!(await this.askName())) return false;
    const fields = this.fields([...this.edits.keys()]);
    for (const number of this.accept) fields.append("accept", number);
    for (const number of this.undone) fields.append("undo", number);
    this.tell("Saving …");
    // what is written while a long recording is being saved would belong to a revision that is gone
    this.pane.inert = true;
    const done = await send(`${this.href}/save`, fields);
    this.pane.inert = false;
    if (done.ok) {
      this.forget();
      say(done.answer.said, false, done.answer.command);
      await this.reload();
      return true;
    }
    this.tell();
    if (done.answer.clashes) this.clash(done.answer);
    else say([done.answer.problem, done.answer.hint].filter(Boolean).join(". "), true);
    return false;
  }

  forget() {
    this.edits.clear();
    this.dirty.clear();
    this.accept.clear();
    this.undone.clear();
    this.past = [];
    this.future = [];
    this.keptAt = null;
  }

  reload() {
    this.busy = this.renew();
    return this.busy;
  }

  async renew() {
    const scrolled = [scrollX, scrollY];
    const answer = await fetch(`${this.href}?view=words&pane=1`).catch(() => null);
    if (!answer || !answer.ok) return;
    this.pane.innerHTML = await answer.text();
    await this.begin();
    scrollTo(...scrolled);
    this.player.renew(`${this.href}/captions.vtt?r=${this.revision}`);
    this.tell();
    await this.renewStage();
    this.follow(this.player.ms);
  }

  // undo, redo and "checked" are forms that know the revision: take those of the page as it is now
  async renewStage() {
    const answer = await fetch(`${this.href}?view=about`).catch(() => null);
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[data-standing]", "[data-check]", "[data-keeping] .abreast"]) {
      const [old, now] = [this.page.querySelector(part), fresh.querySelector(part)];
      if (old && now) old.replaceWith(now);
    }
    const state = fresh.querySelector("[data-state]");
    if (state) this.saved = state.textContent;
    if (this.onRenewed) this.onRenewed();
    this.saveButton = this.page.querySelector("[data-save]");
    this.tell();
  }

  clash(answer) {
    const dialog = document.querySelector("[data-clash]");
    dialog.querySelector("[data-clash-told]").textContent = answer.problem;
    const rows = dialog.querySelector("[data-clash-rows]");
    const who = answer.others.join(" and ") || "The other window";
    rows.replaceChildren(...answer.clashes.map((both) => {
      const box = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = both.at;
      box.append(legend);
      for (const [value, name, text] of [["theirs", who, both.theirs], ["mine", "You", both.yours]]) {
        const label = document.createElement("label");
        label.className = "tick";
        const input = document.createElement("input");
        Object.assign(input, { type: "radio", name: `keep-${both.number}`, value, checked: value === "theirs" });
        const words = document.createElement("span");
        const bold = document.createElement("b");
        bold.textContent = name;
        words.append(bold, ` wrote: ${text || "nothing"}`);
        label.append(input, words);
        box.append(label);
      }
      return box;
    }));
    dialog.querySelector("[data-clash-later]").onclick = () => dialog.close();
    dialog.querySelector("[data-clash-form]").onsubmit = async (event) => {
      event.preventDefault();
      const fields = this.fields([...this.edits.keys()]);
      for (const [name, value] of new FormData(event.target)) fields.append(name, value);
      dialog.close();
      const done = await send(`${this.href}/settle`, fields);
      if (done.ok) { this.forget(); await this.reload(); say(done.answer.said); }
      else if (done.answer.clashes) this.clash(done.answer);
      else say(done.answer.problem, true);
    };
    dialog.showModal();
  }

  // --- words to look at -----------------------------------------------------

  look(by) {
    const marks = [...this.list.querySelectorAll("mark.doubt, mark.change")].filter((m) => m.closest(".text") && !m.closest("[hidden]"));
    if (!marks.length) return say("Nothing is left to check.");
    let at = marks.indexOf(this.asked);
    if (at < 0) {
      const here = this.rows[Math.max(0, this.now)];
      at = marks.findIndex((m) => here && this.rows.indexOf(this.byNumber.get(Number(m.closest(".said").id.slice(1)))) >= this.rows.indexOf(here));
      at = by > 0 ? (at < 0 ? 0 : at) : at - 1;
    } else at += by;
    this.ask(marks[(at + marks.length) % marks.length]);
  }

  ask(mark) {
    if (this.asked) this.asked.classList.remove("asked");
    this.asked = mark;
    mark.classList.add("asked");
    const row = this.byNumber.get(Number(mark.closest(".said").id.slice(1)));
    const before = document.createRange();
    before.setStart(row.text, 0);
    before.setEndBefore(mark);
    const word = before.toString().split(/\s+/).filter(Boolean).length;
    // a little before it, so that it can be heard
    this.player.seek(Math.max(0, row.from + (row.starts[word] || 0) - 400));
    const box = this.pane.querySelector("[data-asking]");
    box.hidden = false;
    box.querySelector("[data-asked]").textContent = `“${mark.textContent.trim()}”: ${mark.title}`;
    box.querySelector('[data-do="put-back"]').hidden = !mark.classList.contains("change");
    this.bring(row.li);
  }

  async decide(right) {
    if (!this.asked || (!right && !this.asked.classList.contains("change"))) return;
    if (!(await this.askName())) return;
    const number = Number(this.asked.dataset.number);
    (right ? this.accept : this.undone).add(number);
    (right ? this.undone : this.accept).delete(number);
    this.asked.classList.remove("doubt", "change", "asked");
    this.asked.classList.add(right ? "right" : "back");
    const row = this.byNumber.get(Number(this.asked.closest(".said").id.slice(1)));
    row.marked = row.text.innerHTML;
    this.tell();
    const next = this.asked;
    this.asked = null;
    this.pane.querySelector("[data-asking]").hidden = true;
    const left = [...this.list.querySelectorAll("mark.doubt, mark.change")];
    const after = left.find((m) => next.compareDocumentPosition(m) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (after) this.ask(after);
    else say(left.length ? "That was the last one; there are others further up." : "Nothing is left to check. Save to keep it.");
  }

  // the stretch of the words that are marked with the mouse, in seconds
  marked() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !this.list.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    const inside = this.rows.filter((row) => row.text && range.intersectsNode(row.text));
    if (!inside.length) return null;
    const words = (row) => row.starts.map((start, n) => [row.from + start, row.from + (row.starts[n + 1] ?? row.to - row.from), this.rangeOf(row, n)]);
    const hit = inside.flatMap(words).filter(([, , r]) => r && range.compareBoundaryPoints(Range.END_TO_START, r) < 0 && range.compareBoundaryPoints(Range.START_TO_END, r) > 0);
    return hit.length ? [hit[0][0] / 1000, hit.at(-1)[1] / 1000] : null;
  }
}
