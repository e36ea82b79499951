"""Run a Python program beside empty engines of its own: `python -m tools.with_engines manage.py check`."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.engines import EngineError, Engines, temporary_folder
from tools.layout import ROOT


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    engines = Engines(temporary_folder("daknong-with-"), test=True)
    try:
        environment = {**os.environ, **engines.start(), "DAKNONG_ENV": os.environ.get("DAKNONG_ENV", "test")}
        return subprocess.run([sys.executable, *sys.argv[1:]], cwd=ROOT, env=environment, check=False).returncode
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        engines.stop()
        engines.forget()


if __name__ == "__main__":
    sys.exit(main())
