// The page of a film: brings player, words and the other views together, and the keys.

import { cameFrom, say, send, typing } from "./desk.js";
import { Player } from "./film-player.js";
import { Words } from "./film-words.js";

const page = document.querySelector("[data-film]");
const href = page.dataset.film;
const wordsPane = page.querySelector("[data-words-pane]");
const otherPane = page.querySelector("[data-pane]");
const player = new Player(page.querySelector(".stage"), Number(page.dataset.fps));
const words = new Words(page, wordsPane, player, askName);
let view = page.dataset.view;

// --- who sits here ----------------------------------------------------------

function askName() {
  if (page.dataset.by) return Promise.resolve(true);
  const dialog = document.querySelector("[data-name-asked]");
  const field = dialog.querySelector("[data-name]");
  const cancel = () => { field.value = ""; };
  dialog.querySelector("[data-nobody]").onclick = () => { cancel(); dialog.close(); };
  dialog.oncancel = cancel;
  dialog.showModal();
  field.focus();
  return new Promise((told) => {
    dialog.addEventListener("close", () => {
      page.dataset.by = field.value.trim();
      told(Boolean(page.dataset.by));
    }, { once: true });
  });
}

// --- views ------------------------------------------------------------------

async function show(link) {
  const address = new URL(link, location.href);
  const wanted = address.searchParams.get("view") || "words";
  if (wanted === "words" && words.list) {
    otherPane.hidden = true;
    wordsPane.hidden = false;
  } else {
    address.searchParams.set("pane", "1");
    const answer = await fetch(address).catch(() => null);
    if (!answer || !answer.ok) return location.assign(link);
    const pane = wanted === "words" ? wordsPane : otherPane;
    pane.innerHTML = await answer.text();
    otherPane.hidden = pane !== otherPane;
    wordsPane.hidden = pane !== wordsPane;
    nameless();
    if (wanted === "words") await words.begin();
    else ready(pane);
    if (pane.parentElement.scrollTop) pane.parentElement.scrollTop = 0;
    found(pane, address.hash);
  }
  view = wanted;
  address.searchParams.delete("pane");
  history.replaceState(null, "", address);
  for (const tab of page.querySelectorAll(".tabs [data-tab]")) {
    if (tab.dataset.tab === wanted) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

// whoever goes by keyboard, or hears the page, is led to what was asked for
function found(pane, fragment = "") {
  if (document.activeElement && document.activeElement !== document.body) return;
  const target = (fragment && pane.querySelector(fragment)) || pane.querySelector("[data-focus]") || pane.querySelector("h2");
  if (!target) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  words.bring(target);
}

// the page asks for the name once, so that no form has to
function nameless() {
  for (const label of page.querySelectorAll("label.by")) label.remove();
}

// beside each field for a position: take the one of the player
function ready(pane) {
  for (const field of pane.querySelectorAll("[data-position]")) {
    if (!player.media) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = field.dataset.position === "poster" ? "The frame I see" : "Here";
    button.addEventListener("click", () => { field.value = player.position(); });
    field.closest("label").after(" ", button);
  }
}

page.addEventListener("click", (event) => {
  const seek = event.target.closest("[data-seek]");
  if (seek) { event.preventDefault(); player.seek(Number(seek.dataset.seek)); return; }
  const tab = event.target.closest("a[data-tab]");
  if (tab && !event.metaKey && !event.ctrlKey && !event.shiftKey) { event.preventDefault(); show(tab.href); return; }
  const step = event.target.closest("[data-step]");
  if (step) return void (step.dataset.step === "undo" ? words.undo() : words.redo());
  const doing = event.target.closest("[data-do]");
  if (doing) act(doing.dataset.do);
  if (event.target.closest("[data-save]")) words.save();
});

page.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  if (form.method === "get") {
    await show(`${form.action}?${new URLSearchParams(new FormData(form, event.submitter))}`);
    return;
  }
  if (form.matches("[data-undo]") && words.undo()) return;
  if (form.matches("[data-redo]") && words.redo()) return;
  const throwing = form.action.endsWith("/discard");
  if (throwing) words.forget();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  if (fields.get("by")) page.dataset.by = fields.get("by");
  if (!(await askName())) return;
  fields.set("by", page.dataset.by);
  const before = words.revision;
  if (!throwing && !(await words.save())) return;
  // what was saved just now made a revision: the form means the one that its own sentence made
  for (const name of ["revision", "current"]) {
    if (before && words.revision !== before && fields.get(name) === String(before)) {
      return say("Your corrections are saved now. Look at it once more, and then repeat this.");
    }
  }
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const done = await send(form.action, fields);
  delete form.dataset.sent;
  if (!done.ok) {
    if (done.answer.clashes) { location.assign(`${href}?view=words`); return; }
    const both = (done.answer.both || []).map((row) => `${row.field}: now “${row.theirs}”, you wrote “${row.yours}”`);
    say([done.answer.problem, ...both, done.answer.hint].filter(Boolean).join(". "), true);
    return;
  }
  say(done.answer.said, false, done.answer.command);
  words.list = null;
  const here = view;
  const steps = form.matches("[data-undo], [data-redo]") ? ["[data-undo] button", "[data-redo] button"] : [];
  const ahead = form.matches("[data-redo]") ? steps.reverse() : steps;
  await words.reload();
  if (here !== "words") await show(done.answer.next);
  // the button that was pressed is gone with its form: the one like it is there instead
  if (document.activeElement !== document.body) return;
  const again = ahead.map((name) => page.querySelector(name)).find(Boolean);
  (again || page.querySelector(".tabs [aria-current]")).focus();
});

// --- keys -------------------------------------------------------------------

