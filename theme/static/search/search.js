// The page that searches: asks Pagefind, of this site's own address, and shows what it finds.
// Its words are in the form, so that the catalogs have them.
(() => {
"use strict";
const form = document.getElementById("busqueda");
const box = form.elements.q;
const said = document.getElementById("estado");
const list = document.getElementById("resultados");
const more = document.getElementById("mas");
const choices = [...form.querySelectorAll("[data-facet]")];
const where = form.dataset.index;
const STEP = 10;
const FRESH = 60000; // milliseconds for which the site is taken to be as it was
const lang = document.documentElement.lang;
const dates = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" });
const numbers = new Intl.NumberFormat(lang);

let engine; // what searches, once somebody does
let found = []; // every record that has the words, in order
let wanted = []; // those of them that the choices leave
let turn = 0; // the search whose answer is waited for

const ask = async (address, options) => {
  const answer = await fetch(where + address, options);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer;
};
const json = async (address, options) => (await ask(address, options)).json();
const fresh = { cache: "no-cache" }; // of what has the same name when it changes
const contents = async () => (await ask("indice.json", fresh)).text();

// A volume's records, oldest first: what each may be narrowed by, and where it is shown.
async function records(folder, table, held) {
  const { ids, facets, sheaf, sheaves } = await json(folder + table);
  ids.split(" ").forEach((id, at) => {
    const rows = folder + sheaves[Math.floor(at / sheaf)];
    const record = { folder, at, rows, row: at % sheaf, age: 0 };
    for (const [name, [values, numbers]] of Object.entries(facets)) record[name] = values[numbers[at]];
    held.has(id) ? held.get(id).push(record) : held.set(id, [record]);
  });
}

async function open() {
  const text = await contents();
  const index = JSON.parse(text);
  const pagefind = await import(where + index.engine + "pagefind.js");
  const here = new URL(where, document.baseURI).pathname;
  const one = pagefind.createInstance({
    basePath: here + index.engine, noWorker: true, metaCacheTag: "", language: lang,
  });
  await one.init();
  const held = new Map();
  await Promise.all(index.volumes.map(async (folder) => {
    // Asked for as Pagefind asks for it, which so is led by what was had here, of one moment.
    const { table } = await json(folder + "pagefind-entry.json?ts=", fresh);
    await Promise.all([
      records(folder, table, held),
      one.mergeIndex(here + folder, { metaCacheTag: "", language: lang }),
    ]);
  }));
  // Newest first: the undated, which are of no day, stand after all others.
  const order = new Map(index.volumes.map((folder, at) => [folder, at]));
  const all = [...held.values()].flat();
  all.sort((a, b) => !a.year - !b.year || order.get(a.folder) - order.get(b.folder) || b.at - a.at);
  all.forEach((record, age) => { record.age = age; });
  return { one, held, records: all, text, at: Date.now(), labels: index.labels };
}

// What searches, of the site as it is: somebody may leave the page open while it changes.
async function current() {
  if (engine && Date.now() - engine.at > FRESH) {
    if (await contents() === engine.text) engine.at = Date.now();
    else engine = null;
  }
  return engine ||= await open();
}

// The records that have some words, the likest first and of equals the newest. A record that no
// table knows is of a site that changed since.
async function matches(words) {
  const { results } = await engine.one.search(words);
  if (!results.every(({ id }) => engine.held.has(id))) return null;
  const scored = results.flatMap(({ id, score }) => engine.held.get(id).map((one) => [score, one]));
  scored.sort(([much, a], [little, b]) => little - much || a.age - b.age);
  return scored.map(([, one]) => one);
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// A text with the words that were asked for marked, however they are accented or end.
function marked(element, text) {
  const asked = folded(box.value).match(/[\p{L}\p{N}]+/gu) || [];
  const stems = asked.map((word) => (word.length > 5 ? word.slice(0, -2) : word));
  for (const piece of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    if (stems.some((stem) => stem.length > 2 && folded(piece).startsWith(stem))) {
      const mark = document.createElement("mark");
      mark.textContent = piece;
      element.append(mark);
    } else element.append(piece);
  }
  return element;
}

function card(record, [address, title, day, text, language, ...marks]) {
  const item = document.createElement("li");
  item.className = "card";
  const rail = item.appendChild(document.createElement("div"));
  rail.className = "rail";
  const told = [
    engine.labels.type[record.type],
    day && dates.format(new Date(`${day}T00:00Z`)),
    engine.labels.topic[record.topic],
    language && named("lang", language),
    ...marks.map((mark) => form.dataset[mark]),
  ];
  for (const one of told.filter(Boolean)) rail.appendChild(document.createElement("p")).textContent = one;
  rail.firstChild.className = "type";
  const head = item.appendChild(document.createElement("h2"));
  const link = head.appendChild(document.createElement("a"));
  link.href = form.dataset.base + address;
  marked(link, title);
  const words = marked(item.appendChild(document.createElement("p")), text);
  if (language) link.lang = words.lang = language;
  return item;
}

function named(facet, value) {
  if (facet === "lang") {
    const known = new Intl.DisplayNames(lang, { type: "language", fallback: "none" });
    return known.of(value) || value;
  }
  return (engine.labels[facet] || {})[value] || value;
}

// How many there would be with each choice, the others being as they are.
function offer() {
  form.querySelector("fieldset").hidden = false;
  for (const select of choices) {
    const facet = select.dataset.facet;
    const others = choices.filter((one) => one !== select && one.value);
    const counts = new Map();
    for (const record of found) {
      if (record[facet] && others.every((one) => record[one.dataset.facet] === one.value))
        counts.set(record[facet], (counts.get(record[facet]) || 0) + 1);
    }
    const chosen = select.value;
    if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
    const names = [...counts.keys()].map((value) => [value, named(facet, value)]);
    names.sort((a, b) => (facet === "year" ? -1 : 1) * a[1].localeCompare(b[1], lang));
    select.length = 1;
    for (const [value, name] of names)
      select.add(new Option(`${name} (${numbers.format(counts.get(value))})`, value));
    select.value = chosen;
    select.parentElement.hidden = select.length < (facet === "lang" ? 3 : 2);
  }
}

async function show(from) {
  const asked = turn;
  const part = wanted.slice(from, from + STEP);
  const sheaves = new Map();
  for (const { rows } of part) if (!sheaves.has(rows)) sheaves.set(rows, json(rows));
  const items = await Promise.all(part.map(async (record) =>
    card(record, (await sheaves.get(record.rows))[record.row])));
  if (asked !== turn) return;
  from ? list.append(...items) : list.replaceChildren(...items);
  more.parentElement.hidden = from + STEP >= wanted.length;
  if (from) items[0].querySelector("a").focus();
}

function tell(count) {
  const { none, one, many } = form.dataset;
  const text = count === 0 ? none : count === 1 ? one : many.replace("{count}", numbers.format(count));
  said.textContent = text;
}

// The search that the form says: its words, its choices and its order.
async function search() {
  const asked = ++turn;
  const words = box.value.trim();
  const chosen = choices.filter((one) => one.value);
  if (!words && !chosen.length) {
    found = wanted = [];
    list.replaceChildren();
    said.textContent = "";
    more.parentElement.hidden = true;
    if (engine) { found = engine.records; offer(); }
    return;
  }
  if (!engine || !list.firstChild) said.textContent = form.dataset.busy;
  try {
    await current();
    let results = words ? await matches(words) : engine.records;
    if (!results) {
      engine = await open();
      results = await matches(words);
      if (!results) throw new Error("no table has what was found");
    }
    if (asked !== turn) return;
    found = results;
    wanted = found.filter((record) => chosen.every((one) => record[one.dataset.facet] === one.value));
    if (form.elements.orden.value) wanted.sort((a, b) => a.age - b.age);
    offer();
    await show(0);
    if (asked === turn) tell(wanted.length);
  } catch (error) {
    if (asked !== turn) return;
    console.warn(error);
    list.replaceChildren();
    said.textContent = form.dataset.failed;
  }
}

// The address says what is asked, so that it can be shared, saved and gone back to.
function address() {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value.trim()) query.delete(name);
  return query.size ? `${location.pathname}?${query}` : location.pathname;
}

function restore() {
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (!field.name) continue;
    const value = query.get(field.name) || "";
    if (field.dataset.facet && value && ![...field.options].some((one) => one.value === value))
      field.add(new Option(value, value));
    field.value = value;
  }
  search();
}

let typing;
box.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => { history.replaceState(null, "", address()); search(); }, 250);
});
const now = () => { clearTimeout(typing); history.pushState(null, "", address()); search(); };
form.addEventListener("change", (event) => { if (event.target !== box) now(); });
form.addEventListener("submit", (event) => { event.preventDefault(); now(); });
more.addEventListener("click", () => show(list.children.length));
addEventListener("popstate", restore);
restore();
})();
