// What can be given on: a link, from the second the film is at, a citation with the day it was looked up, a code.
(() => {
  "use strict";

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

  function page() {
    const canonical = document.querySelector('link[rel="canonical"]');
    return canonical ? canonical.href : location.href.split("#")[0];
  }

  window.share = { copy, page };
  const box = document.querySelector("[data-share]");
  if (!box || !window.film) return;
  const { player, clock } = window.film;
  const link = box.querySelector("[data-link]"), fromHere = box.querySelector("[data-from-here]");
  const here = box.querySelector("[data-here]"), cite = document.querySelector("[data-cite]");
  const taken = document.querySelector("[data-taken]");

  function tell() {
    const now = Math.floor(player.currentTime);
    here.textContent = clock(now);
    link.value = fromHere.checked && now ? `${page()}#t=${now}` : page();
  }

  function cited() {
    const text = cite.textContent.trim().replace(/\s+/g, " ");
    const at = text.includes(page()) ? text : `${text} ${page()}`;
    const today = new Date().toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
    return `${at} (${say("accessed {day}", { day: today })})`;
  }

  for (const name of ["timeupdate", "seeked"]) player.addEventListener(name, tell);
  fromHere.addEventListener("change", tell);
  tell();

  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.take);
      const done = await copy(from === cite ? cited() : from.value.trim());
      taken.textContent = done ? say("Copied.") : say("Your browser did not let this page copy.");
    });
  }
  for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
  box.hidden = false;
})();
