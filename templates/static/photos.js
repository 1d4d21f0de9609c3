// Photos: a stand-in until each is there, moments that unfold, and the full view with arrows, swipe and Esc.
// Without this script every photo still has its page, and the grid its shape.
(() => {
  "use strict";

  const grids = [...document.querySelectorAll("[data-photos]")];
  const every = [...document.querySelectorAll("[data-photos] a[data-photo]")];
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  // --- stand-ins: a ThumbHash is about 25 bytes of low-frequency cosines ---------------------------

  function pixelsOf(hash) {
    const bytes = Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0));
    const head = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
    const tail = bytes[3] | (bytes[4] << 8);
    const landscape = tail >> 15;
    const across = Math.max(3, landscape ? 7 : tail & 7);
    const down = Math.max(3, landscape ? tail & 7 : 7);
    let at = 0;
    const factors = (wide, high, scale) => {
      const found = [];
      for (let y = 0; y < high; y++) {
        for (let x = y ? 0 : 1; x * high < wide * (high - y); x++, at++) {
          found.push((((bytes[5 + (at >> 1)] >> ((at & 1) << 2)) & 15) / 7.5 - 1) * scale);
        }
      }
      return found;
    };
    const light = factors(across, down, ((head >> 18) & 31) / 31);
    const yellow = factors(3, 3, (((tail >> 3) & 63) / 63) * 1.25);
    const red = factors(3, 3, (((tail >> 9) & 63) / 63) * 1.25);
    const base = [(head & 63) / 63, ((head >> 6) & 63) / 31.5 - 1, ((head >> 12) & 63) / 31.5 - 1];
    const wave = (list, wide, high, u, v, start) => {
      let sum = start, n = 0;
      for (let y = 0; y < high; y++) {
        for (let x = y ? 0 : 1; x * high < wide * (high - y); x++, n++) {
          sum += 2 * list[n] * Math.cos(Math.PI * u * x) * Math.cos(Math.PI * v * y);
        }
      }
      return sum;
    };
    return (u, v) => {
      const l = wave(light, across, down, u, v, base[0]);
      const p = wave(yellow, 3, 3, u, v, base[1]);
      const q = wave(red, 3, 3, u, v, base[2]);
      const blue = l - (2 / 3) * p;
      const r = (3 * l - blue + q) / 2;
      return [r, r - q, blue];
    };
  }

  function standIn(hash, shape) {
    const width = shape > 1 ? 24 : Math.max(4, Math.round(24 * shape));
    const height = shape > 1 ? Math.max(4, Math.round(24 / shape)) : 24;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    const image = pen.createImageData(width, height);
    const colour = pixelsOf(hash);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i += 4) {
        const rgb = colour((x + 0.5) / width, (y + 0.5) / height);
        for (let c = 0; c < 3; c++) image.data[i + c] = Math.max(0, Math.min(255, Math.round(rgb[c] * 255)));
        image.data[i + 3] = 255;
      }
    }
    pen.putImageData(image, 0, 0);
    return `url(${canvas.toDataURL()})`;
  }

  const shapeOf = (image) => image.getAttribute("width") / image.getAttribute("height");

  if ("IntersectionObserver" in window) {
    const coming = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        coming.unobserve(target);
        const image = target.querySelector("img");
        if (!image.complete) target.parentElement.style.backgroundImage = standIn(target.dataset.hash, shapeOf(image));
      }
    }, { rootMargin: "600px 0px" });
    for (const link of every) if (link.dataset.hash) coming.observe(link);
  }

  // --- moments -------------------------------------------------------------------------------------

  for (const opener of document.querySelectorAll("[data-unfold]")) {
    const folded = () => [...document.querySelectorAll(`[data-folded="${opener.dataset.unfold}"]`)];
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", "false");
    const turn = (event) => {
      event.preventDefault();
      const rows = folded();
      const open = rows.some((row) => row.hidden);
      for (const row of [opener.closest("li"), ...rows]) row.classList.toggle("unfolded", open);
      for (const row of rows) row.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
      opener.querySelector("[aria-hidden]").textContent = open ? "−" : `+${rows.length}`;
    };
    opener.addEventListener("click", (event) => { if (!event.metaKey && !event.ctrlKey && !event.shiftKey) turn(event); });
    opener.addEventListener("keydown", (event) => { if (event.key === " ") turn(event); });
  }

  // --- the full view -------------------------------------------------------------------------------

  let dialog, stage, caption, by, about, keep, count, back, on;
  let links = [];
  let at = 0;
  let pushed = false;
  let from = null;

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function button(label, text, action) {
    const it = make("button", { type: "button", textContent: text, title: label });
    it.setAttribute("aria-label", label);
    it.addEventListener("click", action);
    return it;
  }

  function build() {
    stage = make("figure", {});
    caption = make("p", {});
    by = make("p", { className: "by" });
    about = make("a", { textContent: say("About this photo") });
    keep = make("a", { textContent: say("Download") });
    keep.setAttribute("download", "");
    count = make("p", { className: "by" });
    count.setAttribute("role", "status");
    back = button(say("Previous photo"), "←", () => step(-1));
    on = button(say("Next photo"), "→", () => step(1));
    const keys = make("div", { className: "keys" }, back, count, on, button(say("Close"), "✕", leave));
    const words = make("div", { className: "words", tabIndex: -1 }, caption, by, make("p", { className: "ways" }, about, keep));
    dialog = make("dialog", { className: "view" }, stage, make("div", { className: "below" }, words, keys));
    dialog.setAttribute("aria-label", say("Photo in full view"));
    dialog.addEventListener("keydown", (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };
      if (event.key in moves) step(moves[event.key]);
      else if (event.key === "Home") show(0);
      else if (event.key === "End") show(links.length - 1);
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
    dialog.addEventListener("close", () => {
      stage.replaceChildren();
      const link = links[at];
      if (!link) return;
      link.scrollIntoView({ block: "nearest" });
      link.focus({ preventScroll: true });
    });
    swipe();
    document.body.append(dialog);
  }

  function swipe() {
    const image = () => stage.querySelector("img");
    stage.addEventListener("touchstart", (event) => {
      const zoomed = window.visualViewport && window.visualViewport.scale > 1.05;
      from = event.touches.length === 1 && !zoomed ? event.touches[0] : null;
    }, { passive: true });
    stage.addEventListener("touchmove", (event) => {
      if (from === null || event.touches.length > 1) { from = null; return; }
      const moved = event.touches[0].clientX - from.clientX;
      if (calm.matches || Math.abs(moved) < 8) return;
      image().classList.add("dragged");
      image().style.translate = `${moved}px`;
    }, { passive: true });
    const end = (event) => {
      const picture = image();
      if (picture) { picture.classList.remove("dragged"); picture.style.translate = ""; }
      if (from === null || event.type === "touchcancel") return;
      const across = event.changedTouches[0].clientX - from.clientX;
      const along = event.changedTouches[0].clientY - from.clientY;
      from = null;
      if (Math.abs(across) > 50 && Math.abs(across) > Math.abs(along)) step(across < 0 ? 1 : -1);
      else if (along > 90 && along > 2 * Math.abs(across)) leave();
    };
    stage.addEventListener("touchend", end, { passive: true });
    stage.addEventListener("touchcancel", end, { passive: true });
  }

  function pictureOf(link) {
    const known = link.querySelector("img");
    const picture = (known.closest("picture") || known).cloneNode(true);
    const image = picture.matches("img") ? picture : picture.querySelector("img");
    const wide = Math.ceil(Math.min(window.innerWidth, window.innerHeight * shapeOf(known)));
    for (const part of [image, ...picture.querySelectorAll("source")]) if (part.srcset) part.sizes = `${wide}px`;
    image.loading = "eager";
    image.removeAttribute("class");
    return picture;
  }

  function text(element, words) {
    element.textContent = words;
    element.hidden = !words;
  }

  function show(number) {
    at = number;
    const link = links[at];
    const grid = link.closest("[data-photos]");
    const picture = pictureOf(link);
    const image = picture.matches("img") ? picture : picture.querySelector("img");
    if (link.dataset.hash && !image.complete) {
      const canvas = standIn(link.dataset.hash, shapeOf(image));
      image.style.backgroundImage = canvas;
      image.addEventListener("load", () => { image.style.backgroundImage = ""; }, { once: true });
    }
    stage.replaceChildren(picture);
    text(caption, link.dataset.caption || link.dataset.title);
    text(by, [link.dataset.credit, link.dataset.rights].filter(Boolean).join(" · "));
    about.href = link.href;
    keep.href = link.dataset.download || "";
    keep.hidden = !link.dataset.download;
    const first = Number(grid.dataset.first || 0);
    const total = Math.max(Number(grid.dataset.moments || 0), first + links.length);
    count.textContent = say("{n} of {total}", { n: first + at + 1, total });
    back.disabled = at === 0 && !grid.dataset.previous;
    on.disabled = at === links.length - 1 && !grid.dataset.following;
    address(link);
    for (const near of [links[at + 1], links[at - 1]]) if (near) pictureOf(near);
  }

  function step(by) {
    const next = at + by;
    if (links[next]) { show(next); return; }
    const { previous, following } = links[at].closest("[data-photos]").dataset;
    const page = by > 0 ? following : previous;
    // the next photo is on another page of the set: it opens there
    if (page) location.assign(`${page}#photo=${by > 0 ? "first" : "last"}`);
  }

  // the address of what is open, so that it can be sent to somebody, and that "back" closes it
  function address(link) {
    const hash = `#photo=${encodeURIComponent(link.dataset.photo)}`;
    if (location.hash === hash) return;
    try {
      if (asked()) history.replaceState(history.state, "", hash);
      else { history.pushState({ photo: true }, "", hash); pushed = true; }
    } catch { /* some browsers keep no addresses for pages opened from a disk */ }
  }

  function asked() {
    const found = /^#photo=(.+)$/.exec(location.hash);
    if (!found) return null;
    try { return decodeURIComponent(found[1]); } catch { return null; }
  }

  function leave() {
    if (pushed) { pushed = false; history.back(); return; }
    if (asked()) {
      try { history.replaceState(null, "", location.pathname + location.search); } catch { location.hash = ""; }
    }
    dialog.close();
  }

  function open(link) {
    if (!dialog) build();
    links = [...link.closest("[data-photos]").querySelectorAll("li:not([hidden]) a[data-photo]")];
    if (!dialog.open) dialog.showModal();
    show(Math.max(0, links.indexOf(link)));
  }

  function follow() {
    const wanted = asked();
    if (!wanted) {
      if (dialog && dialog.open) { pushed = false; dialog.close(); }
      return;
    }
    const seen = every.filter((link) => !link.closest("li").hidden);
    const link = { first: seen[0], last: seen.at(-1) }[wanted] || every.find((one) => one.dataset.photo === wanted);
    if (!link) return;
    const row = link.closest("li");
    if (row.hidden) {
      const opener = document.querySelector(`[data-unfold="${row.dataset.folded}"]`);
      if (opener) opener.click();
    }
    open(link);
  }

  if (window.HTMLDialogElement && grids.length) {
    for (const link of every) {
      link.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
        event.preventDefault();
        open(link);
      });
    }
    window.addEventListener("popstate", follow);
    follow();
  }

  // --- the page of one photo -----------------------------------------------------------------------

  const neighbours = document.querySelector("[data-neighbours]");
  if (neighbours) {
    document.addEventListener("keydown", (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || (dialog && dialog.open)) return;
      if (event.target.matches("input, textarea, select")) return;
      const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
      const link = rel && neighbours.querySelector(`a[rel="${rel}"]`);
      if (link) location.assign(link.href);
    });
  }
})();
