// Search as one types: the same page is fetched and its hits are shown. Arrows go from hit to hit.

const form = document.querySelector("[data-ask]");
const field = form.querySelector("[data-search]");
let asked = 0;
let waits = 0;

async function ask() {
  const number = ++asked;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const where = `/search?${query}`;
  const answer = await fetch(where).catch(() => null);
  if (!answer || !answer.ok || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked) return;
  document.querySelector("[data-found]").replaceWith(page.querySelector("[data-found]"));
  document.title = page.title;
  history.replaceState(null, "", where);
  // said aloud: the place for it was there before, and its words alone change
  const count = document.querySelector("[data-count]");
  document.querySelector("[data-told]").textContent = count ? count.textContent : "";
}

async function suggest() {
  const answer = await fetch(`/search/suggest?${new URLSearchParams({ q: field.value })}`).catch(() => null);
  if (!answer || !answer.ok) return;
  const begun = field.value.replace(/[^\s"(]*$/, "");
  const options = (await answer.json()).map((word) => {
    const option = document.createElement("option");
    option.value = begun + word;
    return option;
  });
  document.getElementById("suggested").replaceChildren(...options);
}

form.addEventListener("input", () => {
  clearTimeout(waits);
  waits = setTimeout(() => {
    ask();
    suggest();
  }, 90);
});

// everything is there already as one types: Enter goes to the first hit
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(waits);
  await ask();
  const first = document.querySelector(".hit");
  if (first) first.focus();
});

document.addEventListener("keydown", (event) => {
  if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.altKey || event.ctrlKey || event.metaKey) return;
  const hits = [...document.querySelectorAll(".hit")];
  const at = hits.indexOf(document.activeElement);
  if (at < 0 && !(event.key === "ArrowDown" && document.activeElement === document.body)) return;
  const next = hits[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) next.focus();
  else if (at === 0) field.focus();
  event.preventDefault();
});
