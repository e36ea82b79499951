// After every request: is this answer one that the API document promises? `documented` was set before the request.
const documented = JSON.parse(pm.variables.get("documented"));
const status = String(pm.response.code);
const promised = documented[status];

const trouble = pm.variables.get("trouble");
pm.test("What has to come first has worked", () => pm.expect(trouble, trouble).to.equal(""));

pm.test(`${status} is documented`, () => pm.expect(Object.keys(documented)).to.include(status));

if (promised) {
    pm.test("The content type is documented", () => {
        const type = (pm.response.headers.get("Content-Type") || "").split(";")[0];
        if (promised.types.length) pm.expect(promised.types).to.include(type);
        else pm.expect(pm.response.text()).to.equal("");
    });
}

if (pm.response.code >= 400) {
    pm.test("A problem says what went wrong, with a documented code", () => {
        const problem = pm.response.json();
        pm.expect(problem).to.include.all.keys("type", "title", "status", "detail", "code", "trace_id", "errors");
        pm.expect(problem.status).to.equal(pm.response.code);
        pm.expect(promised.codes).to.include(problem.code);
    });
}
