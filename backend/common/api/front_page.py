"""The first page of the document: what a newcomer reads before any operation. Plain data; the settings import it."""

from backend.common.api.prose import prose

DESCRIPTION = prose("""
    The open citizen app of a province: news and warnings, public-service look-ups, citizens' reports, notices.

    Lists are cursor-paginated; errors are RFC 9457 `application/problem+json` with a stable `code`; `Accept-Language:
    vi` or `en` chooses the language of content and messages.
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
    {"name": "Open to everybody", "tags": ["news", "areas", "agencies", "places", "procedures"]},
    {"name": "Citizens", "tags": ["auth", "me", "reports", "dossiers", "notifications"]},
    {"name": "Officers and machines", "tags": ["officer-reports", "officer-notices", "machine-accounts"]},
]
