// The player: frames, words, sentences, speeds, over and over. It knows nothing of editing.

export class Player {
  constructor(stage, fps) {
    this.media = stage.querySelector("[data-player]");
    this.stage = stage;
    this.fps = fps || 25;
    this.shuttle = 0;
    this.loop = null;
    this.listeners = [];
    if (!this.media) return;
    stage.querySelector("[data-transport]").hidden = false;
    this.clock = stage.querySelector("[data-clock]");
    this.speed = stage.querySelector("[data-speed]");
    this.media.addEventListener("timeupdate", () => this.tick());
    this.media.addEventListener("seeked", () => this.tick());
    this.media.addEventListener("play", () => { this.shown(); this.run(); });
    this.media.addEventListener("pause", () => this.shown());
    this.speed.addEventListener("change", () => { this.media.playbackRate = Number(this.speed.value); });
    this.captions = stage.querySelector("[data-captions]");
    this.captions.addEventListener("change", () => this.showCaptions());
    this.showCaptions();
    this.tick();
  }

  get ms() { return this.media ? Math.round(this.media.currentTime * 1000) : 0; }
  // where it is, in seconds, as a field for a position takes it
  position() { return (this.ms / 1000).toFixed(3).replace(/\.?0+$/, "") || "0"; }
  get playing() { return Boolean(this.media) && !this.media.paused; }

  onTick(listener) { this.listeners.push(listener); }

  tick() {
    const seconds = this.media.currentTime;
    const minutes = Math.floor(seconds / 60);
    this.clock.textContent = `${minutes}:${(seconds - minutes * 60).toFixed(2).padStart(5, "0")}`;
    if (this.loop && this.playing && (this.ms >= this.loop[1] || this.ms < this.loop[0] - 500)) this.seek(this.loop[0]);
    for (const listener of this.listeners) listener(this.ms);
  }

  run() {
    const step = () => {
      if (!this.playing) return;
      this.tick();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  shown() {
    const button = this.stage.querySelector('[data-do="play"]');
    button.textContent = this.playing ? "❚❚" : "▶";
  }

  seek(ms) {
    if (!this.media) return;
    const end = Number.isFinite(this.media.duration) ? this.media.duration : ms / 1000;
    this.media.currentTime = Math.min(Math.max(0, ms / 1000), end);
  }

  toggle() {
    if (!this.media) return;
    this.stopShuttle();
    if (this.playing) this.media.pause();
    else this.media.play().catch(() => {});
  }

  frame(by) {
    if (!this.media) return;
    this.media.pause();
    this.stopShuttle();
    // the middle of a frame, so that no rounding shows its neighbour
    const at = Math.floor(this.media.currentTime * this.fps + 0.01) + by;
    this.seek(((Math.max(0, at) + 0.5) / this.fps) * 1000);
  }

  // J, K, L: each press of the same key doubles the pace; a film cannot play backwards, so it is led back
  go(direction) {
    if (!this.media) return;
    if (direction === 0) { this.stopShuttle(); this.media.pause(); this.setRate(1); return; }
    if (direction > 0) {
      const faster = this.playing && this.shuttle >= 0;
      this.stopShuttle();
      this.setRate(faster ? Math.min(3, this.media.playbackRate >= 1 ? this.media.playbackRate + 0.5 : 1) : 1);
      this.media.play().catch(() => {});
      return;
    }
    this.media.pause();
    this.shuttle = this.shuttle < 0 ? Math.max(-8, this.shuttle * 2) : -1;
    if (this.backwards) return;
    let before = performance.now();
    this.backwards = setInterval(() => {
      const now = performance.now();
      this.seek(this.ms + ((now - before) * this.shuttle));
      before = now;
      if (this.ms <= 0) this.stopShuttle();
    }, 100);
  }

  stopShuttle() {
    clearInterval(this.backwards);
    this.backwards = null;
    this.shuttle = 0;
  }

  setRate(rate) {
    this.media.playbackRate = rate;
    this.speed.value = [...this.speed.options].some((o) => Number(o.value) === rate) ? String(rate) : "1";
  }

  slow() { if (this.media) this.setRate(this.media.playbackRate === 0.5 ? 1 : 0.5); }

  showCaptions() {
    for (const track of this.media.textTracks) track.mode = this.captions.checked ? "showing" : "hidden";
  }

  // other captions than before: the same track, asked for anew
  renew(source) {
    const old = this.media && this.media.querySelector("track");
    if (!old) return;
    const track = document.createElement("track");
    for (const name of ["kind", "srclang", "label"]) track.setAttribute(name, old.getAttribute(name));
    track.default = true;
    track.src = source;
    old.replaceWith(track);
    this.showCaptions();
    track.addEventListener("load", () => this.showCaptions());
  }
}
