// The page that lives: the ledger's figures every two seconds while it is being sent.
import { grouped } from "./asking.js";
import { drawChart } from "./chart.js";
import { startDialogs } from "./dialogs.js";

const EVERY = 2000;
const UNTIL_TIME = 15000; // it waits for its hour
const PATIENCE = 10000; // a screen reader is told no more often
const language = document.documentElement.lang || "vi";

export function startLive(section, first) {
  if (section) return watch(section, first);
  // Approved, nothing planned yet: the page has no figures to fill, so look whether it has become another page.
  const head = document.querySelector("[data-dn-status=approved], [data-dn-status=scheduled]");
  if (head) waitForStart(head.dataset.dnStatus === "approved" ? EVERY : UNTIL_TIME);
}

function waitForStart(pause) {
  setTimeout(async () => {
    const page = await fetchPage();
    if (page?.querySelector("[data-dn-live]")) location.reload();
    else waitForStart(pause);
  }, pause);
}

async function fetchPage() {
  try {
    const reply = await fetch(location.href, { credentials: "same-origin" });
    return reply.ok ? new DOMParser().parseFromString(await reply.text(), "text/html") : null;
  } catch { return null; }
}

function watch(section, first) {
  const part = (name) => section.querySelector(`[data-dn-${name}]`);
  let status = first.status;
  let toldAt = 0;
  show(first);
  if (first.is_live) setTimeout(poll, EVERY);

  async function poll() {
    let now = null;
    try {
      const reply = await fetch(section.dataset.url, { credentials: "same-origin" });
      if (reply.ok) now = await reply.json();
    } catch { /* said below */ }
    part("offline").hidden = now !== null;
    if (now) {
      show(now);
      if (now.status !== status) refreshHead(now.status);
    }
    if (!now || now.is_live) setTimeout(poll, EVERY);
  }

  function show(now) {
    for (const name of ["planned", "sent", "accepted", "failed", "skipped", "waiting", "delivered", "opened"]) set(section.querySelector(`[data-dn=${name}]`), grouped(now[name]));
    const bar = part("bar");
    bar.setAttribute("aria-valuenow", now.percent);
    for (const [name, share] of [["ok", now.accepted_percent], ["bad", now.failed_percent], ["skip", now.skipped_percent]]) bar.querySelector(`.dn-bar__${name}`).style.width = `${share}%`;
    for (const share of [50, 95, 100]) set(section.querySelector(`[data-dn-time="${share}"]`), duration(now.time_to[share]));
    trouble(now);
    reasons(now.reasons);
    drawChart(section, now.series, now.step_seconds);
    part("dot").hidden = !now.is_live;
    section.dataset.isLive = now.is_live ? "1" : "0";
    tell(now);
  }

  function trouble(now) {
    const paused = now.paused_until ? part("trouble").dataset.paused.replace("{when}", new Date(now.paused_until).toLocaleTimeString(language)) : "";
    const text = [now.trouble, paused].filter(Boolean).join(". ");
    part("trouble").hidden = !text;
    set(part("trouble-text"), text);
  }

  function reasons(rows) {
    const list = part("reasons");
    const key = JSON.stringify(rows);
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    if (!rows.length) { list.replaceChildren(Object.assign(document.createElement("li"), { textContent: list.dataset.none })); return; }
    list.replaceChildren(...rows.map((row) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("span"), { textContent: row.reason }), Object.assign(document.createElement("b"), { textContent: grouped(row.devices) }));
      return item;
    }));
  }

  function tell(now) {
    const isEnd = !now.is_live && toldAt > 0;
    if (!isEnd && performance.now() - toldAt < PATIENCE && toldAt) return;
    toldAt = performance.now();
    const line = part("said");
    line.textContent = line.dataset.text.replace("{percent}", now.percent).replace("{accepted}", grouped(now.accepted)).replace("{failed}", grouped(now.failed));
  }

  // Steps and buttons follow the status; not under somebody's hands.
  async function refreshHead(newStatus) {
    const place = document.querySelector("[data-dn-head]");
    if (place.querySelector("dialog[open]")) return;
    const fresh = (await fetchPage())?.querySelector("[data-dn-head]");
    if (!fresh) return;
    status = newStatus;
    place.replaceChildren(...fresh.childNodes);
    startDialogs(place);
  }
}

function set(element, text) { if (element && element.textContent !== text) element.textContent = text; }

function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 60) return `${seconds.toLocaleString(language, { maximumFractionDigits: 1 })} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
