"""What goes on the phone, part by part, and how large the package gets: python mobile_kivy/tools/package_sizes.py

There is no Android build to weigh here. Python code, data, resources and pictures are the very files, compiled and
compressed as they will be. Libraries of machine code are weighed as their desktop twins (x86-64, without symbols): a
stand-in, since the same sources are compiled for another processor. The libraries of Java are a guess, said as such.
"""

from __future__ import annotations

import io
import marshal
import re
import struct
import sys
import sysconfig
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib import metadata, util
from pathlib import Path

MOBILE = Path(__file__).resolve().parent.parent
LIMIT_MB = 30.0
EXACT, STAND_IN, GUESS = "weighed", "stand-in", "guess"
# As python-for-android leaves them out of its bundle (recipes/python3).
LEFT_OUT = {
    "__pycache__",
    "test",
    "tests",
    "lib2to3",
    "ensurepip",
    "idlelib",
    "tkinter",
    "site-packages",
    "lib-dynload",
}
LEFT_OUT |= {"turtledemo", "pydoc_data"}
SOURCES = {".py", ".pyi", ".pyx", ".pxd", ".pxi", ".h", ".c", ".so", ".a"}
# Dex code and resources of firebase-messaging, zxing-android-embedded, androidx and Kotlin, not shrunk.
JAVA_GUESS_BYTES = 5_000_000
RECIPES = {"python3", "hostpython3", "kivy", "pyjnius", "android", "sqlite3", "openssl"}


@dataclass(frozen=True)
class Part:
    """Something on the phone; `per_processor` parts are in a package once for each."""

    name: str
    version: str
    size: int
    how: str
    per_processor: bool


def main() -> int:
    found = list(parts())
    for part in sorted(found, key=lambda part: -part.size):
        twice = "×2" if part.per_processor else "  "
        print(f"{part.size / 1e6:7.2f} MB {twice}  {part.how:<9} {part.name} {part.version}")
    one, both = total(found, 1), total(found, 2)
    print(
        f"{one:7.1f} MB     on one phone: the APK for its processor, or its share of the bundle; goal {LIMIT_MB:.0f} MB"
    )
    print(f"{both:7.1f} MB     the bundle for the shop, with both processors; nobody downloads it whole")
    return 0 if one < LIMIT_MB else 1


def total(found: Iterable[Part], processors: int) -> float:
    """Megabytes of a package for so many processors."""
    return sum(part.size * (processors if part.per_processor else 1) for part in found) / 1e6


def parts() -> Iterator[Part]:
    """Everything, the app first."""
    yield Part("the app", app_version(), app_size(), EXACT, False)
    yield Part("icons, splash, Android's texts", "", pictures_size(), EXACT, False)
    for name, version in pure_packages().items():
        yield Part(name, version, package_size(name), EXACT, True)
    yield Part("kivy, Python and data", metadata.version("kivy"), folder_size(package("kivy")), EXACT, True)
    yield Part("pyjnius, Python", metadata.version("pyjnius"), folder_size(package("jnius")), EXACT, True)
    yield Part("Python's standard library", _python(), folder_size(Path(sysconfig.get_path("stdlib"))), STAND_IN, True)
    for name, files in machine_code().items():
        yield Part(name, "", sum(stripped_size(file) for file in files), STAND_IN, True)
    yield Part("Firebase, QR reader, androidx, Kotlin", "", JAVA_GUESS_BYTES, GUESS, False)


def requirements() -> dict[str, str]:
    """What buildozer.spec puts on the phone."""
    spec = (MOBILE / "buildozer.spec").read_text(encoding="utf-8")
    (line,) = re.findall(r"^requirements = (.*)$", spec, re.MULTILINE)
    return {name: version for name, _, version in (word.partition("==") for word in line.split(","))}


def pure_packages() -> dict[str, str]:
    return {name: version for name, version in requirements().items() if name not in RECIPES}


def app_version() -> str:
    text = (MOBILE / "citizen_mobile" / "__init__.py").read_text(encoding="utf-8")
    return re.findall(r'__version__ = "(.*)"', text)[0]


def app_size() -> int:
    own = MOBILE / "citizen_mobile"
    others = (file for file in own.rglob("*") if file.suffix in {".kv", ".png", ".json", ".po", ".txt"})
    return code_size([MOBILE / "main.py", *own.rglob("*.py")]) + sum(zipped(file.read_bytes()) for file in others)


def pictures_size() -> int:
    files = [*(MOBILE / "android" / "res").rglob("*.*"), *(MOBILE / "art").rglob("*.png")]
    return sum(zipped(file.read_bytes()) for file in files)


