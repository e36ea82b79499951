/* Redoc on our document, in our colours; it knows no dark mode, so it gets other colours and is drawn again. */
(function () {
  "use strict";
  const place = document.getElementById("redoc");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const MONO = "ui-monospace, Menlo, Consolas, monospace";
  let document_ = null;

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function theme() {
    const http = { get: "--get", post: "--post", put: "--put", patch: "--patch", delete: "--delete" };
    Object.keys(http).forEach(function (method) { http[method] = color(http[method]); });
    return {
      colors: {
        primary: { main: color("--green") },
        success: { main: color("--green") },
        error: { main: color("--alarm") },
        text: { primary: color("--ink"), secondary: color("--soft") },
        border: { dark: color("--line"), light: color("--line") },
        gray: { 50: color("--raised"), 100: color("--raised") },
        responses: {
          success: { color: color("--green"), backgroundColor: color("--tint"), tabTextColor: "#7fd3a2" },
          error: { color: color("--alarm"), backgroundColor: color("--alarm-tint"), tabTextColor: "#ff9c92" },
          redirect: { color: color("--post"), backgroundColor: color("--raised"), tabTextColor: "#e3b48c" },
          info: { color: color("--patch"), backgroundColor: color("--raised"), tabTextColor: "#a9c4d6" },
        },
        http: http,
      },
      schema: { linesColor: color("--edge"), typeNameColor: color("--soft"), typeTitleColor: color("--ink"), requireLabelColor: color("--alarm"), nestedBackground: color("--raised"), arrow: { color: color("--soft") } },
      typography: {
        fontFamily: FONT,
        fontSize: "15px",
        headings: { fontFamily: FONT, fontWeight: "600" },
        code: { fontFamily: MONO, fontSize: "13px", color: color("--ink"), backgroundColor: color("--raised") },
        links: { color: color("--green"), visited: color("--green"), hover: color("--green"), textDecoration: "underline" },
      },
      sidebar: { backgroundColor: color("--card"), textColor: color("--ink"), activeTextColor: color("--green"), arrow: { color: color("--soft") } },
      rightPanel: { backgroundColor: "#1a211c", textColor: "#eef2ee" },
      codeBlock: { backgroundColor: "#0c100d" },
      fab: { backgroundColor: color("--green"), color: color("--on") },
    };
  }

  function draw() {
    place.replaceChildren();
    const options = {
      hideLoading: true,
      nativeScrollbars: true,
      jsonSamplesExpandLevel: 2,
      sortRequiredPropsFirst: true,
      hideDownloadButtons: true,
      theme: theme(),
    };
    Redoc.init(document_, options, place, mendForKeyboards);
  }

  /* Redoc signs its menu with a picture from its maker's server; nothing is asked of another server here. */
  function keepPicturesLocal() {
    const picture = HTMLImageElement.prototype;
    const setAttribute = picture.setAttribute;
    const source = Object.getOwnPropertyDescriptor(picture, "src");
    const isElsewhere = function (address) { return new URL(address, window.location).host !== window.location.host; };
    const refuse = function (image) { window.setTimeout(function () { image.dispatchEvent(new Event("error")); }); };
    picture.setAttribute = function (name, value) {
      if (name === "src" && isElsewhere(value)) refuse(this);
      else setAttribute.call(this, name, value);
    };
    Object.defineProperty(picture, "src", {
      ...source,
      set: function (value) {
        if (isElsewhere(value)) refuse(this);
        else source.set.call(this, value);
      },
    });
  }

  /* Long lines of code can be scrolled by keyboard too. */
  function mendForKeyboards() {
    place.querySelectorAll("pre:not([tabindex])").forEach(function (code) { code.tabIndex = 0; });
  }

  async function start() {
    keepPicturesLocal();
    document_ = await (await fetch(place.dataset.document)).json();
    draw();
    dark.addEventListener("change", function () { window.requestAnimationFrame(draw); });
  }

  start();
})();
