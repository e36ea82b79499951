/* "Authorize as": one click for a demo account. The bar is there in development alone, and so is what it asks. */
(function () {
  "use strict";
  const { words, language } = window.dkDocs;
  const STORED = "daknong.docs.who";
  const RENEW_BEFORE = 60; // seconds that a token must have left when a request goes out
  const buttons = Array.from(document.querySelectorAll(".dk-roles button"));
  const status = document.getElementById("dk-status");
  let ui = null;
  let who = "guest";
  let token = "";
  let isOurs = false; // whether it is this file that authorizes just now

  function say(text) {
    if (status) status.textContent = text;
  }

  function press() {
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.who === who));
    });
  }

  /* When this JWT ends, in seconds since 1970; a machine's key does not end. */
  function expiryOf(jwt) {
    const part = jwt.split(".")[1];
    return part ? JSON.parse(atob(part.replace(/-/g, "+").replace(/_/g, "/"))).exp : Infinity;
  }

  function schemes() {
    const known = ui.specSelectors.securityDefinitions();
    return known ? known.toJS() : {};
  }

  function schemeOf(name) {
    const bearers = Object.keys(schemes()).filter(function (key) { return schemes()[key].scheme === "bearer"; });
    return bearers.find(function (key) { return (key === "machineKey") === (name === "machine"); });
  }

  function ours(change) {
    isOurs = true;
    change();
    isOurs = false;
  }

  function authorizedNames() {
    const authorized = ui.authSelectors.authorized();
    return authorized ? Object.keys(authorized.toJS()) : [];
  }

  /* A guest's device stays: it is no person, and goes along with either. */
  function signOut() {
    token = "";
    const names = authorizedNames().filter(function (name) { return schemes()[name].scheme === "bearer"; });
    if (names.length) ours(function () { ui.authActions.logoutWithPersistOption(names); });
  }

  function describe() {
    if (who === "guest") return words.guest;
    if (who === "machine") return words.machine;
    if (who === "") return words.own;
    const name = buttons.find(function (button) { return button.dataset.who === who; }).textContent;
    const until = new Date(expiryOf(token) * 1000).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    return words.signed_in.replace("%(who)s", name).replace("%(until)s", until);
  }

  async function fetchToken(name) {
    const reply = await fetch("/dev/tokens/" + name + "/", { cache: "no-store", credentials: "omit" });
    const text = (await reply.text()).trim();
    if (!reply.ok) throw new Error(text);
    return text;
  }

  /* A new token for whoever is chosen, known to Swagger UI from now on. */
  async function renew() {
    token = await fetchToken(who);
    ours(function () { ui.preauthorizeApiKey(schemeOf(who), token); });
    return token;
  }

  async function become(name) {
    who = name;
    press();
    signOut();
    try {
      if (name !== "guest") await renew();
      say(describe());
      localStorage.setItem(STORED, name);
    } catch (error) {
      who = "guest";
      press();
      say(words.failed.replace("%(reason)s", error.message));
      localStorage.removeItem(STORED);
    }
  }

  /* Somebody used Swagger UI's own dialog: no button tells the truth any more. */
  function ownChoice() {
    if (isOurs || !buttons.length) return;
    who = "";
    token = "";
    press();
    if (authorizedNames().length) say(words.own);
    else become("guest");
    localStorage.removeItem(STORED);
  }

  function watching() {
    function after(original) {
      return function (...given) {
        const result = original(...given);
        if (ui) window.setTimeout(isOurs ? function () {} : ownChoice);
        return result;
      };
    }
    return { statePlugins: { auth: { wrapActions: { authorize: after, logout: after } } } };
  }

  function sendsOurs(request) {
    return Boolean(token) && request.headers.Authorization === "Bearer " + token;
  }

  /* Just before a request: a token that is about to end is replaced in it. */
  async function keepFresh(request) {
    if (!sendsOurs(request) || expiryOf(token) - Date.now() / 1000 > RENEW_BEFORE) return request;
    request.headers.Authorization = "Bearer " + (await renew());
    say(describe());
    return request;
  }

  /* A session may end sooner, for example by trying a log-out. */
  async function afterResponse(response) {
    const code = response.obj && response.obj.code;
    if (response.status !== 401 || !token || code === "invalid_credentials") return response;
    try {
      await renew();
      say(words.renewed);
    } catch (error) {
      say(words.failed.replace("%(reason)s", error.message));
    }
    return response;
  }

  function start(system) {
    ui = system.getSystem();
    if (!buttons.length) return;
    buttons.forEach(function (button) {
      button.addEventListener("click", function () { become(button.dataset.who); });
    });
    const stored = localStorage.getItem(STORED);
    const known = buttons.some(function (button) { return button.dataset.who === stored; });
    if (known) become(stored);
    else if (authorizedNames().length) ownChoice();
    else become("guest");
  }

  window.dkAccounts = { watching: watching, keepFresh: keepFresh, afterResponse: afterResponse, start: start };
})();
