"""Where things are. Everything that is generated goes to `build/`, which git ignores."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = HERE / "build"
POSTMAN_COLLECTION = ROOT / "api_docs" / "daknong-c.postman_collection.json"
NODE_MODULES = HERE / "node_modules"
PROGRAMS = Path(sys.prefix) / "bin"  # of the .venv
