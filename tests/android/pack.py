"""Do what `buildozer android debug|release` does up to gradle, without an SDK: python pack.py COPY debug|release.

COPY is a copy of mobile_kivy/, which is written into. Prints what was asked of python-for-android, as JSON.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

BOOTSTRAPS = ("common", "_sdl_common", "sdl2")  # as Bootstrap.prepare_build_dir lays them over each other
API = "35"
# Some of what compiling would have left in the bundle of each processor.
BROUGHT = (
    *("chardet/__init__.pyc", "kivy/tools/report.pyc", "kivy/data/keyboards/qwerty.json"),
    *("kivy/data/fonts/DejaVuSans.ttf", "kivy/data/fonts/Roboto-Regular.ttf", "requests/__init__.pyc"),
)


def main(copy: Path, mode: str) -> None:
    os.chdir(copy)
    os.environ["HOME"] = str(copy / "home")
    create, package, extra = asked_of_p4a(mode)
    build = parsed(package + extra)
    dist = make_dist(copy, build.archs)
    os.chdir(dist)
    hook = load("hook", Path(build.args.hook))
    hook.before_apk_build(build)
    template = load("build", dist / "build.py")
    template.parse_args_and_make_package(list(build.args.unknown_args))
    hook.before_apk_assemble(build)
    print(json.dumps({"create": create, "package": package, "extra": extra, "dist": str(dist)}))


def asked_of_p4a(mode: str) -> tuple[list[str], list[str], list[str]]:
    """The arguments of the two runs of python-for-android that buildozer makes."""
    from buildozer import Buildozer

    buildozer = Buildozer("buildozer.spec")
    buildozer.set_target("android")
    target = buildozer.target
    target.check_configuration_tokens()
    buildozer._copy_application_sources()
    calls: list[list[str]] = []
    target._p4a = lambda command, **_rest: calls.append(command)
    target.build_mode = mode
    target.artifact_format = buildozer.config.getdefault("app", f"android.{mode}_artifact", "")
    target.compile_platform()
    Path(target.get_dist_dir("daknongc")).mkdir(parents=True)
    (Path(target.get_dist_dir("daknongc")) / "project.properties").write_text(f"target=android-{API}\n")
    target.execute_build_package = wrapped(target.execute_build_package, calls)
    try:
        target.build_package()
    except Packed:
        return calls[0], calls[1], list(target.extra_p4a_args)
    raise AssertionError("buildozer asked for no package")


class Packed(Exception):
    """What follows needs what gradle would have made."""


def wrapped(execute: Any, calls: list[list[str]]) -> Any:
    def executed(command: list[Any]) -> None:
        execute(command)
        raise Packed(len(calls))

    return executed


def parsed(command: list[str]) -> Any:
    """python-for-android's own reading of its command line."""
    from pythonforandroid import toolchain

    class Toolchain(toolchain.ToolchainCL):
        archs: list[str]

        def apk(self, args: Any) -> None:
            self.archs = args.arch if isinstance(args.arch, list) else args.arch.split(",")
            self._fix_args(args)

        aab = apk

    sys.argv = ["p4a", *command]
    return Toolchain()


def make_dist(copy: Path, archs: list[str]) -> Path:
    """A folder as python-for-android leaves it after compiling for each processor, but empty of libraries."""
    import pythonforandroid

    dist, sdk = copy / "dist", copy / "sdk"
    for name in BOOTSTRAPS:
        source = Path(pythonforandroid.__file__).parent / "bootstraps" / name / "build"
        shutil.copytree(source, dist, dirs_exist_ok=True, symlinks=False)
    (sdk / "build-tools" / "35.0.0").mkdir(parents=True)
    for arch in archs:
        for name in BROUGHT:
            file = dist / f"_python_bundle__{arch}" / "site-packages" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"as built")
        (dist / "libs" / arch).mkdir(parents=True)
    for folder in ("mipmap", "drawable", "mipmap-anydpi-v26"):
        (dist / "src" / "main" / "res" / folder).mkdir(parents=True, exist_ok=True)
    info = {"bootstrap": "sdl2", "hostpython": sys.executable, "archs": archs, "ndk_api": 24, "use_setup_py": False}
    (dist / "dist_info.json").write_text(json.dumps(info))
    (dist / "project.properties").write_text(f"target=android-{API}\n")
    (dist / "local.properties").write_text(f"sdk.dir={sdk}\n")
    return dist


def load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made  # dataclasses look their module up
    spec.loader.exec_module(made)
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
