// The page of a notice: the preview follows the typing, the device count follows the ticks, the bar follows the ledger.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const preview = document.querySelector("[data-dn-preview]");
  if (preview) startPreview(preview);
  const chooser = document.querySelector("[data-dn-topics]");
  if (chooser && preview) startCount(chooser, preview.dataset.audience);
  const progress = document.querySelector("[data-dn-progress][data-live]");
  if (progress) startProgress(progress);

  function startPreview(section) {
    const stored = document.getElementById("dn-saved");
    const saved = stored ? JSON.parse(stored.textContent) : {};
    const fields = ["kind", "title", "title_en", "body", "body_en"];
    const inputs = Object.fromEntries(fields.map((name) => [name, document.getElementById(`id_${name}`)]));
    const value = (name) => (inputs[name] ? inputs[name].value : saved[name] || "").trim();
    function draw() {
      for (const card of section.querySelectorAll("[data-dn-card]")) {
        const english = card.dataset.dnCard === "en";
        card.dataset.kind = value("kind");
        card.querySelector("[data-dn-kind]").textContent = kindName(value("kind"));
        card.querySelector("[data-dn-title]").textContent = (english && value("title_en")) || value("title") || "–";
        card.querySelector("[data-dn-body]").textContent = (english && value("body_en")) || value("body");
      }
    }
    function kindName(kind) {
      const option = inputs.kind && [...inputs.kind.options].find((one) => one.value === kind);
      const name = option ? option.textContent : saved.kind_name;
      return name ? `· ${name}` : "";
    }
    Object.values(inputs).forEach((input) => input && input.addEventListener("input", draw));
    if (inputs.kind) inputs.kind.addEventListener("change", draw);
    draw();
  }

  function startCount(boxes, url) {
    const line = document.querySelector("[data-dn-count]");
    let latest = 0;
    async function count() {
      const chosen = [...boxes.querySelectorAll("input:checked")].map((box) => ["topic", box.value]);
      const turn = ++latest;
      if (!chosen.length) { line.textContent = line.dataset.none; return; }
      const reply = await fetch(`${url}?${new URLSearchParams(chosen)}`, { credentials: "same-origin" });
      if (!reply.ok || turn !== latest) return;
      const { devices } = await reply.json();
      line.textContent = line.dataset.some.replace("%s", devices.toLocaleString(document.documentElement.lang || "vi"));
    }
    boxes.addEventListener("change", count);
    count();
  }

  function startProgress(section) {
    async function poll() {
      const reply = await fetch(section.dataset.url, { credentials: "same-origin" });
      if (!reply.ok) return;
      const now = await reply.json();
      for (const name of ["accepted", "failed", "waiting", "planned"]) section.querySelector(`[data-dn=${name}]`).textContent = now[name];
      section.querySelector(".dn-bar__ok").style.width = `${now.accepted_percent}%`;
      section.querySelector(".dn-bar__bad").style.width = `${now.failed_percent}%`;
      section.querySelector(".dn-bar").setAttribute("aria-valuenow", now.percent);
      section.querySelector("[data-dn-reasons]").replaceChildren(...now.reasons.map((row) => {
        const item = document.createElement("li");
        item.textContent = `${row.reason}: ${row.devices}`;
        return item;
      }));
      if (now.is_live) setTimeout(poll, 2000); else location.reload();
    }
    setTimeout(poll, 1000);
  }
});
