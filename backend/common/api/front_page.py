"""The first page of the document: what a newcomer reads before any operation. Plain data; the settings import it."""

from backend.common.api.prose import prose

# The address of `make run`; the document as served has the server's own in its place.
DESCRIPTION = prose("""
    The open citizen app of a province: news and warnings, look-ups of public services, citizens' reports, and notices
    to phones. Everything that the app and the officials' console's clients do goes through this API, and so can you.

    Try it in [Swagger UI](http://127.0.0.1:8000/api/docs/), read it in [Redoc](http://127.0.0.1:8000/api/redoc/), or
    load [the document](http://127.0.0.1:8000/api/schema/) into your own tools. Guides with commands that are run by
    our tests are in `api_docs/guides/` of the source.

    ## First call

    What is public needs no account and no key:

    ```
    curl "http://127.0.0.1:8000/api/v1/news/articles/?q=canh+bao&page_size=2" -H "Accept-Language: en"
    ```

    Every address begins with `/api/v1/` and ends with a slash; without the slash it answers just the same, without a
    redirect. Bodies are JSON in UTF-8, photos multipart. Times are RFC 3339 with an offset, days are `2026-11-24`, sums
    are whole đồng, distances metres, coordinates WGS 84. Guide: `first-call.md`.

    ## Languages

    `Accept-Language: vi` or `en` chooses the language of contents and messages; Vietnamese is the default, and what
    has no English text comes in Vietnamese. `Content-Language` of the answer says which it was. Codes are never
    translated.

    ## Authentication

    Each operation says who may call it. There are four ways to come:

    - as a **guest**, with nothing: whatever is public, and sending a report;
    - as a **person**, with `Authorization: Bearer <access token>`. `log_in` gives an access token of 15 minutes and a
      refresh token of 30 days that is good for one use (`refresh_tokens`). Guide: `authentication.md`;
    - as a **guest's device**, with `X-Device-Id` and `X-Device-Secret` from `register_device`, for the inbox. Guide:
      `push.md`;
    - as a **machine account**, a client of another system, with a key (`Authorization: Bearer dkc_…`) that has scopes.
      Guide: `machine-accounts.md`.

    What is not yours is a 404, not a 403, wherever the very existence of a thing is nobody else's business.

    ## Errors

    A refusal is `application/problem+json` (RFC 9457). Decide by `code`, which is stable; show `detail`, which is a
    sentence in the language asked for; quote `trace_id` when you report a problem. `errors` names the fields that
    were wrong. Each operation lists the codes of each status. Guide: `errors.md`.

    ```json
    {
      "type": "urn:problem:validation_error",
      "title": "The request is not valid",
      "status": 400,
      "detail": "Please check: lat.",
      "code": "validation_error",
      "trace_id": "9f2c41d07a3be815",
      "errors": [{"field": "lat", "code": "max_value", "detail": "Ensure this value is less than or equal to 90."}]
    }
    ```

    Three more can meet any request and stand in no list: 404 `not_found` for an address that does not exist, 405
    `method_not_allowed` with `Allow`, and 500 `server_error`, which is our fault and has been recorded.

    ## Pages

    Lists come in pages of `results`, with the addresses of the `next` and the `previous` page, null where there is
    none. Follow them as they are: a `cursor` is opaque, stays good when entries come and go, and costs the same on
    the last page as on the first. `page_size` is 1 to 100. There is no total. Short lists that never grow come whole,
    as an array. Guide: `pagination-and-filters.md`.

    ## Idempotency

    Operations that could make a thing twice take an `Idempotency-Key`, a UUID of yours: send the same one with each
    retry. What
    was done once is not done again; the reply is the one of the first time, marked `Idempotent-Replayed: true`, for 30
    days. The same key with other content is a 422. Guide: `idempotency-and-offline.md`.

    ## Conditional requests

    Public answers bear an `ETag` and `Cache-Control`. Send the tag back as `If-None-Match`, and what has not changed
    costs you a 304 without a body. Ask with `Accept-Encoding: br` or `gzip`. Private answers are `no-store`.

    ## Rate limits

    Each operation tells its own. Beyond it the answer is 429 with `Retry-After` in seconds: wait that long. A 503 also
    has one; nothing was changed. Reading what is public has no limit, so keep what you got as long as `Cache-Control`
    allows. Guide: `rate-limits.md`.

    ## Versions

    `v1` in the address stays as long as its answers stay readable for who was written for them: we add operations,
    optional parameters, properties and codes, so ignore what you do not know. What goes away is marked `deprecated`
    here first, and its answers then bear `Deprecation`, `Sunset` and a `Link` to what comes after it. Changes are
    listed in
    `api_docs/CHANGELOG.md`. Guide: `versioning.md`.
""")


