"""`python -m backend.demo.images.draw [name …]`: draw all pictures again, or the named ones."""

import sys
from pathlib import Path

from .scenes import SCENES

FOLDER = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> None:
    for name in names or sorted(SCENES):
        SCENES[name]().save(FOLDER / f"{name}.jpg")


if __name__ == "__main__":
    main(sys.argv[1:])
