// What every page of the desk does: keys, copying commands, saying things aloud, sending without losing what was typed.

export const token = document.querySelector('meta[name="desk-token"]').content;

// command: what one would have typed for it, to be unfolded and copied
export function say(text, wrong = false, command = null) {
  const live = document.querySelector("[data-live]");
  const box = document.createElement("div");
  box.className = wrong ? "notice toast wrong" : "notice toast";
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  if (command) {
    const details = document.createElement("details");
    details.className = "as-command";
    const summary = document.createElement("summary");
    summary.textContent = "As a command";
    const typed = document.createElement("p");
    const code = document.createElement("code");
    code.textContent = command;
    typed.append(code);
    details.append(summary, typed);
    box.append(details);
    copying(code);
  }
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "close", textContent: "×", ariaLabel: "Close this message" });
  close.addEventListener("click", () => box.remove());
  box.append(close);
  live.replaceChildren(box);
}

function copying(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  });
  code.after(" ", button);
}

// Sends fields to an action of the desk. Gives {ok, status, answer}; never throws: no network is an answer too.
export async function send(where, fields) {
  const body = fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
  try {
    const answer = await fetch(where, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Desk-Token": token },
    });
    const said = await answer.json().catch(() => ({ problem: "the desk gave no answer that can be read" }));
    return { ok: answer.ok, status: answer.status, answer: said };
  } catch {
    return { ok: false, status: 0, answer: { problem: "the desk is not running any more; start it again with: mediakit desk" } };
  }
}

// what was opened from a list leads back to that list as it was, filters and all; also when it is loaded anew
export function cameFrom(link) {
  const kept = `desk-back:${location.pathname}`;
  const from = document.referrer ? new URL(document.referrer) : null;
  const words = from && from.origin === location.origin && {
    "/footage": from.search ? "Back to what was found" : "All footage",
    "/search": "Back to what was found",
    "/approve": "Back to approving",
    "/people": "Back to the person",
  }[from.pathname.replace(/^(\/people|\/approve)\/.*/, "$1")];
  if (words) sessionStorage.setItem(kept, JSON.stringify({ href: from.pathname + from.search, words }));
  const list = JSON.parse(sessionStorage.getItem(kept) || "null");
  if (!link || !list) return;
  link.href = list.href;
  link.querySelector("[data-back-to]").textContent = list.words;
}

export function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

const goes = { h: "/", f: "/footage", p: "/photos", a: "/approve", s: "/search", m: "/work" };
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const keys = document.querySelector("[data-keys]");
  if (keys.open) return;
  if (event.key === "?") {
    keys.showModal();
  } else if (event.key === "/") {
    const field = document.querySelector("[data-search]");
    if (field) field.focus();
    else location.assign("/search");
  } else if (event.key === "g") {
    going = Date.now();
    return;
  } else if (Date.now() - going < 1500 && goes[event.key]) {
    location.assign(goes[event.key]);
  } else {
    return;
  }
  event.preventDefault();
  going = 0;
});

for (const code of document.querySelectorAll("[data-copy]")) copying(code);
