// What has to come first. Put into async functions, because not every Postman waits for a promise outside of one.
const send = (request) =>
    new Promise((done, fail) => pm.sendRequest(request, (error, answer) => (error ? fail(error) : done(answer))));

// A development server gives tokens of its demo accounts. Elsewhere put yours into the variables (citizenToken, …);
// nothing is made there for this request.
async function token(who) {
    const answer = await send(pm.variables.replaceIn(`{{baseUrl}}/dev/tokens/${who}/`));
    if (answer.code === 200) pm.variables.set(`${who}Token`, answer.text().trim());
    return answer.code === 200;
}

async function ask(method, path, { who, key, headers = {}, body, plain } = {}) {
    const header = { ...headers };
    if (who) header.Authorization = `Bearer ${pm.variables.get(`${who}Token`)}`;
    if (key) header["Idempotency-Key"] = pm.variables.replaceIn("{{$guid}}");
    if (body) header["Content-Type"] = "application/json";
    const answer = await send({
        url: pm.variables.replaceIn(`{{baseUrl}}${path}`),
        method,
        header,
        body: body && { mode: "raw", raw: pm.variables.replaceIn(JSON.stringify(body)) },
    });
    if (answer.code >= 400) throw new Error(`${method} ${path}: ${answer.code} ${answer.text()}`);
    return plain ? answer.text().trim() : answer.code === 204 ? undefined : answer.json();
}
