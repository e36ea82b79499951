"""Access tokens that must not be taken: each is made from a good one, and differs from it in one thing."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.conf import settings

from backend.accounts.tokens import TokenPair

# A key of an attacker's own: what an RS256 token or a `jwk` in a header would be signed with.
OTHER_KEY = "k" * 64
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7rVLj6t4ZzM7o8kq3w1cJZ2n8b0y
u9kqv5o6Wn1vQm3oW8fZc1Q5cB0l3cZr0yq3JmXl3uWbq2kq7t0m3r9b2A==
-----END PUBLIC KEY-----"""


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    return jwt.decode(token, options={"verify_signature": False})


def signed(claims: dict[str, Any], *, key: str = "", headers: dict[str, Any] | None = None, alg: str = "HS256") -> str:
    return jwt.encode(claims, key or settings.JWT_SIGNING_KEY, algorithm=alg, headers=headers)


def part(value: Any) -> str:
    """One part of a token, as RFC 7515 writes it."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def changed(claims: dict[str, Any], **values: Any) -> str:
    """Rightly signed, with other claims; None takes a claim away."""
    return signed({name: value for name, value in {**claims, **values}.items() if value is not None})


def forged(pair: TokenPair, other: TokenPair) -> Iterator[tuple[str, str]]:
    """(what is wrong with it, token). `other` is somebody else's live pair."""
    good = pair.access
    yield from _other_algorithms(good)
    yield from _other_keys(good)
    yield from _other_claims(pair, other)
    yield from _damaged(good, other.access)


def _other_algorithms(good: str) -> Iterator[tuple[str, str]]:
    _header, body, signature = good.split(".")
    for name in ("none", "None", "NONE", "nOnE", ""):
        yield f"alg {name!r} without signature", f"{part({'alg': name, 'typ': 'JWT'})}.{body}."
        yield f"alg {name!r} with the old signature", f"{part({'alg': name, 'typ': 'JWT'})}.{body}.{signature}"
    yield "no alg at all", f"{part({'typ': 'JWT'})}.{body}.{signature}"
    for name in ("RS256", "ES256", "PS256", "EdDSA", "HS1", "dir"):
        yield f"alg {name} over an HMAC", f"{part({'alg': name, 'typ': 'JWT'})}.{body}.{signature}"
    for name in ("HS384", "HS512"):
        yield f"the right key by {name}", signed(claims_of(good), alg=name)
    raw = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    text = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{body}"
    yield "HS256 keyed with a public key", f"{text}.{part(raw.sign(text.encode(), PUBLIC_KEY.encode()))}"
    yield "HS256 keyed with nothing", f"{text}.{part(raw.sign(text.encode(), b''))}"
    yield "a critical extension that we do not know", signed(claims_of(good), headers={"crit": ["x"], "x": 1})


def _other_keys(good: str) -> Iterator[tuple[str, str]]:
    claims = claims_of(good)
    yield "another key", signed(claims, key=OTHER_KEY)
    yield "Django's own secret key", signed(claims, key=settings.SECRET_KEY)
    yield (
        "a key that the header brings along",
        signed(claims, key=OTHER_KEY, headers={"jwk": {"kty": "oct", "k": part(OTHER_KEY.encode())}}),
    )
    for kid in ("../../../../dev/null", "' UNION SELECT 'kkkk", "http://evil.test/key", "a" * 5000):
        yield f"kid {kid[:24]!r} and another key", signed(claims, key=OTHER_KEY, headers={"kid": kid})
    for name in ("jku", "x5u"):
        yield f"{name} to a key of theirs", signed(claims, key=OTHER_KEY, headers={name: "http://127.0.0.1:9/keys"})


def _other_claims(pair: TokenPair, other: TokenPair) -> Iterator[tuple[str, str]]:
    claims, now = claims_of(pair.access), datetime.now(UTC)
    past, future = int((now - timedelta(minutes=1)).timestamp()), int((now + timedelta(hours=1)).timestamp())
    yield "a refresh token", pair.refresh
    yield "expired", changed(claims, exp=past)
    yield "expired since 1970", changed(claims, exp=0)
    yield "not yet valid", changed(claims, nbf=future)
    yield "issued in the future", changed(claims, iat=future)
    for name in ("exp", "sub", "sid", "jti", "token_type", "aud", "iss"):
        yield f"without {name}", changed(claims, **{name: None})
    yield "for another audience", changed(claims, aud="somewhere-else")
    yield "of another issuer", changed(claims, iss="somebody-else")
    yield "of no type that we know", changed(claims, token_type="sliding")
    for value in ("", "administrator", "1", {"$ne": ""}, [1], 7, "0" * 300, "' OR 1=1 --", "\x00"):
        yield f"sub {str(value)[:20]!r}", changed(claims, sub=value)
        yield f"sid {str(value)[:20]!r}", changed(claims, sid=value)
    yield "somebody else's sub in one's own session", changed(claims, sub=claims_of(other.access)["sub"])
    yield "one's own sub in somebody else's session", changed(claims, sid=claims_of(other.access)["sid"])
    yield "a session that never was", changed(claims, sid="01890a5d-ac96-774b-bcce-b302099a8057")
    for value in ("tomorrow", 1e300, -1, {}, "9" * 400):
        yield f"exp {str(value)[:20]!r}", changed(claims, exp=value)


def _damaged(good: str, other: str) -> Iterator[tuple[str, str]]:
    header, body, signature = good.split(".")
    yield "empty", ""
    yield "a space", " "
    for cut in (1, len(header), len(header) + 1, len(good) // 2, len(good) - len(signature), len(good) - 1):
        yield f"cut to {cut}", good[:cut]
    for place in (len(header) + 5, len(good) - len(signature) + 3):
        letter = "A" if good[place] != "A" else "B"
        yield f"letter {place} changed", good[:place] + letter + good[place + 1 :]
    yield "another's signature", f"{header}.{body}.{other.split('.')[2]}"
    yield "another's claims", f"{header}.{other.split('.')[1]}.{signature}"
    yield "parts the wrong way round", f"{signature}.{body}.{header}"
    yield "four parts", f"{good}.{signature}"
    yield "five parts, as if encrypted", f"{good}.{signature}.{signature}"
    yield "twice", f"{good} {good}"
    yield "with another after a comma", f"{good},{good}"
    yield "two headers joined, the good one first", f"{good}, Bearer {other}"
    yield "two headers joined, the good one last", f"x.y.z, Bearer {good}"
    yield "in quotes", f'"{good}"'
    yield "letters beyond ASCII", "đ.ă.k"
    yield "a NUL", good + "\x00"
    yield "claims that are no JSON", f"{header}.{part(b'{')}.{signature}"
    yield "claims that are a list", signed_raw(b"[]")
    yield "claims nested deep", signed_raw(b'{"a":' * 3000 + b"1" + b"}" * 3000)
    yield "huge claims, rightly signed by nobody", f"{header}.{part(b' ' * 300_000)}.{signature}"
    yield "a megabyte", "a" * 1_000_000
    yield "a thousand dots", "." * 1000


def signed_raw(payload: bytes) -> str:
    """Any bytes as claims, rightly signed."""
    return jwt.api_jws.encode(payload, settings.JWT_SIGNING_KEY, algorithm="HS256")
