// One photo after the other by keyboard: what is written is saved before the next one comes, without a reload to be felt.
import { say, send, typing } from "./desk.js";

let room = document.querySelector("[data-photo]");
const find = (what) => room.querySelector(what);
const form = () => find("[data-describe]");

function fields() {
  return new URLSearchParams(new FormData(form()));
}

let before = "";
function begin() {
  before = fields().toString();
  const people = find("#f-people");
  if (people) people.setAttribute("list", "everybody");
  count();
  const next = find("[data-next]");
  if (next) ahead(next.href);
}

function count() {
  const field = find('[data-field="alt_text"]');
  const line = find("[data-length]");
  const most = Number(line.dataset.length);
  const length = [...field.value].length;
  line.textContent = length ? `${length} characters${length > most ? `: more than about ${most} is long to listen to` : ""}` : "";
}

// the next page and its picture are fetched while this one is being described
const pages = new Map();
function ahead(where) {
  if (pages.has(where)) return pages.get(where);
  const page = fetch(where).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))));
  pages.set(where, page);
  page.then((text) => {
    const picture = new DOMParser().parseFromString(text, "text/html").querySelector("[data-picture]");
    if (picture) new Image().src = picture.getAttribute("src");
  }).catch(() => pages.delete(where));
  return page;
}

async function show(where, { push = true, focus = "" } = {}) {
  let text;
  try {
    text = await ahead(where);
  } catch {
    location.assign(where);
    return;
  }
  pages.clear();
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector("[data-photo]");
  if (!found) {
    location.assign(where);
    return;
  }
  room.replaceWith(found);
  room = found;
  document.title = page.title;
  if (push) history.pushState(null, "", where);
  begin();
  const target = focus && find(focus);
  if (target) target.focus();
  else document.querySelector("main").focus({ preventScroll: true });
}

function take(now) {
  for (const [key, text] of Object.entries(now)) {
    const was = find(`[data-was="${key}"]`);
    if (was) was.value = text;
  }
  before = fields().toString();
}

function clash(answer) {
  for (const { key, label, now } of answer.clashes ?? []) {
    const field = find(`[data-field="${key}"]`);
    const was = find(`[data-was="${key}"]`);
    if (was) was.value = now;
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    let box = field.parentElement.querySelector(".clash");
    if (!box) {
      box = document.createElement("div");
      box.className = "clash";
      field.after(box);
    }
    const said = document.createElement("p");
    said.textContent = `${label}: somebody else wrote meanwhile:`;
    const words = document.createElement("blockquote");
    words.textContent = now || "(nothing)";
    const theirs = document.createElement("button");
    theirs.type = "button";
    theirs.className = "second";
    theirs.textContent = "Take theirs";
    theirs.addEventListener("click", () => {
      field.value = now;
      box.remove();
      field.focus();
    });
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = "Saving again keeps yours.";
    box.replaceChildren(said, words, theirs, hint);
  }
}

// what is wrong with a field stands beside it, and the first one is gone to
function wrong(answer) {
  for (const old of room.querySelectorAll("p.wrong[data-told]")) old.remove();
  for (const field of room.querySelectorAll("[data-field][aria-invalid]")) if (!answer.clashes?.length) field.removeAttribute("aria-invalid");
  const told = (answer.wrong ?? []).map(({ key, problem }) => {
    const field = find(`[data-field="${key}"]`);
    if (!field) return null;
    const line = document.createElement("p");
    Object.assign(line, { className: "wrong", textContent: `${problem}.` });
    line.dataset.told = "";
    field.setAttribute("aria-invalid", "true");
    field.after(line);
    return field;
  });
  told.find(Boolean)?.focus();
}

// true if what stands in the form is saved, or nothing had to be
async function save() {
  if (fields().toString() === before) return true;
  const answer = await send(form().action, fields());
  if (answer.ok) {
    take(answer.answer.now);
    wrong({});
    say(answer.answer.said, false, answer.answer.command);
    return true;
  }
  clash(answer.answer);
  wrong(answer.answer);
  say(answer.answer.problem, true);
  return false;
}

async function step(which, options) {
  const link = find(which);
  if (!(await save())) return;
  if (link) await show(link.href, options);
  else say("Saved. That was the last one.");
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-describe]")) return;
  event.preventDefault();
  if (event.submitter && event.submitter.name === "people") {
    find("#f-people").value = event.submitter.value;
    event.submitter.closest("p").remove();
  }
  if (event.submitter && event.submitter.value === "next") step("[data-next]", { focus: '[data-field="alt_text"]' });
  else save();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next], [data-prev]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  step(link.matches("[data-next]") ? "[data-next]" : "[data-prev]");
});

document.addEventListener("input", (event) => {
  if (!event.target.closest("[data-describe]")) return;
  if (event.target.matches('[data-field="alt_text"]')) {
    find("[name=decorative]").checked = event.target.value.trim() === "decorative";
    count();
  }
  if (event.target.matches("[name=decorative]")) {
    const field = find('[data-field="alt_text"]');
    if (event.target.checked) field.value = "decorative";
    else if (field.value === "decorative") field.value = "";
    count();
  }
  if (event.target.matches("[name=nobody]")) find("#f-people").value = event.target.checked ? "none" : "";
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    step("[data-next]", { focus: '[data-field="alt_text"]' });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") document.querySelector("main").focus({ preventScroll: true });
    return;
  }
  const rated = /^[0-5]$/.test(event.key) ? event.key : { p: "3", r: "-1" }[event.key];
  if (event.key === "ArrowRight" && !event.target.matches("input[type=radio]")) step("[data-next]");
  else if (event.key === "ArrowLeft" && !event.target.matches("input[type=radio]")) step("[data-prev]");
  else if (event.key === "e") find('[data-field="alt_text"]').focus();
  else if (rated !== undefined) {
    find(`[name=rating][value="${rated}"]`).checked = true;
    save();
  } else return;
  event.preventDefault();
});

addEventListener("popstate", () => show(location.href, { push: false }));
addEventListener("beforeunload", (event) => {
  if (form() && fields().toString() !== before) event.preventDefault();
});

begin();
