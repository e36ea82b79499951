/**
 * A citizen reports a heap of rubbish and gets an answer, told with openapi-fetch and the generated types: node story.js SERVER
 *
 * The guides point here: it is how a program that uses the API may look.
 */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProblemCode } from "../build/typescript/codes.js";
import { type Api, connect, expect, Refused, type Schemas, signIn, type Tokens } from "./daknong.js";

// Of the demo province.
const CITIZEN = "0900000102";
const HANDLER = "xu.ly@demo.daknong.vn";
const PASSWORD = "Daknong-Demo-2026";
const DOSSIER = { code: "H16.31-261102-0001", factor: "0101" };
const WARD = "24611";
const ANSWER = "Đã gom rác, từ nay xe đến mỗi tối.";

/** Reading needs no account; the language is chosen by the request. */
async function guestReads(url: string): Promise<void> {
  const guest = connect(url);
  const { results } = await expect(guest.GET("/api/v1/news/articles/", { params: { query: { page_size: 3 } } }));
  assert(results[0]);
  const path = { slug: results[0].slug };
  const article = await expect(guest.GET("/api/v1/news/articles/{slug}/", { params: { path } }));
  assert(article.title && article.body_html);
  const query = { current: true, page_size: 100 };
  const areas = await expect(guest.GET("/api/v1/areas/", { params: { query } }));
  assert(areas.results.some((area) => area.code === WARD));
}

async function citizenFollowsADossier(citizen: Api): Promise<void> {
  const dossier = await expect(citizen.POST("/api/v1/dossiers/lookup/", { body: DOSSIER }));
  assert(dossier.events.length > 0 && dossier.applicant_masked.includes("*"));
  const wrong = citizen.POST("/api/v1/dossiers/lookup/", { body: { ...DOSSIER, factor: "9999" } });
  await refused("dossier_not_found", expect(wrong));

  await expect(citizen.POST("/api/v1/dossiers/follow/", { body: DOSSIER }));
  const followed = await expect(citizen.GET("/api/v1/me/dossiers/"));
  assert(followed.results.some((item) => item.code === dossier.code));
  await citizen.DELETE("/api/v1/me/dossiers/{code}/", { params: { path: { code: dossier.code } } });
}

/** The code of a new report. A retry with the same key, after a lost answer, makes no second one. */
async function citizenReports(citizen: Api): Promise<string> {
  const params = { header: { "Idempotency-Key": randomUUID() } };
  const body = { category: "waste", text: "Rác trước chợ ba ngày chưa ai gom.", area_code: WARD };
  const report = await expect(citizen.POST("/api/v1/reports/", { params, body }));
  const again = await expect(citizen.POST("/api/v1/reports/", { params, body }));
  assert.equal(again.code, report.code);
  const mine = await expect(citizen.GET("/api/v1/me/reports/"));
  assert.equal(mine.results.filter((item) => item.code === report.code).length, 1);

  const other = { ...body, text: "Một đống rác khác, ở đường Lê Duẩn." };
  await refused("idempotency_key_reused", expect(citizen.POST("/api/v1/reports/", { params, body: other })));
  return report.code;
}

/** As soon as the report has reached the agency. */
async function handlerAnswers(handler: Api, code: string): Promise<void> {
  const params = { path: { code } };
  await eventually(async () => (await handler.GET("/api/v1/officer/reports/{code}/", { params })).data);
  const steps: Schemas["ReportTransitionRequest"][] = [
    { to: "received", text: "" },
    { to: "resolved", text: ANSWER },
  ];
  for (const body of steps) {
    const moved = await expect(handler.POST("/api/v1/officer/reports/{code}/transitions/", { params, body }));
    assert.equal(moved.status.code, body.to);
  }
}

async function citizenSeesAndRates(citizen: Api, code: string): Promise<void> {
  const params = { path: { code } };
  const report = await expect(citizen.GET("/api/v1/me/reports/{code}/", { params }));
  assert.equal(report.status.code, "resolved");
  assert.equal(report.events.at(-1)?.text, ANSWER);
  const rated = await expect(citizen.POST("/api/v1/me/reports/{code}/rating/", { params, body: { score: 5, text: "" } }));
  assert.equal(rated.rating?.score, 5);

  const notice = await eventually(async () => (await noticesOf(citizen, code))[0]);
  assert(!notice.is_read);
  await citizen.POST("/api/v1/inbox/{notice_id}/read/", { params: { path: { notice_id: notice.id } } });
  const read = (await noticesOf(citizen, code)).filter((item) => item.id === notice.id);
  assert(read.length === 1 && read[0]?.is_read);
}

async function noticesOf(citizen: Api, code: string): Promise<Schemas["InboxNotice"][]> {
  const inbox = await expect(citizen.GET("/api/v1/inbox/"));
  return inbox.results.filter((item) => item.link.includes(code));
}

/** A refused access token is renewed unseen, once for all who wait; after signing out, nothing renews it. */
async function sessionRenewsItself(citizen: Api, tokens: Tokens): Promise<void> {
  const before = tokens.refresh;
  tokens.access = "no-longer-good";
  const profiles = await Promise.all([1, 2, 3].map(() => expect(citizen.GET("/api/v1/me/"))));
  assert(profiles.every((profile) => profile.phone));
  assert(tokens.access !== "no-longer-good" && tokens.refresh !== before);

  await citizen.POST("/api/v1/auth/logout/", { body: { refresh: tokens.refresh } });
  await refused("session_revoked", expect(citizen.GET("/api/v1/me/")));
}

async function refused(code: ProblemCode, call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, (error) => error instanceof Refused && error.code === code);
}

/** The first result that is something: routing and notices are work that the server does after its answer. */
async function eventually<T>(look: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error("it did not happen in time");
    await sleep(200);
  }
}

async function main(url: string): Promise<void> {
  await guestReads(url);
  const [citizen, tokens] = await signIn(url, CITIZEN, PASSWORD);
  const [handler] = await signIn(url, HANDLER, PASSWORD);
  await citizenFollowsADossier(citizen);
  const code = await citizenReports(citizen);
  await handlerAnswers(handler, code);
  await citizenSeesAndRates(citizen, code);
  await sessionRenewsItself(citizen, tokens);
}

const server = process.argv[2];
if (server === undefined) throw new Error("Usage: node story.js SERVER");
await main(server);
