"""The text of a machine account's key, as far as every subject must know it: to tell it apart, and to cover it.

`dkc_<8 public characters>_<secret and checksum>`: one prefix, so that whoever scans texts for leaked secrets finds it;
underscores, so that a double click takes all of it. `backend.machines.keys` makes and checks such texts.
"""

import re

PREFIX = "dkc_"
# Whatever looks like a key, whole or cut off, with underscores as they are or escaped in an address.
LOOKS_LIKE_KEY = re.compile(r"dkc(?:_|%5[Ff])([0-9A-Za-z]{1,8})(?:_|%5[Ff])[0-9A-Za-z]+")


def machine_keys_mask(text: str) -> str:
    """`text` with the secret of each key covered; its public characters stay, so that one knows which to revoke."""
    return LOOKS_LIKE_KEY.sub(r"dkc_\1_***", text) if "dkc" in text else text
