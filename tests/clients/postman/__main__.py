"""`make postman`: writes api_docs/daknong-c.postman_collection.json. With --check: fails if that file is not fresh."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DAKNONG_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
django.setup()  # the examples read demo data beside models; no database is asked

from tests.clients import node  # noqa: E402
from tests.clients.places import BUILD, HERE, POSTMAN_COLLECTION  # noqa: E402
from tests.clients.postman.collection import collection  # noqa: E402
from tests.clients.steps import StepFailed, run  # noqa: E402
from tests.document import DOCUMENT, load_document  # noqa: E402

OPTIONS = (
    "folderStrategy=Tags,parametersResolution=Example,enableOptionalParameters=false,alwaysInheritAuthentication=true"
)


def written() -> str:
    """The text of the collection."""
    node.check_version()
    node.install()
    BUILD.mkdir(exist_ok=True)
    raw = BUILD / "converted.json"
    run(node.program("openapi2postmanv2"), "-s", DOCUMENT, "-o", raw, "-O", OPTIONS, cwd=HERE)
    made = collection(json.loads(raw.read_text(encoding="utf-8")), load_document())
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main(*words: str) -> int:
    try:
        text = written()
    except StepFailed as failure:
        sys.exit(str(failure))
    if words == ("--check",):
        if not POSTMAN_COLLECTION.exists() or POSTMAN_COLLECTION.read_text(encoding="utf-8") != text:
            sys.exit(f"{POSTMAN_COLLECTION.name} is not what the document says. Run: make postman")
        return 0
    POSTMAN_COLLECTION.write_text(text, encoding="utf-8")
    print(f"{POSTMAN_COLLECTION.relative_to(Path.cwd())}: {len(text.encode()) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
