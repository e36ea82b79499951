"""A web link into the app and a deep link are one."""

from __future__ import annotations

from urllib.parse import urlsplit


def deep_link(link: str) -> str:
    """`https://any.host/app/article/x` is `daknong://article/x`; Android hands over those of our host alone."""
    parts = urlsplit(link)
    if parts.scheme == "https" and parts.path.startswith("/app/"):
        return "daknong://" + parts.path.removeprefix("/app/")
    return link
