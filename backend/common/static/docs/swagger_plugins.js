/* What Swagger UI does not do by itself: our curl samples, a faster reading of the document, our sentences in it. */
(function () {
  "use strict";
  const words = JSON.parse(document.getElementById("dk-words").textContent);
  const language = document.getElementById("swagger-ui").dataset.language;
  const KEY = "Idempotency-Key";
  let keyOfDocument = "";

  function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http on another host than localhost has no clipboard
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    return Promise.resolve();
  }

  /* x-codeSamples of an operation, each with a button that copies it. */
  function samples(system) {
    const React = system.React;
    const h = React.createElement;

    function Sample(props) {
      const [isCopied, setCopied] = React.useState(false);
      function copy() {
        copyText(props.source).then(function () {
          setCopied(true);
          window.setTimeout(setCopied, 2000, false);
        });
      }
      return h("div", { className: "dk-sample" },
        h("div", { className: "dk-sample-head" },
          h("h4", null, props.label), h("span", null, words.sample),
          h("button", { type: "button", onClick: copy, "aria-label": words.copy + " " + props.label, "aria-live": "polite" },
            isCopied ? words.copied : words.copy)),
        h("pre", { tabIndex: 0 }, h("code", null, props.source)));
    }

    return {
      wrapComponents: {
        parameters: function (Original) {
          return function ParametersWithSamples(props) {
            const found = props.operation.get("x-codeSamples");
            const list = found ? found.toJS() : [];
            return h(React.Fragment, null,
              list.map(function (one) {
                return h(Sample, { key: one.label || one.lang, label: one.label || one.lang, source: one.source });
              }),
              h(Original, props));
          };
        },
      },
    };
  }

  /* Errors and headers take most of an operation's length and are seldom read: both wait behind a click. */
  function folding(system) {
    const React = system.React;
    const h = React.createElement;

    /* `words` between backticks are code, as in the rest of the document. */
    function marked(text) {
      return text.split("`").map(function (part, place) { return place % 2 ? h("code", { key: place }, part) : part; });
    }

    function Fold(props) {
      const [isOpen, setOpen] = React.useState(false);
      const toggle = function () { setOpen(!isOpen); };
      return h(React.Fragment, null,
        h("tr", { className: "dk-folded" },
          h("td", { className: "response-col_status" }, props.code),
          h("td", { colSpan: 2 },
            h("button", { type: "button", className: "dk-fold", "aria-expanded": isOpen, onClick: toggle }, marked(props.text)))),
        isOpen && props.children);
    }

    return {
      wrapComponents: {
        response: function (Original) {
          return function FoldedError(props) {
            if (!/^[45]/.test(props.code)) return h(Original, props);
            const text = (props.response.get("description") || words.error).split("\n")[0];
            return h(Fold, { code: props.code, text: text }, h(Original, props));
          };
        },
        headers: function (Original) {
          return function FoldedHeaders(props) {
            if (!props.headers || !props.headers.size) return null;
            return h("details", { className: "dk-headers" },
              h("summary", null, words.headers + " (" + props.headers.size + ")"), h(Original, props));
          };
        },
      },
    };
  }

  /* The page's language is what requests ask for, and a key of the document is nobody's own. */
  function fitParameters(document_) {
    const parameters = (document_.components && document_.components.parameters) || {};
    const inline = Object.values(document_.paths).flatMap(function (item) {
      return Object.values(item).flatMap(function (operation) { return operation.parameters || []; });
    });
    Object.values(parameters).concat(inline).forEach(function (parameter) {
      if (parameter.in !== "header") return;
      if (parameter.name === "Accept-Language") fill(parameter, language);
      if (parameter.name === "If-None-Match") fill(parameter, undefined); // or the first answer would be a 304
      if (parameter.name === KEY) {
        keyOfDocument = keyOfDocument || parameter.example || crypto.randomUUID();
        fill(parameter, keyOfDocument);
        parameter.description = (parameter.description || "") + " " + words.fresh_key;
      }
    });
    return document_;
  }

  /* Here one comes to try: the front page's later chapters stay in the reference, so that operations are in sight. */
  function shorten(document_) {
    const [lead, firstCall] = document_.info.description.split(/\n(?=## )/);
    document_.info.description = [lead, firstCall, words.read_on].join("\n\n");
    return document_;
  }

  function fill(parameter, value) {
    delete parameter.examples;
    if (value === undefined) delete parameter.example;
    else parameter.example = value;
  }

  /* The filter looks at addresses, summaries and operation ids too, not at tags alone. */
  function searching() {
    function matches(phrase, tag) {
      return function (item) {
        const operation = item.get("operation");
        const text = [tag, item.get("method"), item.get("path"), operation.get("summary"), operation.get("operationId")];
        return phrase.split(/\s+/).every(function (word) { return text.join(" ").toLowerCase().includes(word); });
      };
    }
    return {
      fn: {
        opsFilter: function (tags, phrase) {
          const wanted = phrase.trim().toLowerCase();
          return tags
            .map(function (group, tag) {
              return group.update("operations", function (all) { return all.filter(matches(wanted, tag)); });
            })
            .filter(function (group) { return group.get("operations").size; });
        },
      },
    };
  }

  /* JSON.parse instead of the YAML reader that Swagger UI takes for JSON too. */
  function reading() {
    return {
      statePlugins: {
        spec: {
          wrapActions: {
            parseToJson: function (original, system) {
              return function (text) {
                let parsed;
                try {
                  parsed = JSON.parse(text || system.specSelectors.specStr());
                } catch {
                  return original(text); // it tells the reader what is wrong
                }
                system.errActions.clear({ source: "parser" });
                return system.specActions.updateJsonSpec(shorten(fitParameters(parsed)));
              };
            },
          },
        },
      },
    };
  }

  /* Names for fields that Swagger UI leaves without one, and code that a keyboard can scroll. */
  function mendForReaders(root) {
    const names = { "textarea.body-param__text": words.body, "#servers": words.server, ".operation-filter-input": words.filter };
    Object.entries(names).forEach(function ([selector, name]) {
      root.querySelectorAll(selector).forEach(function (field) { field.setAttribute("aria-label", name); });
    });
    root.querySelectorAll("tr[data-param-name] :is(select, input, textarea)").forEach(function (field) {
      if (!field.labels.length) field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
    });
    root.querySelectorAll("select.examples-select-element").forEach(function (field) {
      field.setAttribute("aria-label", words.example);
    });
    root.querySelectorAll("pre.microlight:not([tabindex])").forEach(function (code) { code.tabIndex = 0; });
    const filter = root.querySelector(".operation-filter-input");
    if (filter) filter.placeholder = words.filter;
  }

  function keepMending(root) {
    let isWaiting = false;
    new MutationObserver(function () {
      if (isWaiting) return;
      isWaiting = true;
      window.requestAnimationFrame(function () {
        isWaiting = false;
        mendForReaders(root);
      });
    }).observe(root, { childList: true, subtree: true });
  }

  /* An Idempotency-Key that nobody changed is a new one for each request, else the second would be a replay. */
  function freshKey(request) {
    const name = Object.keys(request.headers).find(function (key) { return key.toLowerCase() === KEY.toLowerCase(); });
    if (name && request.headers[name] === keyOfDocument) request.headers[name] = crypto.randomUUID();
  }

  window.dkDocs = { words, language, samples, folding, reading, searching, freshKey, keepMending };
})();
