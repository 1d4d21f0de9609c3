// From what somebody typed to pages, best first, and the moments in them.
(() => {
  "use strict";

  const { wordsOf, closed, alone } = window.mediakitWords;
  const { within, PAIR, POSTINGS_BYTES } = window.mediakitIndex;
  const MOST_WORDS = 12, SPAN = 22, MOMENTS = 24;
  const WHO = 256, CAPTION = 768;

  // --- what is asked ----------------------------------------------------------

  // terms: a word, or the words of a phrase in a row. open: the word that is still being typed
  function parse(text) {
    const terms = [];
    const rest = text.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_, inside) => {
      const words = wordsOf(inside);
      if (words.length) terms.push({ words, just: true, open: false });
      return " ";
    });
    for (const piece of closed(rest).split(/\s+/)) {
      const words = wordsOf(piece);
      if (words.length > 1 && words.every(alone)) terms.push({ words, just: true, open: false });
      else words.forEach((word) => terms.push({ words: [word], just: false, open: false }));
    }
    const last = terms[terms.length - 1];
    if (last && !last.just && /[\p{L}\p{N}\p{M}]$/u.test(text)) last.open = true;
    const seen = new Set();
    return terms.filter((term) => !seen.has(term.words.join(" ")) && seen.add(term.words.join(" "))).slice(0, MOST_WORDS);
  }

  // --- which postings are read ------------------------------------------------

  // each term with the choices of its parts; a part stands so many words after the first
  async function resolved(index, terms, stops) {
    const plain = terms.some((term) => term.words.some((word) => !stops.has(word)));
    const groups = await Promise.all(terms.map(async (term) => {
      if (term.words.length > 1) return phrase(index, term, stops);
      const [word] = term.words;
      const common = stops.has(word);
      const { choices, also } = await index.meant(word, common ? { just: true } : term);
      return { term, parts: [{ after: 0, choices }], also, needed: !(common && plain), skip: common && plain };
    }));
    return plain ? groups : [...groups, ...await pairsIn(index, terms, stops)];
  }

  async function phrase(index, term, stops) {
    const parts = [], missing = [];
    await Promise.all(term.words.map(async (word, after) => {
      const next = term.words[after + 1], paired = (at) => at >= 0 && stops.has(term.words[at]) && stops.has(term.words[at + 1]);
      if (stops.has(word)) {
        if (paired(after)) parts.push({ after, choices: [await index.exact(word + PAIR + next)].filter(Boolean) });
        else if (!paired(after - 1)) missing.push(word);
      } else parts.push({ after, choices: [await index.exact(word)].filter(Boolean) });
    }));
    if (!parts.length) parts.push({ after: 0, choices: [await index.exact(term.words[0])].filter(Boolean) });
    return { term, parts: parts.sort((a, b) => a.after - b.after), also: [], needed: true, unsure: missing.length > 0 };
  }

  // where nothing but the commonest words is asked for, those that stand beside each other lead to a place
  async function pairsIn(index, terms, stops) {
    const words = terms.filter((term) => term.words.length === 1).map((term) => term.words[0]);
    const pairs = await Promise.all(words.slice(1).map((word, i) => (stops.has(word) && stops.has(words[i]) ? index.exact(words[i] + PAIR + word) : null)));
    return pairs.filter(Boolean).map((choice) => ({ term: { words: [] }, parts: [{ after: 0, choices: [choice] }], also: [], needed: false }));
  }

  // the choices that fit into what a query may load: first one of each part, the rarest first, then the others
  function affordable(groups) {
    const parts = groups.filter((group) => !group.skip).flatMap((group) => group.parts);
    const firsts = parts.map((part) => part.choices[0]).filter(Boolean).sort((a, b) => a.bytes - b.bytes);
    const others = parts.flatMap((part) => part.choices.slice(1)).sort((a, b) => b.weight - a.weight || b.pages - a.pages);
    const chosen = new Set(within([...firsts, ...others], POSTINGS_BYTES));
    if (!chosen.size && firsts.length) chosen.add(firsts[0]);
    return chosen;
  }

  // page → { said, weights, written }: where a group stands
  async function standing(index, group, chosen) {
    const parts = await Promise.all(group.parts.map(async (part) => {
      // without the word itself its other forms would say too little of where it stands
      const kept = chosen.has(part.choices[0]) ? part.choices.filter((choice) => chosen.has(choice)) : [];
      const read = await Promise.all(kept.map((choice) => index.postings(choice)));
      return { after: part.after, choices: part.choices, kept, read };
    }));
    const loaded = parts.filter((part) => part.kept.length);
    // a part that nobody says at all is another thing than one that is too large to be loaded
    if (parts.some((part) => !part.choices.length)) return { pages: new Map(), unsure: false, lost: false };
    if (!loaded.length) return { pages: new Map(), unsure: true, lost: true };
    if (group.term.words.length > 1) return { pages: inARow(loaded), unsure: group.unsure || loaded.length < parts.length };
    return { pages: merged(loaded[0]), unsure: false };
  }

  function merged({ kept, read }) {
    const pages = new Map();
    read.forEach((found, i) => {
      for (const [page, { said, written }] of found) {
        const there = pages.get(page);
        if (!there) { pages.set(page, { said, weights: said.map(() => kept[i].weight), written, best: kept[i].weight }); continue; }
        const both = [...there.said.map((place, n) => [place, there.weights[n]]), ...said.map((place) => [place, kept[i].weight])].sort((a, b) => a[0] - b[0]);
        pages.set(page, { said: both.map((b) => b[0]), weights: both.map((b) => b[1]), written: [...there.written, ...written], best: Math.max(there.best, kept[i].weight) });
      }
    });
    return pages;
  }

  function inARow(parts) {
    const [first, ...rest] = parts.map((part) => ({ after: part.after, found: part.read[0] })).sort((a, b) => a.found.size - b.found.size);
    const pages = new Map();
    const follows = (kind, page) => {
      let starts = first.found.get(page)[kind].map((place) => place - first.after);
      for (const { after, found } of rest) {
        const there = new Set(found.get(page)[kind]);
        starts = starts.filter((start) => there.has(start + after));
      }
      return starts;
    };
    for (const page of first.found.keys()) {
      if (!rest.every(({ found }) => found.has(page))) continue;
      const said = follows("said", page), written = follows("written", page);
      if (said.length || written.length) pages.set(page, { said, weights: said.map(() => 1), written, best: 1 });
    }
    return pages;
  }

  // --- which pages are best ---------------------------------------------------

  const inside = (edges, place) => { for (let i = 0; i < edges.length; i += 2) if (place >= edges[i] && place < edges[i + 1]) return true; return false; };

  // every place of a page where a group stands, in order
  function events(groups, page, edges) {
    const found = [];
    groups.forEach((group, number) => {
      const there = group.pages.get(page);
      if (!there) return;
      there.said.forEach((place, i) => { if (!edges || inside(edges, place)) found.push({ place, number, score: there.weights[i] * group.rarity }); });
    });
    return groups.length > 1 ? found.sort((a, b) => a.place - b.place) : found;
  }

  // the score of the words that stand within a span from each event on, more where they follow each other as typed
  function windows(found) {
    return found.map((event, from) => {
      const best = new Map();
      let bonus = 0;
      for (let i = from; i < found.length && found[i].place - event.place < SPAN; i += 1) {
        const { number, score, place } = found[i];
        if (score > (best.get(number) || 0)) best.set(number, score);
        for (let k = i - 1; k >= from && place - found[k].place < 2; k -= 1) if (found[k].number === number - 1 && found[k].place === place - 1) bonus = Math.max(bonus, 0.4 * score);
      }
      let sum = bonus;
      for (const score of best.values()) sum += score;
      return { place: event.place, score: sum };
    });
  }

  function written(groups, page) {
    let sum = 0;
    for (const group of groups) {
      const there = group.pages.get(page);
      if (!there || !there.written.length) continue;
      const place = Math.min(...there.written);
      sum += there.best * group.rarity * (place < WHO ? 2 : place < CAPTION ? 1.8 : 1);
    }
    return sum;
  }

  function scored(groups, page, edges) {
    const found = events(groups, page, edges);
    const said = groups.length > 1 ? windows(found).reduce((most, w) => Math.max(most, w.score), 0) : found.reduce((most, e) => Math.max(most, e.score), 0);
    const inText = written(groups, page);
    if (edges && !found.length && !inText) return null;
    return { page, edges, inText, score: Math.max(said, inText) + 0.3 * Math.min(said, inText) + 0.1 * Math.log2(1 + found.length) };
  }

  // the best moments of a page, each a while from the others
  function moments(groups, { page, edges }) {
    const found = windows(events(groups, page, edges)).sort((a, b) => b.score - a.score || a.place - b.place);
    const kept = [];
    const least = found.length ? found[0].score * 0.55 : 0;
    for (const moment of found) {
      if (kept.length === MOMENTS || moment.score < least) break;
      if (kept.every((other) => Math.abs(other.place - moment.place) >= 4)) kept.push(moment);
    }
    return kept;
  }

  // page → edges or null, of those that every filter holds
  async function filtered(index, filters) {
    const sets = await Promise.all(Object.entries(filters).map(([group, value]) => index.chosen(group, value)));
    if (!sets.length) return null;
    const [first, ...rest] = sets.sort((a, b) => a.size - b.size);
    const kept = new Map();
    for (const [page, edges] of first) if (rest.every((set) => set.has(page))) kept.set(page, [edges, ...rest.map((set) => set.get(page))].find(Boolean) || null);
    return kept;
  }

  async function find(index, text, filters) {
    const overview = await index.overview();
    if (!overview) return { broken: true, hits: [], total: 0, groups: [], also: [], marks: { words: new Set(), phrases: [] } };
    const terms = parse(text);
    const [allowed, asked] = await Promise.all([filtered(index, filters), resolved(index, terms, new Set(overview.stops))]);
    const chosen = affordable(asked);
    const groups = (await Promise.all(asked.filter((group) => !group.skip).map(async (group) => ({ ...group, ...await standing(index, group, chosen) }))));
    for (const group of groups) {
      let uses = 0;
      for (const there of group.pages.values()) uses += there.said.length + there.written.length;
      group.rarity = Math.log(1 + (overview.buckets * 16_000) / (1 + uses));
    }
    const needed = groups.filter((group) => group.needed && !group.lost), counts = new Map();
    if (!terms.length && allowed) for (const page of allowed.keys()) counts.set(page, 0);
    for (const group of needed) for (const page of group.pages.keys()) if (!allowed || allowed.has(page)) counts.set(page, (counts.get(page) || 0) + 1);
    const most = Math.max(0, ...counts.values());
    const hits = [];
    for (const [page, count] of counts) {
      const hit = count === most && scored(groups, page, allowed && allowed.get(page));
      if (hit) hits.push(hit);
    }
    hits.sort((a, b) => b.score - a.score || a.page - b.page);
    const words = new Set(asked.flatMap((group) => (group.term.words.length === 1 ? [...group.term.words, ...group.parts[0].choices.map((c) => c.word)] : [])));
    const also = asked.filter((group) => group.also.length).map((group) => ({ typed: group.term.words[0], words: group.also }));
    return {
      terms, hits, groups, also, total: hits.length, all: most === needed.length, unsure: groups.filter((group) => group.unsure && group.needed && !group.lost),
      marks: { words, phrases: terms.filter((term) => term.words.length > 1).map((term) => term.words) },
    };
  }

  // what a hit shows: its page and its best sentences, so many from the one on; in the order in which they are said
  async function detail(index, found, hit, most) {
    const page = await index.page(hit.page);
    if (!page) return null;
    const sentences = new Map();
    const all = moments(found.groups, hit);
    // what cannot be looked up is read for, but not without end
    const end = Math.min(all.length, 2 * most);
    for (let read = 0; read < end && sentences.size < most; read += most) {
      const those = await Promise.all(all.slice(read, read + most).map((moment) => index.sentence(hit.page, page, moment.place)));
      for (const sentence of those) if (sentence && sentences.size < most && sure(found.unsure, sentence)) sentences.set(sentence.id, sentence);
    }
    if (found.unsure.length && !sentences.size && !hit.inText) return null;
    return { page, sentences: [...sentences.values()].sort((a, b) => a.id - b.id), more: all.length > sentences.size };
  }

  // whether the phrases that could not be looked up do stand there; what goes on in another block is believed
  function sure(groups, sentence) {
    const words = groups.length ? sentence.words() : [];
    return groups.every(({ term }) => words.some((_, at) => term.words.every((word, i) => words[at + i] === undefined || words[at + i] === word)));
  }

  window.mediakitFind = { find, detail, parse };
})();