def machine_code() -> dict[str, list[Path]]:
    """Libraries by what they belong to."""
    kivy = package("kivy")
    extensions = Path(str(sysconfig.get_config_var("DESTSHARED")))
    loaded = loaded_libraries()
    return {
        "libpython": [python_library()],
        "Python's extensions": [file for file in extensions.glob("*.so") if not re.match(r"_(test|tk|xx)", file.name)],
        "kivy, machine code": [*kivy.rglob("*.so")],
        "SDL 2, image, mixer, ttf": [*(kivy.parent / "Kivy.libs").glob("*.so*")],
        "pyjnius, machine code": [*package("jnius").rglob("*.so")],
        "OpenSSL": [file for file in loaded if file.name.startswith(("libssl", "libcrypto"))],
        "SQLite": [file for file in loaded if file.name.startswith("libsqlite3")],
        "libffi": [file for file in loaded if file.name.startswith("libffi")],
    }


def loaded_libraries() -> set[Path]:
    """What this process holds once the modules that need them are imported."""
    for name in ("ssl", "sqlite3", "ctypes"):
        __import__(name)
    maps = Path("/proc/self/maps").read_text(encoding="ascii", errors="replace")
    return {Path(path) for path in re.findall(r"(/\S+\.so[\w.]*)", maps)}


def python_library() -> Path:
    """libpython, or the interpreter that has it inside."""
    shared = Path(str(sysconfig.get_config_var("LIBDIR"))) / str(sysconfig.get_config_var("LDLIBRARY"))
    return shared if shared.suffix == ".so" and shared.exists() else Path(sys.executable).resolve()


def package(name: str) -> Path:
    spec = util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: the development environment has it (make lint)")
    return Path(spec.origin).parent if Path(spec.origin).name == "__init__.py" else Path(spec.origin)


def package_size(name: str) -> int:
    place = package(name.replace("-", "_"))
    return folder_size(place) if place.is_dir() else code_size([place])


def folder_size(folder: Path) -> int:
    """A package without its machine code: compiled modules, and the data beside them."""
    files = [file for file in folder.rglob("*") if file.is_file() and goes_along(file, folder)]
    data = (file for file in files if file.suffix not in SOURCES)
    return code_size(file for file in files if file.suffix == ".py") + sum(zipped(file.read_bytes()) for file in data)


def goes_along(file: Path, folder: Path) -> bool:
    by_us = any(fnmatch(str(file), pattern) for pattern in never_opened())
    return not by_us and not LEFT_OUT & set(file.relative_to(folder).parts)


@cache
def never_opened() -> list[str]:
    """Our own patterns of what stays out."""
    lines = (MOBILE / "android" / "left_out.txt").read_text(encoding="ascii").splitlines()
    return [line for line in lines if not line.startswith("#")]


def code_size(files: Iterable[Path]) -> int:
    return sum(zipped(compiled(file)) for file in files)


def compiled(file: Path) -> bytes:
    """A .pyc as `-OO` writes it."""
    code = compile(file.read_bytes(), file.name, "exec", dont_inherit=True, optimize=2)
    return bytes(16) + marshal.dumps(code)


def stripped_size(file: Path) -> int:
    """A library's compressed size without what the linker strips: only sections that are loaded count."""
    with file.open("rb") as stream:
        return zipped(b"".join(loaded_sections(stream)))


def loaded_sections(stream: io.BufferedReader) -> Iterator[bytes]:
    """ELF of 64 bits: those that occupy memory (SHF_ALLOC) and have bytes in the file (not SHT_NOBITS)."""
    head = stream.read(64)
    if head[:5] != b"\x7fELF\x02":
        raise ValueError("not a 64-bit ELF file")
    start, size, count = struct.unpack_from("<Q", head, 40)[0], *struct.unpack_from("<HH", head, 58)
    for place in range(count):
        stream.seek(start + place * size)
        kind, flags, _address, offset, length = struct.unpack_from("<IQQQQ", _aligned(stream.read(size)))
        if flags & 2 and kind != 8:
            stream.seek(offset)
            yield stream.read(length)


def _aligned(header: bytes) -> bytes:
    """Past the name: type (4), flags (8), address (8), offset (8), size (8)."""
    return header[4:]


def zipped(content: bytes) -> int:
    """As a package keeps it; what does not shrink (PNG) is stored."""
    return min(len(content), len(zlib.compress(content, 9)))


def _python() -> str:
    return f"(here {sys.version.split()[0]}, there {requirements()['python3']})"


if __name__ == "__main__":
    sys.exit(main())
