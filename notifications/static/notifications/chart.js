// Three lines over time in plain SVG, and the same figures as a table.
import { grouped } from "./asking.js";

const WIDTH = 640, HEIGHT = 200, LEFT = 66, RIGHT = 8, TOP = 10, BOTTOM = 24;
const LINES = ["sent", "accepted", "failed"];
const ROWS = 500;
const language = document.documentElement.lang || "vi";

export function drawChart(section, series, step) {
  const key = `${series.length} ${JSON.stringify(series.at(-1) || "")}`;
  const box = section.querySelector("[data-dn-chart]");
  if (box.dataset.key === key) return; // nothing new: nothing flickers
  box.dataset.key = key;
  section.querySelector("[data-dn-step]").textContent = step === 1 ? box.dataset.second : box.dataset.minute;
  const svg = section.querySelector("[data-dn-svg]");
  svg.replaceChildren(...(series.length ? drawing(padded(series, step)) : [text(WIDTH / 2, HEIGHT / 2, box.dataset.empty, "middle")]));
  section.querySelector("[data-dn-rows]").replaceChildren(...series.slice(-ROWS).map(row));
}

// Moments in which nothing happened have no row in the ledger; the line goes down to zero there.
function padded(series, step) {
  const at = (one) => new Date(one.at).getTime();
  const found = [];
  for (const one of series) {
    const last = found.at(-1);
    if (last && one.time === undefined) {
      const gap = (at(one) - last.time) / 1000;
      if (gap > step * 1.5) found.push(zero(last.time + step * 1000), zero(at(one) - step * 1000));
    }
    found.push({ ...one, time: at(one) });
  }
  if (found.length === 1) found.unshift(zero(found[0].time - step * 1000));
  return found;
}

const zero = (time) => ({ time, sent: 0, accepted: 0, failed: 0 });

function drawing(points) {
  const begin = points[0].time, end = points.at(-1).time;
  const most = niceMost(Math.max(1, ...points.map((one) => Math.max(one.sent, one.accepted, one.failed))));
  const x = (time) => LEFT + ((WIDTH - LEFT - RIGHT) * (time - begin)) / (end - begin || 1);
  const y = (value) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / most;
  const parts = [];
  for (const share of [0, 0.5, 1]) {
    parts.push(element("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(most * share), y2: y(most * share), class: "dn-grid" }));
    if (most * share === Math.round(most * share)) parts.push(text(LEFT - 6, y(most * share) + 4, grouped(most * share), "end"));
  }
  for (const [time, anchor] of [[begin, "start"], [end, "end"]]) parts.push(text(x(time), HEIGHT - 6, clock(time), anchor));
  for (const name of LINES) {
    const line = points.map((one) => `${x(one.time).toFixed(1)},${y(one[name]).toFixed(1)}`).join(" ");
    parts.push(element("polyline", { points: line, class: `dn-line dn-line--${name}` }));
  }
  return parts;
}

function niceMost(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((one) => one * power).find((one) => one >= value);
}

const clock = (time) => new Date(time).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function text(x, y, words, anchor) {
  const made = element("text", { x, y, "text-anchor": anchor, class: "dn-axis" });
  made.textContent = words;
  return made;
}

function row(one) {
  const line = document.createElement("tr");
  const cells = [clock(new Date(one.at).getTime()), ...LINES.map((name) => grouped(one[name]))];
  line.append(...cells.map((words) => Object.assign(document.createElement("td"), { textContent: words })));
  return line;
}
