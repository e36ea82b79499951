// The three boxes in which an audience is put together, and its text for who needs more.
import { boxesOf, formulaOf } from "./formula.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

export function startAudience(section, groups) {
  if (!section) return;
  const field = document.getElementById("id_audience");
  const names = Object.fromEntries(groups.flatMap((group) => group.options.map((one) => [one.value, one.label])));
  const boxes = Object.fromEntries([...section.querySelectorAll("[data-dn-box]")].map((box) => [box.dataset.dnBox, box]));
  const problem = section.querySelector("[data-dn-text-problem]");
  const editText = section.querySelector("[data-dn-edit-text]");
  for (const [name, box] of Object.entries(boxes)) build(name, box);
  begin();
  read();

  function begin() { // from the page of a list that has just been uploaded
    const list = new URLSearchParams(location.search).get("list");
    if (list && !field.value) field.value = JSON.stringify(`list:${list}`);
  }

  function build(name, box) {
    const place = box.querySelector("[data-dn-groups]");
    place.replaceChildren(...groups.map((group) => {
      const part = document.createElement("fieldset");
      part.className = "dn-group";
      part.append(Object.assign(document.createElement("legend"), { textContent: group.name }));
      const options = Object.assign(document.createElement("div"), { className: "dn-group__options" });
      options.append(...group.options.map((one) => option(name, one)));
      part.append(options);
      return part;
    }));
    box.querySelector("[data-dn-find]").addEventListener("input", (event) => { event.stopPropagation(); filter(box, event.target.value); });
    box.addEventListener("change", (event) => event.target.type === "checkbox" && write());
  }

  function option(name, { value, label }) {
    const row = Object.assign(document.createElement("label"), { className: "dn-topic" });
    const input = Object.assign(document.createElement("input"), { type: "checkbox", value });
    input.dataset.topic = "";
    row.dataset.plain = plain(label);
    row.append(input, Object.assign(document.createElement("span"), { textContent: label }));
    return row;
  }

  function filter(box, text) {
    const wanted = plain(text.trim());
    for (const row of box.querySelectorAll(".dn-topic")) row.hidden = !row.dataset.plain.includes(wanted);
    for (const part of box.querySelectorAll(".dn-group")) part.hidden = !part.querySelector(".dn-topic:not([hidden])");
    box.querySelector("[data-dn-nothing]").hidden = Boolean(box.querySelector(".dn-group:not([hidden])"));
  }

  function ticked(box) { return [...box.querySelectorAll("[data-topic]:checked")].map((input) => input.value); }

  // Page → formula.
  function write() {
    const expression = formulaOf(Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, ticked(box)])));
    field.value = expression === null ? "" : JSON.stringify(expression);
    chips();
    tell();
  }

  // Formula → page. What the boxes cannot say stands as text, read only until somebody asks for it.
  function read() {
    let expression = null;
    try { expression = field.value ? JSON.parse(field.value) : null; } catch { expression = undefined; }
    problem.hidden = expression !== undefined;
    problem.textContent = expression === undefined ? problem.dataset.said : "";
    const chosen = expression === null ? { any: [], all: [], not: [] } : boxesOf(expression);
    const isSimple = chosen !== null && Object.values(chosen).flat().every((topic) => topic in names);
    section.querySelector("[data-dn-boxes]").hidden = !isSimple;
    section.querySelector("[data-dn-formula]").hidden = isSimple;
    section.querySelector("[data-dn-text-box]").open = !isSimple;
    for (const [name, box] of Object.entries(boxes)) {
      for (const input of box.querySelectorAll("[data-topic]")) input.checked = isSimple && chosen[name].includes(input.value);
      if (isSimple && name !== "any" && chosen[name].length) box.querySelector("details").open = true;
    }
    chips();
    tell();
  }

  function chips() {
    for (const box of Object.values(boxes)) {
      const list = box.querySelector("[data-dn-chips]");
      list.replaceChildren(...ticked(box).map((topic) => chip(box, topic)));
      list.hidden = !list.children.length;
    }
  }

  function chip(box, topic) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "dn-chip" });
    button.append(names[topic], Object.assign(document.createElement("span"), { className: "dn-icon", textContent: "close" }));
    button.lastChild.setAttribute("aria-hidden", "true");
    button.setAttribute("aria-label", `${names[topic]} ✕`);
    button.addEventListener("click", () => {
      box.querySelector(`[data-topic][value="${CSS.escape(topic)}"]`).checked = false;
      write();
      (box.querySelector(".dn-chip") || box.querySelector("summary")).focus(); // the pressed one is gone
    });
    item.append(button);
    return item;
  }

  function tell() { document.dispatchEvent(new Event("dn:audience")); }

  field.readOnly = true;
  editText.addEventListener("click", () => { field.readOnly = false; field.focus(); });
  field.addEventListener("change", read);
  section.querySelector("[data-dn-start-over]").addEventListener("click", () => {
    field.value = "";
    field.readOnly = true;
    read();
    boxes.any.querySelector("summary").focus();
  });
}
