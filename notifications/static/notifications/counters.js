// How long a text is while it is being typed.
import { grouped } from "./asking.js";

export function startCounters(root) {
  for (const line of root.querySelectorAll("[data-dn-counter]")) startCounter(line);
}

function startCounter(line) {
  const field = document.getElementById(line.dataset.dnCounter);
  const longest = Number(line.dataset.longest);
  const shown = Number(line.dataset.shown || 0);
  const more = line.querySelector("[data-dn-more]");
  const number = line.querySelector("[data-dn-length]");
  field.removeAttribute("maxlength"); // what is pasted is not cut off in silence: the counter turns red instead
  function count() {
    const length = field.value.length;
    number.textContent = `${grouped(length)} / ${grouped(longest)}`;
    line.classList.toggle("dn-counter--near", length > longest * 0.9);
    line.classList.toggle("dn-counter--over", length > longest);
    // Only what matters is read out.
    line.setAttribute("aria-live", length > longest * 0.9 ? "polite" : "off");
    if (more) more.hidden = length <= shown;
    field.setAttribute("aria-invalid", String(length > longest));
  }
  field.addEventListener("input", count);
  count();
}
