// The grid by keyboard: arrows, x to select, Enter to open, digits to rate photos. Hover to scrub through a recording.
import { say, send, typing } from "./desk.js";

const grid = document.querySelector("[data-grid]");
const items = grid ? [...grid.querySelectorAll("[data-item]")] : [];

const link = (item) => item.querySelector("h2 a");
const tick = (item) => item.querySelector("input[type=checkbox]");
const current = () => items.findIndex((item) => item.contains(document.activeElement));

// who opens one and comes back is where they were
const place = `desk-at:${location.pathname}${location.search}`;
if (grid) {
  grid.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) sessionStorage.setItem(place, item.dataset.item);
  });
  const last = items.find((item) => item.dataset.item === sessionStorage.getItem(place));
  const [entry] = performance.getEntriesByType("navigation");
  const back = (entry && entry.type === "back_forward") || document.referrer.includes("/film/") || document.referrer.includes("/photos/");
  if (last && back) link(last).focus();
}

function columns() {
  const top = items[0].offsetTop;
  const next = items.findIndex((item) => item.offsetTop !== top);
  return next < 0 ? items.length : next;
}

function go(to) {
  const item = items[Math.max(0, Math.min(items.length - 1, to))];
  link(item).focus();
  item.scrollIntoView({ block: "nearest" });
}

const bar = document.querySelector("[data-bulk-bar]");
const every = bar && bar.querySelector("[data-bulk-all]");

function selected() {
  const number = items.filter((item) => tick(item).checked).length;
  bar.querySelector("[data-selected]").textContent = every.checked ? " (all)" : number ? ` (${number})` : "";
  bar.querySelector("[data-bulk-do]").textContent = every.checked
    ? "Show me first"
    : number ? `Change ${number === 1 ? "it" : `these ${number}`}` : "Change them";
  for (const item of items) item.classList.toggle("selected", every.checked || tick(item).checked);
  if (number || every.checked) bar.open = true;
}

// of the hints only the one for the field that is chosen
function hint() {
  const key = bar.querySelector("[data-bulk-key]").value;
  const field = bar.querySelector("[aria-describedby^=bulk-hint]");
  const list = bar.querySelector(`[data-value="${key}"]`);
  for (const part of bar.querySelectorAll("[data-hint]")) part.hidden = part.dataset.hint !== key || Boolean(list);
  bar.querySelector("[data-empty]").hidden = Boolean(list);
  // what is one of a few is chosen; the field that counts is the one that is called value
  for (const one of [field, ...bar.querySelectorAll("[data-value]")]) {
    const used = one === (list ?? field);
    one.hidden = one.disabled = !used;
    if (used) one.name = "value";
    else one.removeAttribute("name");
  }
  field.type = key === "embargo" ? "date" : "text";
}

// a tick with Shift held takes everything from the last one on
let last = -1;
function ticked(event) {
  const at = items.findIndex((item) => tick(item) === event.target);
  if (at < 0) return;
  if (event.shiftKey && last >= 0) {
    for (let n = Math.min(at, last); n <= Math.max(at, last); n += 1) tick(items[n]).checked = event.target.checked;
  }
  last = at;
}

const moves = { ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: () => columns(), ArrowUp: () => -columns() };

async function rate(item, rating) {
  const was = item.dataset.rating;
  const answer = await send(`/photos/${item.dataset.asset}`, { rating, "was.rating": was });
  if (!answer.ok) {
    say(answer.answer.problem, true);
    return;
  }
  item.dataset.rating = rating;
  item.classList.toggle("rejected", rating === "-1");
  item.querySelector("[data-stars]").textContent = stars(rating);
  // the mark of what was seen is of before: this photo is selected anew after the next load
  tick(item).value = `${item.dataset.asset}~`;
  say(`${link(item).textContent}: ${stars(rating)}.`, false, answer.answer.command);
}

function stars(rating) {
  if (rating === "-1") return "rejected";
  return rating === "" ? "" : rating === "0" ? "no stars" : `${"★".repeat(Number(rating))}`;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !items.length) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const at = current();
  if (moves[event.key]) {
    if (at < 0 && document.activeElement !== document.body && !document.activeElement.matches("main")) return;
    go(at < 0 ? 0 : at + moves[event.key]());
  } else if (event.key === "x" && at >= 0 && tick(items[at])) {
    tick(items[at]).checked = !tick(items[at]).checked;
    last = at;
    selected();
  } else if (event.key === "a" && bar) {
    const all = items.every((item) => tick(item).checked);
    for (const item of items) tick(item).checked = !all;
    selected();
  } else if (event.key === "A" && bar) {
    every.checked = !every.checked;
    selected();
  } else if (grid.hasAttribute("data-photos") && at >= 0 && /^[0-5pr]$/.test(event.key)) {
    rate(items[at], { p: "3", r: "-1" }[event.key] ?? event.key);
  } else {
    return;
  }
  event.preventDefault();
});

if (grid && bar) {
  grid.addEventListener("click", ticked);
  grid.addEventListener("change", selected);
  every.addEventListener("change", selected);
  bar.querySelector("[data-bulk-key]").addEventListener("change", hint);
  hint();
  selected();
}

// hover to scrub: the place of the pointer is the place in the recording
const calm = matchMedia("(prefers-reduced-motion: reduce)");
for (const frame of document.querySelectorAll("[data-scrub]")) {
  let video = null;
  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || calm.matches || frame.classList.contains("sound")) return;
    if (!video) {
      video = document.createElement("video");
      video.muted = true;
      video.tabIndex = -1;
      video.ariaHidden = "true";
      video.preload = "auto";
      video.src = frame.dataset.scrub;
      frame.append(video);
    }
    const box = frame.getBoundingClientRect();
    const part = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    if (video.duration && !video.seeking) video.currentTime = part * video.duration * 0.999;
  });
  frame.addEventListener("pointerleave", () => {
    if (video) video.remove();
    video = null;
  });
}
