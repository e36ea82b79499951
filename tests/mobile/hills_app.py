"""The app in a process of its own that is killed in the middle: `python hills_app.py FOLDER URL write|send PHOTO…`.

Driven by touches like the others; it says on stdout how far it is, then lives on until somebody kills it.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.mobile import conftest  # noqa: F401 - the environment, before Kivy is imported

TEXT = "Sạt taluy ngay khúc cua lên bon, đất đá bít nửa đường, xe tải không qua được."
PLACE = "Cách ngã ba trạm y tế khoảng 2 km, phía vách núi"


def main() -> None:
    from citizen_mobile.platform import choose
    from tests.mobile.driver import Driver
    from tests.mobile.phone_parts import FakeCamera, phone

    folder, url, until = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    choose.use(phone(camera=FakeCamera(*map(Path, sys.argv[4:]))))
    driver = Driver(folder, url)
    driver.app.go("report")
    driver.settle()
    if until == "write":
        write(driver)
    else:
        send(driver)
    while True:
        driver.frames(1)


def write(driver: object) -> None:
    """All but the last touch. There was a network yesterday: the categories are known."""
    driver.wait(lambda: driver.screen.model.categories, "the categories of yesterday")
    driver.tap_text("Đường sá, cầu cống")
    ids = driver.screen.ids
    driver.type_into(ids.text, TEXT)
    driver.type_into(ids.place_text, PLACE)
    driver.tap_text("Chụp ảnh")
    driver.tap_text("Chọn ảnh có sẵn")
    driver.wait(lambda: len(driver.screen.model.photos) == 3, "three photos")
    say("written")


def send(driver: object) -> None:
    driver.tap(driver.screen.ids.submit)
    driver.wait(lambda: driver.says("Đã lưu trên máy"), "the report to be safe")
    say("safe")


def say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    main()
