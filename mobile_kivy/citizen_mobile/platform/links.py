"""A web link into the app and a deep link are one."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def deep_link(link: str) -> str:
    """`https://any.host/app/article/x` is `daknong://article/x`; Android hands over those of our host alone.

    Other apps may write its `@` and `,` as `%40` and `%2C`.
    """
    parts = urlsplit(link)
    if parts.scheme == "https" and parts.path.startswith("/app/"):
        return "daknong://" + unquote(parts.path.removeprefix("/app/"))
    return link
