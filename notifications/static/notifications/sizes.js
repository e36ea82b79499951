// The bytes of the push in each language, counted by the server: it knows what a message is made of.
import { ask, debounced, grouped } from "./asking.js";

const NAMES = ["kind", "title", "title_en", "body", "body_en", "link", "image_url", "collapse_key", "is_exercise"];

export function startSizes(box, value) {
  if (!box) return;
  const problem = box.querySelector("[data-dn-look-problem]");
  const look = debounced(async (isNewest) => {
    const { ok, data } = await ask(box.dataset.dnLookUrl, Object.fromEntries(NAMES.map((name) => [name, value(name)])));
    if (!isNewest()) return;
    problem.hidden = ok;
    problem.textContent = ok ? "" : data.problem || "";
    if (ok) for (const language of ["vi", "en"]) show(language, data[language].bytes);
  }, 400);
  function show(language, bytes) {
    box.querySelector(`[data-dn-bytes=${language}]`).value = bytes;
    const number = box.querySelector(`[data-dn-bytes-number=${language}]`);
    number.textContent = grouped(bytes);
    number.classList.toggle("dn-over", bytes > Number(box.dataset.limit));
  }
  const form = box.closest("form");
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  document.addEventListener("dn:filled", look);
  look();
}
