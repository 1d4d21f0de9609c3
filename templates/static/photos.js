// Photos in full view: arrows, swipe and Esc; without this script every photo still has its page.
(() => {
  "use strict";

  const links = [...document.querySelectorAll("[data-photos] a")];
  let dialog, image, caption, by, about, count;
  let at = 0;

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function build() {
    image = make("img", { decoding: "async" });
    caption = make("p", {});
    by = make("p", { className: "by" });
    about = make("a", { textContent: "About this photo" });
    count = make("p", { className: "by" });
    count.setAttribute("role", "status");
    const button = (label, text, action) => {
      const it = make("button", { type: "button", textContent: text, title: label });
      it.setAttribute("aria-label", label);
      it.addEventListener("click", action);
      return it;
    };
    const keys = make("div", { className: "keys" }, button("Previous photo", "←", () => show(at - 1)),
      button("Next photo", "→", () => show(at + 1)), button("Close", "Close", () => dialog.close()));
    dialog = make("dialog", { className: "view" }, make("figure", {}, image),
      make("div", { className: "below" }, make("div", { className: "words" }, caption, by, count, about), keys));
    dialog.setAttribute("aria-label", "Photo in full view");
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") show(at - 1);
      if (event.key === "ArrowRight") show(at + 1);
    });
    dialog.addEventListener("close", () => links[at].focus());
    let from = null;
    dialog.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0].clientX : null; }, { passive: true });
    dialog.addEventListener("touchend", (event) => {
      if (from === null) return;
      const moved = event.changedTouches[0].clientX - from;
      if (Math.abs(moved) > 50) show(at + (moved < 0 ? 1 : -1));
      from = null;
    });
    document.body.append(dialog);
  }

  function pictureOf(link) {
    const small = link.querySelector("img");
    return { small, set: small.getAttribute("srcset"), src: link.dataset.large };
  }

  function show(number) {
    at = (number + links.length) % links.length;
    const link = links[at];
    const { small, set, src } = pictureOf(link);
    image.removeAttribute("srcset");
    image.sizes = "100vw";
    if (set) image.srcset = set;
    image.src = src;
    image.alt = small.alt;
    caption.textContent = link.dataset.caption;
    caption.hidden = !link.dataset.caption;
    by.textContent = link.dataset.credit;
    by.hidden = !link.dataset.credit;
    count.textContent = `${at + 1} of ${links.length}`;
    about.href = link.href;
    for (const next of [links[at + 1], links[at - 1]]) {
      if (!next) continue;
      const ahead = new Image();
      ahead.sizes = "100vw";
      const picture = pictureOf(next);
      if (picture.set) ahead.srcset = picture.set;
      ahead.src = picture.src;
    }
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button || !window.HTMLDialogElement) return;
      event.preventDefault();
      if (!dialog) build();
      show(links.indexOf(link));
      dialog.showModal();
    });
  }

  const neighbours = document.querySelector("[data-neighbours]");
  if (neighbours) {
    document.addEventListener("keydown", (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
      const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
      const link = rel && neighbours.querySelector(`a[rel="${rel}"]`);
      if (link) location.assign(link.href);
    });
  }
})();