def _tag(name: str, shown: str, description: str) -> dict[str, str]:
    return {"name": name, "x-displayName": shown, "description": prose(description)}


# In the order in which a newcomer reads: what needs no account, then one's own, then what officers do.
TAGS = [
    _tag(
        "start",
        "Start here",
        """
        The root of the API: its name, its version and where to go on. A good first call, to see that a server answers.
        """,
    ),
    _tag(
        "news",
        "News and warnings",
        """
        Articles that the province publishes, with categories, search and disaster warnings. Everybody may read them,
        and every answer can be cached.
        """,
    ),
    _tag(
        "alerts",
        "Alerts for other systems",
        """
        Emergency notices for loudspeakers, e-boards and other systems, by the Common Alerting Protocol 1.2. Everybody
        may read them.
        """,
    ),
    _tag(
        "areas",
        "Administrative units",
        """
        Communes, wards and districts: those of today, and those that they were made of in 2025. Old codes and names
        lead to the units of today, so that data from before the merger stays usable.
        """,
    ),
    _tag(
        "agencies",
        "Agencies and offices",
        """
        Government bodies and the offices where they receive people, with opening hours. The emergency numbers are here
        too.
        """,
    ),
    _tag(
        "places",
        "Places",
        "Sights of landscape, culture and history, with coordinates. Search them, or ask for the nearest.",
    ),
    _tag(
        "procedures",
        "Administrative procedures",
        """
        What a citizen or a company can ask of the state: papers, fees, durations and steps of each procedure. Browse
        them by field of administration or by life event, or search.
        """,
    ),
    _tag(
        "auth",
        "Sign up, in and out",
        """
        An account is a confirmed phone number. Signing in gives an access token of 15 minutes for `Authorization:
        Bearer`, and a refresh token that is good for one use.
        """,
    ),
    _tag(
        "me",
        "My account",
        """
        The signed-in person: the profile, the sessions on their devices, and what they agreed to. Nobody else's can be
        reached here.
        """,
    ),
    _tag(
        "reports",
        "Citizens' reports",
        """
        A broken road, a heap of rubbish: send a report with photos and a place, follow it to the agency's answer,
        rate it or reopen it. Guests may send reports too, and follow them by code and secret.
        """,
    ),
    _tag(
        "dossiers",
        "Dossiers",
        """
        Where an application stands that somebody handed in. A look-up needs the dossier's code and a second factor; who
        follows a dossier gets a notice of each change.
        """,
    ),
    _tag(
        "notifications",
        "Devices, topics and the inbox",
        """
        Register an installation for pushes, choose topics, and read the notices that came. It works for guests too,
        by a secret that belongs to the device.
        """,
    ),
    _tag(
        "officer-reports",
        "Officers: reports",
        """
        How an agency works on citizens' reports: its queue, the steps of the workflow, publication. An officer sees the
        reports of their own agencies and of those below them, and no others.
        """,
    ),
    _tag(
        "officer-notices",
        "Officers: notices",
        """
        How an agency speaks to people: write a notice, submit it, have another person approve it, follow its
        delivery, stop it.
        """,
    ),
    _tag(
        "machine-accounts",
        "Machine accounts",
        """
        Clients of other systems act for an agency by a key with scopes, which an administrator issues in the console.
        They work on its reports and draft its notices, where an operation lists `machineKey`.
        """,
    ),
]
# Redoc's menu.
TAG_GROUPS = [
    {"name": "Start", "tags": ["start"]},
    {"name": "Open to everybody", "tags": ["news", "alerts", "areas", "agencies", "places", "procedures"]},
    {"name": "Citizens", "tags": ["auth", "me", "reports", "dossiers", "notifications"]},
    {"name": "Officers and machines", "tags": ["officer-reports", "officer-notices", "machine-accounts"]},
]
