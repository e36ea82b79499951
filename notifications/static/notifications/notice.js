// The page of a notice. Each part lives in a module of its own and does nothing where its part of the page is missing.
import { reader } from "./asking.js";
import { startAudience } from "./audience.js";
import { startCounters } from "./counters.js";
import { startDialogs } from "./dialogs.js";
import { startLink, startPicture } from "./link.js";
import { startLive } from "./live.js";
import { startPhone } from "./phone.js";
import { startReach } from "./reach.js";
import { startSizes } from "./sizes.js";
import { startTemplates } from "./templates.js";

const stored = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const saved = stored("dn-saved") || {};
const value = reader(saved);

startDialogs(document);
startPhone(document.querySelector("[data-dn-look]"), value, saved, stored("dn-kinds"));
startAudience(document.querySelector("[data-dn-audience]"), stored("dn-options"));
startReach(document.querySelector("[data-dn-reach]"), value, saved);
startCounters(document);
startSizes(document.querySelector("[data-dn-look-url]"), value);
startTemplates(document.querySelector("[data-dn-templates]"), stored("dn-templates"));
startLink(document.querySelector("[data-dn-link]"));
startPicture(document.querySelector("[data-dn-picture-field]"));
startLive(document.querySelector("[data-dn-live]"), stored("dn-pulse"));

// Fields that only some kinds have.
function showForKind() {
  for (const part of document.querySelectorAll("[data-dn-for-kinds]")) {
    part.hidden = !part.dataset.dnForKinds.split(" ").includes(value("kind"));
  }
}
document.addEventListener("change", (event) => event.target.name === "kind" && showForKind());
document.addEventListener("dn:filled", showForKind);
showForKind();
