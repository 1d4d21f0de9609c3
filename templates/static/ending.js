// Copies the address of a page, or how to cite it. Without this script both can be read and copied by hand.
(() => {
  "use strict";

  const ending = document.querySelector(".ending");
  if (!ending) return;
  const said = ending.querySelector("[data-ending-said]");
  const online = /^https?:$/.test(location.protocol);

  function texts() {
    const link = ending.querySelector("[data-link]");
    const address = link ? link.href : location.href.split("#")[0];
    const cited = ending.querySelector("[data-citation]").textContent.replace(/\s+/g, " ").trim();
    return { link: address, citation: link || !online ? cited : `${cited} ${address}` };
  }

  async function copy(what) {
    const text = texts()[what];
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
      ending.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) { said.textContent = text; return; }
    }
    said.textContent = what === "link" ? say("Link copied.") : say("Citation copied.");
  }

  for (const button of ending.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(button.dataset.copy));
  }
  ending.querySelector("[data-ending]").hidden = false;
})();
