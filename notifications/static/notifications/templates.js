// A template asks for what is to be filled in, and fills the fields of the page.
import { ask } from "./asking.js";

export function startTemplates(section, templates) {
  if (!section) return;
  const chooser = section.querySelector("[data-dn-template]");
  const places = section.querySelector("[data-dn-places]");
  const button = section.querySelector("[data-dn-fill]");
  const said = section.querySelector("[data-dn-template-said]");

  chooser.addEventListener("change", () => {
    const template = templates.find((one) => one.id === chooser.value);
    said.textContent = "";
    places.replaceChildren(...(template?.places || []).map(placeField));
    places.hidden = !template?.places.length;
    button.hidden = !template;
  });

  function placeField(name) {
    const box = document.createElement("div");
    box.className = "dn-field";
    const label = document.createElement("label");
    label.className = "dn-label";
    label.htmlFor = `dn-place-${name}`;
    label.textContent = name.replaceAll("_", " ");
    const input = document.createElement("input");
    Object.assign(input, { id: `dn-place-${name}`, className: "dn-input", type: "text", autocomplete: "off" });
    input.dataset.place = name;
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); button.click(); } // not the form's own
    });
    box.append(label, input);
    return box;
  }

  button.addEventListener("click", async () => {
    const values = Object.fromEntries([...places.querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one.value]));
    const { ok, data } = await ask(section.dataset.url, { template: chooser.value, values });
    for (const input of places.querySelectorAll("[data-place]")) {
      input.setAttribute("aria-invalid", String(!ok && input.dataset.place in (data.fields || {})));
    }
    said.textContent = ok ? said.dataset.done : data.problem || said.dataset.failed;
    said.classList.toggle("dn-error", !ok);
    if (ok) fill(data);
    else places.querySelector("[aria-invalid=true]")?.focus();
  });

  function fill(fields) {
    for (const [name, text] of Object.entries(fields)) {
      const input = name === "kind" ? document.querySelector(`input[name=kind][value="${text}"]`) : document.getElementById(`id_${name}`);
      if (!input) continue;
      if (name === "kind") input.checked = true; else input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    document.dispatchEvent(new Event("dn:filled"));
  }
}
