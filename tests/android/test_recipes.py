"""python-for-android can build what we ask for, in the versions that its recipes have."""

from __future__ import annotations

import json
import sys

import pytest

from tests.android.building import Packed, run
from tests.android.test_spec import requirements

RESOLVE = """
import json, sys
from pythonforandroid.bootstrap import Bootstrap
from pythonforandroid.build import Context
from pythonforandroid.graph import get_recipe_order_and_bootstrap
from pythonforandroid.recipe import Recipe

context = Context()
context.recipe_build_order = []
wanted = json.loads(sys.argv[1])
order, modules, bootstrap = get_recipe_order_and_bootstrap(context, wanted, Bootstrap.get_bootstrap("sdl2", context))
versions = {name: Recipe.get_recipe(name, context).version for name in order}
print(json.dumps({"order": order, "modules": sorted(modules), "bootstrap": bootstrap.name, "versions": versions}))
"""


@pytest.fixture(scope="module")
def resolved(release: Packed) -> dict[str, object]:
    names = sorted(requirements(release))  # with its version a recipe would be taken for a package of pure Python
    answer: dict[str, object] = json.loads(run([sys.executable, "-c", RESOLVE, json.dumps(names)]).splitlines()[-1])
    return answer


def test_everything_that_is_compiled_has_a_recipe(resolved: dict[str, object]) -> None:
    order = resolved["order"]
    assert isinstance(order, list)
    compiled = {"hostpython3", "python3", "kivy", "pyjnius", "sdl2", "sqlite3", "openssl", "libffi", "android"}
    assert compiled <= set(order)
    assert order.index("python3") < order.index("pyjnius") < order.index("kivy")
    assert resolved["bootstrap"] == "sdl2"


def test_what_has_no_recipe_is_pure_python(resolved: dict[str, object]) -> None:
    pure = {"certifi", "chardet", "charset-normalizer", "filetype", "idna", "requests", "six", "urllib3"}
    assert set(resolved["modules"]) == pure  # type: ignore


def test_pinned_versions_are_those_of_the_recipes(resolved: dict[str, object], release: Packed) -> None:
    versions = resolved["versions"]
    assert isinstance(versions, dict)
    asked = {name: version for name, version in requirements(release).items() if version and name in versions}
    assert {"python3", "kivy", "pyjnius"} <= set(asked)
    assert asked == {name: versions[name] for name in asked}
