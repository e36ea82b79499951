"""The kept pictures: for each screen one contact sheet, a row for each language, a column for each look."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from tests.mobile.driver import HEIGHT, WIDTH
from tests.mobile.gallery.compare import SHRINK, changed_squares, reduced
from tests.mobile.gallery.looks import LANGUAGES, LOOKS, Look

KEPT = Path(__file__).resolve().parents[1] / "pictures"
CELL = (WIDTH // SHRINK, HEIGHT // SHRINK)


class Sheet:
    """A screen's twelve pictures; what is not there is black."""

    def __init__(self, picture: Image.Image | None = None) -> None:
        size = (CELL[0] * len(LOOKS), CELL[1] * len(LANGUAGES))
        self.picture = picture or Image.new("RGB", size)

    @staticmethod
    def kept(screen: str, folder: Path = KEPT) -> Sheet | None:
        file = folder / f"{screen}.webp"
        return Sheet(Image.open(file).convert("RGB")) if file.exists() else None

    def keep(self, screen: str, folder: Path = KEPT) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.picture.save(folder / f"{screen}.webp", lossless=True, quality=100, method=4)

    def put(self, language: str, look: Look, picture: Image.Image) -> None:
        """A picture of a phone's window, reduced here."""
        self.picture.paste(reduced(picture), _place(language, look))

    def cell(self, language: str, look: Look) -> Image.Image:
        x, y = _place(language, look)
        return self.picture.crop((x, y, x + CELL[0], y + CELL[1]))

    def differs(self, other: Sheet, language: str, look: Look) -> bool:
        return bool(changed_squares(other.cell(language, look), self.cell(language, look)))

    def different_from(self, other: Sheet) -> list[str]:
        """The looks in which the two differ."""
        cells = [(language, look) for language in LANGUAGES for look in LOOKS]
        return [f"{look} {language}" for language, look in cells if self.differs(other, language, look)]

    def marked(self, other: Sheet) -> Image.Image:
        """This sheet with red frames where it differs from the other."""
        drawn = self.picture.copy()
        pen = ImageDraw.Draw(drawn)
        for language in LANGUAGES:
            for look in LOOKS:
                x, y = _place(language, look)
                for left, top, right, low in changed_squares(other.cell(language, look), self.cell(language, look)):
                    pen.rectangle((x + left, y + top, x + right, y + low), outline=(255, 0, 60))
        return drawn


def _place(language: str, look: Look) -> tuple[int, int]:
    return CELL[0] * LOOKS.index(look), CELL[1] * LANGUAGES.index(language)