function act(what) {
  const acts = {
    play: () => player.toggle(),
    "frame-back": () => player.frame(-1),
    "frame-on": () => player.frame(1),
    "word-back": () => words.stepWord(-1),
    "word-on": () => words.stepWord(1),
    "sentence-back": () => words.stepSentence(-1),
    "sentence-on": () => words.stepSentence(1),
    "doubt-back": () => look(-1),
    "doubt-on": () => look(1),
    right: () => words.decide(true),
    "put-back": () => words.decide(false),
    correct: () => correct(),
    poster: () => choosePoster(),
    "redact-marked": () => redactMarked(),
  };
  acts[what]();
}

async function look(by) {
  if (view !== "words") await show(`${href}?view=words`);
  if (words.list) words.look(by);
}

function correct() {
  if (words.asked) {
    const row = words.byNumber.get(Number(words.asked.closest(".said").id.slice(1)));
    const before = document.createRange();
    before.setStart(row.text, 0);
    before.setEndAfter(words.asked);
    return words.edit(row, before.toString().length);
  }
  words.edit(words.rows[Math.max(0, words.now)]);
}

// the frame that is seen, ready to be confirmed: another poster may take the approval away
async function choosePoster() {
  player.media.pause();
  await show(`${href}?view=about`);
  const field = otherPane.querySelector("[data-position=poster]");
  field.value = player.position();
  const button = field.closest("form").querySelector("button:not([type=button])");
  button.focus({ preventScroll: true });
  words.bring(otherPane.querySelector("[data-poster]"));
}

function redactMarked() {
  const span = words.marked();
  if (!span) return say("Mark words with the mouse first: drag over them.");
  show(`${href}?view=redact&since=${span[0]}&until=${span[1]}`);
}

function overAndOver() {
  const box = page.querySelector("[data-loop]");
  const row = words.rows && words.rows[Math.max(0, words.now)];
  player.loop = box.checked && row ? [row.from, row.to] : null;
}

const keys = {
  " ": () => player.toggle(),
  j: () => player.go(-1),
  k: () => player.go(0),
  l: () => player.go(1),
  ",": () => player.frame(-1),
  ".": () => player.frame(1),
  ArrowLeft: () => words.stepWord(-1),
  ArrowRight: () => words.stepWord(1),
  ArrowUp: () => words.stepSentence(-1),
  ArrowDown: () => words.stepSentence(1),
  s: () => player.slow(),
  o: () => { const box = page.querySelector("[data-loop]"); if (box) { box.checked = !box.checked; overAndOver(); } },
  c: () => { if (player.captions) { player.captions.checked = !player.captions.checked; player.showCaptions(); } },
  n: () => look(1),
  p: () => look(-1),
  y: () => words.decide(true),
  u: () => words.decide(false),
  Enter: () => correct(),
};

let going = 0;

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  // after a g, the next key leads to another page of the desk
  if (Date.now() - going < 1500) { going = 0; return; }
  if (event.key === "g") going = Date.now();
  const meta = event.ctrlKey || event.metaKey;
  if (meta && event.key.toLowerCase() === "s") { event.preventDefault(); words.save(); return; }
  if (event.ctrlKey && event.key === " ") { event.preventDefault(); player.toggle(); return; }
  if (typing(event.target)) return;
  if (meta && event.key.toLowerCase() === "z") {
    if (event.shiftKey ? words.redo() : words.undo()) event.preventDefault();
    return;
  }
  if (meta && event.key.toLowerCase() === "y") { if (words.redo()) event.preventDefault(); return; }
  if (meta || event.altKey || (single && !single.checked)) return;
  // on a button or a link these keys do what they do there
  if (event.key === " " && event.target.closest("button, summary, video, audio, input")) return;
  if (event.key === "Enter" && event.target.closest("button, a, summary, input")) return;
  if (event.target.closest("video, audio") && event.key.startsWith("Arrow")) return;
  const does = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!does || !player.media) return;
  event.preventDefault();
  does();
}, true);

// who speaks to the computer, or holds it in another way, may not want keys of one letter
const single = page.querySelector("[data-single-keys]");
if (single) {
  single.checked = localStorage.getItem("desk-single-keys") !== "off";
  single.addEventListener("change", () => localStorage.setItem("desk-single-keys", single.checked ? "on" : "off"));
}

// only what is marked can be redacted, so the button is there only then
document.addEventListener("selectionchange", () => {
  const button = wordsPane.querySelector("[data-do=redact-marked]");
  if (button && document.activeElement !== button) button.hidden = !(words.list && words.marked());
});

const loop = page.querySelector("[data-loop]");
if (loop) loop.addEventListener("change", overAndOver);

player.onTick((ms) => {
  if (view !== "captions") return;
  for (const row of otherPane.querySelectorAll(".cues > li")) {
    const now = Number(row.dataset.from) <= ms && ms < Number(row.dataset.to);
    const wanted = now && !row.classList.contains("now") && player.playing && page.querySelector("[data-follow]").checked;
    row.classList.toggle("now", now);
    if (wanted && !otherPane.querySelector("details[open]")) words.bring(row, true);
  }
});

// --- beginning --------------------------------------------------------------

cameFrom(page.querySelector("[data-back]"));

nameless();
words.onRenewed = nameless;
await words.begin();
if (view !== "words") ready(otherPane);
const wanted = /[#&]t=([\d.]+)/.exec(location.hash) || /[?&]t=([\d.]+)/.exec(location.search);
if (wanted && player.media) {
  const go = () => player.seek(Number(wanted[1]) * 1000);
  if (player.media.readyState) go();
  else player.media.addEventListener("loadedmetadata", go, { once: true });
}
