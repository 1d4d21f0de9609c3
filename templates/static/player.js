// The player: a link leads to its second and stops where it says, captions and speed stay as they were chosen, and a
// rail under the picture shows chapters and where one is going. Without it the browser's own player does all the rest.
(() => {
  "use strict";

  const player = document.getElementById("player");
  if (!player) return;
  const told = document.querySelector("[data-told]");
  let stopAt = null;
  document.documentElement.classList.add("scripted");

  const clock = (time) => {
    const whole = Math.floor(time), hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    const rest = String(whole % 60).padStart(2, "0");
    return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
  };

  // a page from a disk, or a browser that keeps nothing, may refuse: then nothing is remembered
  const chosen = {
    get(name) { try { return localStorage.getItem(`mediakit.${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`mediakit.${name}`, value); } catch { /* not remembered */ } },
  };

  // --- going to a second, and stopping at one ---------------------------------

  function go(start, end, play) {
    stopAt = end;
    const seek = () => { player.currentTime = start; };
    if (player.readyState > 0) seek(); else player.addEventListener("loadedmetadata", seek, { once: true });
    if (play) {
      const begun = player.play();
      if (begun) begun.catch(() => {}); // browsers may refuse to play before the first click; the place is right
    }
    if (told) told.textContent = "";
  }

  function stopWhereAsked() {
    if (stopAt === null) return;
    if (player.currentTime >= stopAt) {
      player.pause();
      stopAt = null;
      if (told) told.textContent = say("The part that was linked ends here.");
    } else if (!player.paused) {
      requestAnimationFrame(stopWhereAsked);
    }
  }

  function fromAddress() {
    const match = /^#t=(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(location.hash.replace(/%2C/i, ","));
    if (!match) return;
    const start = Number(match[1]), end = match[2] ? Number(match[2]) : null;
    go(start, end !== null && end > start ? end : null, true);
    player.dispatchEvent(new CustomEvent("led", { detail: start }));
    player.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  player.addEventListener("timeupdate", stopWhereAsked);
  player.addEventListener("playing", stopWhereAsked);
  player.addEventListener("seeking", () => { if (stopAt !== null && player.currentTime > stopAt) stopAt = null; });
  window.film = { player, go, clock };
  window.addEventListener("hashchange", fromAddress);
  document.addEventListener("DOMContentLoaded", fromAddress);

  // --- captions: from a script where the browser may not read the file (a page opened from a disk) -------------

  const track = player.querySelector('track[kind="captions"]');
  const switcher = document.querySelector("[data-captions]");
  const captions = () => [...player.textTracks].filter((t) => t.kind === "captions" || t.kind === "subtitles");
  const showing = () => captions().some((t) => t.mode === "showing");

  function cuesFromScript() {
    const source = track && track.dataset.cues;
    if (!source) return;
    delete track.dataset.cues;
    const wanted = showing();
    window.mediakitCues = (cues) => {
      const shown = player.addTextTrack("captions", track.label, track.srclang);
      for (const [start, end, text] of cues) shown.addCue(new VTTCue(start, end, text));
      shown.mode = wanted || chosen.get("captions") === "on" ? "showing" : "disabled";
      track.remove();
    };
    const script = document.createElement("script");
    script.src = source;
    document.head.append(script);
  }

  function tellCaptions() {
    if (switcher) switcher.setAttribute("aria-pressed", String(showing()));
  }

  if (track) {
    track.addEventListener("error", cuesFromScript);
    if (location.protocol === "file:") cuesFromScript();
    else if (chosen.get("captions") === "on") track.track.mode = "showing";
    player.textTracks.addEventListener("change", tellCaptions);
    player.textTracks.addEventListener("addtrack", tellCaptions);
    tellCaptions();
  }
  if (switcher) {
    switcher.addEventListener("click", () => {
      const on = !showing(), first = captions()[0];
      for (const t of captions()) t.mode = on && t === first ? "showing" : "disabled";
      chosen.set("captions", on ? "on" : "off");
      tellCaptions();
    });
  }

  // --- speed ------------------------------------------------------------------

  const speed = document.querySelector("[data-speed]");
  if (speed) {
    const offered = [...speed.options].map((option) => option.value);
    const set = (rate) => { player.defaultPlaybackRate = rate; player.playbackRate = rate; };
    if (offered.includes(chosen.get("speed"))) set(Number(chosen.get("speed")));
    speed.value = String(player.playbackRate);
    speed.addEventListener("change", () => { set(Number(speed.value)); chosen.set("speed", speed.value); });
    player.addEventListener("ratechange", () => {
      if (offered.includes(String(player.playbackRate))) speed.value = String(player.playbackRate);
    });
  }

  // --- chapters ---------------------------------------------------------------

  const chapters = [...document.querySelectorAll("[data-chapters] a")];
  const starts = (a) => Number(a.dataset.start);
  const chapterAt = (time) => chapters.filter((a) => starts(a) <= time + 0.05).pop() || null;

  for (const a of chapters) {
    a.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(null, "", a.hash);
      go(starts(a), null, true);
    });
  }

  function tellChapter() {
    const now = chapterAt(player.currentTime);
    for (const a of chapters) {
      if (a === now) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
    }
  }
  if (chapters.length) for (const name of ["timeupdate", "seeked"]) player.addEventListener(name, tellChapter);

  // --- the rail: where one is, where the chapters are, and what is there --------

  const rail = document.querySelector("[data-timeline]");
  const playing = document.querySelector("[data-playing]");
  if (playing) playing.hidden = false;
  if (!rail) return;

  const gone = rail.querySelector("[data-gone]"), glance = rail.querySelector("[data-glance]");
  const tile = rail.querySelector("[data-tile]"), when = rail.querySelector("[data-when]");
  const length = () => (Number.isFinite(player.duration) && player.duration > 0 ? player.duration : Number(rail.dataset.duration));
  const number = (name) => Number(rail.dataset[name]);
  const within = (time) => Math.min(Math.max(time, 0), Math.max(length() - 0.1, 0));
  rail.hidden = false;

  for (const a of chapters.slice(1)) {
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.style.left = `${(100 * starts(a)) / length()}%`;
    rail.querySelector(".rail").append(mark);
  }

  function tellPosition(always) {
    const now = player.currentTime, whole = Math.floor(now);
    gone.style.width = `${(100 * now) / length()}%`;
    // who listens to it as it is focused hears where they went, and not every second
    if (!always && (document.activeElement === rail || Number(rail.getAttribute("aria-valuenow")) === whole)) return;
    const chapter = chapterAt(now);
    rail.setAttribute("aria-valuenow", String(whole));
    const place = say("{now} of {length}", { now: clock(now), length: clock(length()) });
    rail.setAttribute("aria-valuetext", chapter ? `${place}, ${chapter.lastElementChild.textContent}` : place);
  }

  function look(time) {
    const share = time / length();
    glance.hidden = false;
    if (rail.dataset.sheet) {
      const at = Math.min(Math.floor(time / number("every")), number("tiles") - 1);
      const width = number("tileWidth"), height = number("tileHeight");
      tile.style.width = `${width}px`;
      tile.style.height = `${height}px`;
      if (!tile.style.backgroundImage) tile.style.backgroundImage = `url("${rail.dataset.sheet}")`;
      tile.style.backgroundPosition = `${-width * (at % number("columns"))}px ${-height * Math.floor(at / number("columns"))}px`;
    }
    const chapter = chapterAt(time);
    when.textContent = chapter ? `${clock(time)} ${chapter.lastElementChild.textContent}` : clock(time);
    const room = rail.clientWidth - glance.offsetWidth;
    glance.style.left = `${Math.min(Math.max(share * rail.clientWidth - glance.offsetWidth / 2, 0), Math.max(room, 0))}px`;
  }

  const away = () => { glance.hidden = true; };
  const timeOf = (event) => {
    const box = rail.getBoundingClientRect();
    return within(((event.clientX - box.left) / box.width) * length());
  };
  const seek = (time) => { stopAt = null; player.currentTime = within(time); };

  rail.addEventListener("pointermove", (event) => {
    look(timeOf(event));
    if (rail.hasPointerCapture(event.pointerId)) seek(timeOf(event));
  });
  rail.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    rail.setPointerCapture(event.pointerId);
    look(timeOf(event));
    seek(timeOf(event));
  });
  rail.addEventListener("pointerleave", away);
  rail.addEventListener("pointerup", (event) => { if (event.pointerType !== "mouse") away(); });
  rail.addEventListener("blur", away);

  rail.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const now = player.currentTime, earlier = chapters.filter((a) => starts(a) < now - 2).pop();
    const later = chapters.find((a) => starts(a) > now + 0.1);
    const to = {
      ArrowRight: now + 5, ArrowUp: now + 5, ArrowLeft: now - 5, ArrowDown: now - 5, Home: 0, End: length(),
      PageUp: chapters.length ? (later ? starts(later) : length()) : now + 30,
      PageDown: chapters.length ? (earlier ? starts(earlier) : 0) : now - 30,
    }[event.key];
    if (event.key === "Escape") away();
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (player.paused) go(now, stopAt, true); else player.pause();
    }
    if (to === undefined) return;
    event.preventDefault();
    seek(to);
    look(within(to));
  });

  for (const name of ["timeupdate", "loadedmetadata"]) player.addEventListener(name, () => tellPosition(false));
  player.addEventListener("seeking", () => tellPosition(true));
  rail.addEventListener("focus", () => tellPosition(true));
  tellPosition(true);
})();
