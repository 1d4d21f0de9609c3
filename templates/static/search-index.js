// Reading the index of the search: plain script files, so that it works from a disk as from a web server, of which only
// the parts that a query needs are loaded. mediakit/gallery/search_files.py says what is in them.
(() => {
  "use strict";

  const { wordsOf, stem, firstSound, skeleton, distance } = window.mediakitWords;
  // what a query may load of postings; the rest of its 300 kB is for sentences and for finding the words
  const POSTINGS_BYTES = 130_000, PREFIX_BYTES = 60_000, FORMS = 12;
  const BASE = 46, PAIR = "_", PAGES_A_FILE = 16;
  const ONCE = 0, OFTEN = 1, WRITTEN = 2;
  const DIGITS = new Int8Array(128);
  [..."!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"].forEach((c, i) => { DIGITS[c.charCodeAt(0)] = i; });

  class Numbers {
    constructor(text) { this.text = text; this.at = 0; }

    get more() { return this.at < this.text.length; }

    next() {
      let value = 0, scale = 1;
      for (;;) {
        const digit = DIGITS[this.text.charCodeAt(this.at++)];
        value += digit * scale;
        if (digit < BASE || !this.more) return value;
        scale *= BASE;
      }
    }

    rising(count) {
      const found = [];
      for (let i = 0, value = 0; i < count; i += 1) found.push(value += this.next());
      return found;
    }
  }

  function wordList(text) {
    const found = [];
    let before = "";
    for (const piece of text ? text.split(" ") : []) found.push(before = before.slice(0, DIGITS[piece.charCodeAt(0)]) + piece.slice(1));
    return found;
  }

  function all(text) {
    const numbers = new Numbers(text), found = [];
    while (numbers.more) found.push(numbers.next());
    return found;
  }

  // --- loading ----------------------------------------------------------------

  const waiting = new Map();
  window.mediakitSearch = (name, data) => { const ready = waiting.get(name); if (ready) ready(data); };

  class Index {
    constructor(folder, language) {
      this.folder = folder;
      this.language = language;
      this.parts = new Map();
      this.read = new Map();
    }

    // a part of the index; null where it cannot be had
    part(name) {
      if (!this.parts.has(name)) {
        this.parts.set(name, new Promise((resolve) => {
          const script = document.createElement("script");
          waiting.set(name, resolve);
          script.src = `${this.folder}${name}.js`;
          script.onerror = () => { this.parts.delete(name); resolve(null); };
          document.head.append(script);
        }));
      }
      return this.parts.get(name);
    }

    async once(name, make) {
      const data = await this.part(name);
      if (data && !this.read.has(name)) this.read.set(name, make(data));
      return this.read.get(name);
    }

    overview() { return this.part("index"); }

    async bucket(word) {
      const { buckets } = await this.overview();
      let spread = 0;
      for (const letter of [...word].slice(0, 3)) spread = (spread * 31 + letter.codePointAt(0)) % 65521;
      const name = (spread % buckets).toString(16);
      const empty = { name, words: [], pages: [], runs: [], stops: new Set(), places: new Map() };
      return (await this.once(`words/${name}`, (data) => {
        const words = wordList(data.words);
        return { name, words, pages: all(data.pages), runs: data.runs, stops: new Set(data.stops), places: new Map(words.map((w, i) => [w, i])) };
      })) || empty;
    }

    // --- which words are meant ------------------------------------------------

    choice(bucket, place, weight) {
      let run = bucket.runs.length - 1;
      while (bucket.runs[run][0] > place) run -= 1;
      return {
        word: bucket.words[place], weight, pages: bucket.pages[place], stop: bucket.stops.has(place),
        file: `found/${bucket.name}-${run}`, bytes: bucket.runs[run][1], place: place - bucket.runs[run][0],
      };
    }

    async exact(word, weight = 1) {
      const bucket = await this.bucket(word);
      return bucket.places.has(word) ? this.choice(bucket, bucket.places.get(word), weight) : null;
    }

    // a word, its other forms, what begins so while it is typed, and what may be meant where hardly anything is found
    async meant(word, { open, just }) {
      const own = await this.exact(word);
      const found = own ? [own] : [];
      if (just) return { word, choices: found, also: [] };
      if (word.length > 2) {
        const bucket = await this.bucket(word), base = stem(word, this.language), begun = [];
        bucket.words.forEach((other, place) => {
          if (other === word || other.includes(PAIR)) return;
          if (stem(other, this.language) === base) found.push(this.choice(bucket, place, 0.75));
          else if (open && other.startsWith(word)) begun.push(this.choice(bucket, place, 0.5));
        });
        begun.sort((a, b) => b.pages - a.pages);
        found.push(...within(begun.slice(0, FORMS), PREFIX_BYTES));
      } else if (open) {
        const starts = await this.part("starts");
        const begun = await Promise.all(((starts && starts[word]) || "").split(" ").filter((w) => w && w !== word).map((w) => this.exact(w, 0.5)));
        found.push(...within(begun.filter(Boolean), PREFIX_BYTES / 2));
      }
      const pages = found.reduce((sum, choice) => sum + choice.pages, 0);
      if (pages > 2 || word.length < 4) return { word, choices: found, also: [] };
      const near = await this.near(word, pages > 0);
      return { word, choices: [...found, ...near], also: near.map((choice) => choice.word) };
    }

    async near(word, close) {
      const sound = firstSound(word), span = word.length > 7 ? 2 : 1, most = close ? 1 : span;
      const lengths = new Set();
      for (let n = word.length - span; n <= word.length + span; n += 1) lengths.add(Math.min(15, Math.max(3, n)));
      const { near } = await this.overview(), names = [...lengths].map((n) => `${sound}${n}`).filter((name) => near.includes(name));
      const shelves = await Promise.all(names.map((name) => this.once(`near/${name}`, (data) => ({ words: wordList(data.words), common: all(data.common) }))));
      const bones = skeleton(word), found = [];
      for (const shelf of shelves) {
        if (!shelf) continue;
        shelf.words.forEach((other, i) => {
          if (other === word) return;
          const same = bones.length > 1 && skeleton(other) === bones;
          const wrong = distance(word, other, same ? 3 : most);
          if (wrong <= (same ? 3 : most)) found.push({ other, rank: wrong - (same ? 0.6 : 0) - 0.04 * shelf.common[i] });
        });
      }
      found.sort((a, b) => a.rank - b.rank || (a.other < b.other ? -1 : 1));
      const best = found.filter((f) => f.rank < found[0].rank + 0.5).slice(0, 3);
      return (await Promise.all(best.map((f) => this.exact(f.other, close ? 0.4 : 0.8)))).filter(Boolean);
    }

    // --- where they stand -----------------------------------------------------

    async postings(choice) {
      const key = `${choice.file} ${choice.place}`, run = await this.part(choice.file);
      if (run && !this.read.has(key)) this.read.set(key, decoded(run[choice.place]));
      return this.read.get(key) || new Map();
    }

    // page → the stretches of it that belong to a choice, as edges; null where all of it does
    async chosen(group, value) {
      let spread = 0;
      for (const letter of `${group}:${value}`) spread = (spread * 31 + letter.codePointAt(0)) % 2147483647;
      const data = await this.part(`filters/${spread.toString(16)}`);
      const numbers = new Numbers((data && data[`${group}:${value}`]) || ""), found = new Map();
      let page = 0;
      while (numbers.more) {
        const code = numbers.next();
        page += Math.floor(code / 2);
        found.set(page, code % 2 ? numbers.rising(2 * (numbers.next() + 1)) : null);
      }
      return found;
    }

    // --- what is shown --------------------------------------------------------

    async page(number) {
      const file = await this.part(`pages/${Math.floor(number / PAGES_A_FILE).toString(16)}`);
      return file ? file[number] : undefined;
    }

    // the sentence that holds a place, and its words and those of the next
    async sentence(number, page, place) {
      const starts = page.blocks || [];
      let block = starts.length - 1;
      while (block > 0 && starts[block] > place) block -= 1;
      const rows = await this.part(`texts/${number.toString(16)}-${block}`);
      if (!rows) return null;
      let first = starts[block], speaker = "";
      for (let i = 0; i < rows.length; i += 1) {
        const [start, count, text, voice] = rows[i];
        if (voice !== undefined) speaker = voice;
        if (place < first + count) {
          const words = () => rows.slice(i, i + 3).flatMap((row) => wordsOf(row[2]));
          return { id: first, start, text, speaker, words };
        }
        first += count;
      }
      return null;
    }
  }

  // as many as may be loaded; files that hold several of them count once
  function within(choices, bytes) {
    const files = new Set();
    let sum = 0;
    return choices.filter(({ file, bytes: own }) => {
      if (files.has(file)) return true;
      if (sum + own > bytes) return false;
      files.add(file);
      sum += own;
      return true;
    });
  }

  // page → { said, written }: the places of a word
  function decoded(text) {
    const numbers = new Numbers(text), found = new Map();
    let page = 0;
    while (numbers.more) {
      const code = numbers.next(), how = code % 4;
      page += Math.floor(code / 4);
      const many = () => numbers.rising(numbers.next() + 1);
      const said = how === ONCE ? [numbers.next()] : how === WRITTEN ? [] : many();
      found.set(page, { said, written: how === ONCE || how === OFTEN ? [] : many() });
    }
    return found;
  }

  window.mediakitIndex = { Index, within, PAIR, POSTINGS_BYTES };
})();
