// Who gets it now: follows kind and audience.
import { ask, debounced, grouped } from "./asking.js";

export function startReach(section, value, saved) {
  if (!section) return;
  const part = (name) => section.querySelector(`[data-dn-reach-${name}]`);
  const note = part("note");
  const word = part("word");
  const field = document.getElementById("id_audience");

  function audience() {
    if (!field) return saved.audience;
    try { return JSON.parse(field.value); } catch { return null; }
  }
  function copy(text) { // in the bar below the form and in the dialogs
    for (const place of document.querySelectorAll("[data-dn-reach-copy]")) place.textContent = text;
  }
  function blank(text) {
    part("devices").textContent = text ? "0" : "–";
    word.textContent = word.dataset.many;
    for (const name of ["people", "without", "silenced"]) part(name).textContent = "–";
    part("sample-box").hidden = true;
    note.textContent = text;
    copy(text);
  }
  const count = debounced(async (isNewest) => {
    const chosen = audience();
    if (!chosen) { blank(section.dataset.none); return; }
    const { ok, data } = await ask(section.dataset.url, { audience: chosen, kind: value("kind") });
    if (!isNewest()) return;
    if (!ok) { blank(data.problem || section.dataset.failed); return; }
    show(data);
  }, 250);
  function show(found) {
    part("devices").textContent = grouped(found.devices);
    word.textContent = found.devices === 1 ? word.dataset.one : word.dataset.many;
    part("people").textContent = grouped(found.people);
    part("without").textContent = grouped(found.people_without_device);
    part("silenced").textContent = grouped(found.silenced);
    part("sample-box").hidden = !found.sample.length;
    part("sample").replaceChildren(...counted(found.sample).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    note.textContent = "";
    copy(`${grouped(found.devices)} ${word.textContent}`);
  }
  document.addEventListener("dn:audience", count);
  document.addEventListener("change", (event) => event.target.name === "kind" && count());
  document.addEventListener("dn:filled", count);
  count();
}

// Five guests with the same phone are one line.
function counted(lines) {
  const times = new Map();
  for (const line of lines) times.set(line, (times.get(line) || 0) + 1);
  return [...times].map(([line, number]) => (number > 1 ? `${line} × ${number}` : line));
}
