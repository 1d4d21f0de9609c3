// Words as the index of the search folds them: mediakit/gallery/search_words.py follows the same rules.
(() => {
  "use strict";

  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
  const APOSTROPHES = "'\\u2018\\u2019\\u02bc";
  const HYPHENS = "-\\u2010\\u2011";
  const LETTERS = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ς": "σ" };
  const SHORT_HEAD = 3, SHORT_ELISION = 2;

  const RUN = `(?:(?![${CJK}])[\\p{L}\\p{N}])+`, MARKED = `(?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}])+`;
  const PIECE = new RegExp(`[${CJK}]|${RUN}(?:[${APOSTROPHES}]${RUN})*`, "gu");
  const SHOWN = new RegExp(`[${CJK}]|${MARKED}(?:[${APOSTROPHES}]${MARKED})*`, "gu");
  const APOSTROPHE = new RegExp(`[${APOSTROPHES}]`, "u");
  const JOINED = new RegExp(`(${RUN})[${HYPHENS}](?=(${RUN}))`, "gu");
  const ALONE = new RegExp(`^[${CJK}]$`, "u");

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđßæœðþıħŋς]/g, (c) => LETTERS[c]);

  // the words of a text in order
  const wordsOf = (text) => (fold(text).match(PIECE) || []).map((piece) => piece.split(APOSTROPHE).join(""));

  // O’Malley’s → omalleys, omalley, malley: every way in which a word may be written
  function forms(folded) {
    let parts = folded.split(APOSTROPHE);
    const found = [parts.join("")];
    if (parts.length > 1 && parts[parts.length - 1] === "s") found.push((parts = parts.slice(0, -1)).join(""));
    if (parts.length > 1 && parts[0].length <= SHORT_ELISION && parts.slice(1).join("").length > SHORT_ELISION) found.push(parts.slice(1).join(""));
    return found;
  }

  // the words of a text as it is shown: where each stands, and its forms
  function* shown(text) {
    for (const match of text.matchAll(SHOWN)) {
      yield { from: match.index, to: match.index + match[0].length, forms: (fold(match[0]).match(PIECE) || []).flatMap(forms) };
    }
  }

  // co-operation → cooperation, where what stands before the hyphen is short
  const closed = (text) => fold(text).replace(JOINED, (all, head) => (head.length <= SHORT_HEAD ? head : all));

  // what a word and its forms have in common; only of English, elsewhere only a plural's s
  function stem(word, language) {
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    let base = word;
    if (!/(ss|us|is)$/.test(base)) base = base.replace(/s$/, "");
    if (!/^en/.test(language)) return base;
    base = word.replace(/sses$/, "ss").replace(/ies$/, "y");
    if (base === word && !/(ss|us|is)$/.test(base)) base = base.replace(/s$/, "");
    const cut = base.replace(/(ing|ed)$/, "");
    if (cut !== base && cut.length > 2 && /[aeiouy]/.test(cut)) base = cut;
    base = base.replace(/ied$/, "y").replace(/([b-df-hj-np-tv-z])\1$/, "$1");
    return base.length > 3 ? base.replace(/e$/, "").replace(/i$/, "y") : base;
  }

  // --- what is misspelt -------------------------------------------------------

  const SOUNDS = { c: "k", q: "k", x: "k", g: "j", v: "f", z: "s", e: "a", i: "a", o: "a", u: "a", y: "a" };

  // the sound that a word begins with, as the shelves of words are named
  function firstSound(word) {
    const first = word.startsWith("ph") ? "f" : /^c[eiy]/.test(word) ? "s" : SOUNDS[word[0]] || word[0];
    return /^[a-z]$/.test(first) ? first : "_";
  }

  const skeleton = (word) => word.replace(/ph/g, "f").replace(/[cqx]/g, "k").replace(/g/g, "j").replace(/v/g, "f").replace(/z/g, "s")
    .replace(/[aeiouyhw]/g, "").replace(/(.)\1+/g, "$1");

  // how many letters are wrong, missing, too many or swapped; more than `most` is not counted to the end
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) {
        let best = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2] + 1);
        next.push(best);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[b.length];
  }

  window.mediakitWords = { wordsOf, shown, closed, stem, firstSound, skeleton, distance, alone: (word) => ALONE.test(word) };
})();
