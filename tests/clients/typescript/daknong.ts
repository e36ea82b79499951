/** What an integrator writes around the generated types: language, sessions, keys for retries, refusals as exceptions. */

import { randomUUID } from "node:crypto";
import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "../build/typescript/api.js";
import type { ProblemCode } from "../build/typescript/codes.js";

export type Api = Client<paths>;
export type Schemas = components["schemas"];
export type Tokens = { access: string; refresh: string };

/** The server's answer was a problem (RFC 9457): programs look at `code`, people read the message. */
export class Refused extends Error {
  constructor(readonly problem: Schemas["Problem"]) {
    super(`${problem.status} ${problem.code}: ${problem.detail} (trace ${problem.trace_id})`);
  }

  /** One of the codes that the document lists. A later version of the API may know more: have a default for them. */
  get code(): ProblemCode {
    return this.problem.code as ProblemCode;
  }
}

type Answer<T> = { data: T; error?: never } | { data?: never; error: Schemas["Problem"] };

/** What was asked for; Refused if the answer is a problem. */
export async function expect<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error } = await call;
  if (error !== undefined) throw new Refused(error);
  return data as T;
}

/** Content and messages in this language. */
export function language(code: "vi" | "en"): Middleware {
  return { onRequest: ({ request }) => request.headers.set("Accept-Language", code) };
}

/** A key for each POST that has none. Who retries, or works offline, makes the key with the draft and keeps it. */
export const idempotency: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", randomUUID());
    }
  },
};

/** Sends the access token; when the server refuses it, trades the refresh token once for all that wait, and asks again. */
export function session(url: string, tokens: Tokens): Middleware {
  const sent = new Map<string, Request>(); // a body can be read once, so each request leaves a copy
  let renewal: Promise<boolean> | undefined;

  async function renew(): Promise<boolean> {
    const { data } = await createClient<paths>({ baseUrl: url }).POST("/api/v1/auth/refresh/", {
      body: { refresh: tokens.refresh },
    });
    Object.assign(tokens, data);
    return data !== undefined;
  }

  return {
    onRequest({ request, id }) {
      request.headers.set("Authorization", `Bearer ${tokens.access}`);
      sent.set(id, request.clone());
    },
    async onResponse({ response, id }) {
      const again = sent.get(id);
      sent.delete(id);
      if (response.status !== 401 || again === undefined) return;
      if (again.headers.get("Authorization") === `Bearer ${tokens.access}`) {
        renewal ??= renew().finally(() => (renewal = undefined));
        if (!(await renewal)) return;
      }
      again.headers.set("Authorization", `Bearer ${tokens.access}`);
      return fetch(again);
    },
    onError({ id }) {
      sent.delete(id);
    },
  };
}

/** A client for everybody, or with tokens for one person. */
export function connect(url: string, tokens?: Tokens): Api {
  const api = createClient<paths>({ baseUrl: url });
  api.use(language("en"), idempotency);
  if (tokens) api.use(session(url, tokens));
  return api;
}

/** Signs in: a client that acts as this person, and its tokens. */
export async function signIn(url: string, identifier: string, password: string): Promise<[Api, Tokens]> {
  const body = { identifier, password, device_name: "story in TypeScript" };
  const { access, refresh } = await expect(connect(url).POST("/api/v1/auth/login/", { body }));
  const tokens = { access, refresh };
  return [connect(url, tokens), tokens];
}
