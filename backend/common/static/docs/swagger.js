/* Starts Swagger UI on our document. */
(function () {
  "use strict";
  const { language, samples, folding, reading, searching, freshKey, keepMending } = window.dkDocs;
  const accounts = window.dkAccounts;
  const place = document.getElementById("swagger-ui");

  async function beforeRequest(request) {
    if (request.loadSpec) return request;
    const names = Object.keys(request.headers).map(function (name) { return name.toLowerCase(); });
    if (!names.includes("accept-language")) request.headers["Accept-Language"] = language;
    freshKey(request);
    return accounts.keepFresh(request);
  }

  keepMending(place);
  const ui = SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [samples, folding, reading, searching, accounts.watching],
    layout: "BaseLayout",
    deepLinking: true,
    filter: true,
    persistAuthorization: true,
    displayRequestDuration: true,
    displayOperationId: true,
    tryItOutEnabled: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    defaultModelExpandDepth: 2,
    showExtensions: false,
    requestSnippetsEnabled: false,
    validatorUrl: null,
    requestInterceptor: beforeRequest,
    responseInterceptor: function (response) {
      return response.url && response.url.includes("/api/v1/") ? accounts.afterResponse(response) : response;
    },
    onComplete: function () { accounts.start(ui); },
  });
  window.ui = ui;
})();
