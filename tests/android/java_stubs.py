"""Java sources with Android's names and empty bodies, made from Python's type stubs of Android (API 36).

A method answers null, 0 or false, as Android's own jar for unit tests can; what returns its own class answers itself,
or a new one.

The type stubs know parameters exactly. They do not know whether a returned number is int or long, which exceptions are
thrown, what is an interface, nor what is protected: the last two are in the tables below for what the app uses.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import re
from collections import defaultdict
from pathlib import Path

# Interfaces that the app implements, with the methods that have no body of their own.
INTERFACES: dict[str, set[str]] = {
    "android.content.SharedPreferences": set(),
    "android.content.SharedPreferences.Editor": set(),
    "android.location.LocationListener": {"onLocationChanged(Location)"},
    "android.speech.tts.TextToSpeech.OnInitListener": {"onInit"},
    "android.os.Parcelable": set(),
    "android.content.ComponentCallbacks": set(),
    "android.content.ComponentCallbacks2": set(),
}
# The type stubs list protected methods too, as if they were public: those that the app overrides.
PROTECTED = {"onCreate", "onSaveInstanceState", "onActivityResult", "onNewIntent"}
# Interfaces of java.* without methods by which Android's classes are passed on.
MARKERS = {"java.security.spec.AlgorithmParameterSpec"}
# What is returned, where a number's kind matters to the app.
RETURNED = {
    "android.location.Location.getTime": "long",
    "android.location.Location.getLatitude": "double",
    "android.location.Location.getLongitude": "double",
}
# Constants on which the app decides.
VALUES = {"SDK_INT": "35", "RESULT_OK": "-1"}
NUMBERS = {"jint": "int", "jlong": "long", "jfloat": "float", "jdouble": "double", "jshort": "short", "jchar": "char"}
PLAIN = NUMBERS | {"jbyte": "byte", "jboolean": "boolean"}
BOXES = {"int": "Integer", "long": "Long", "float": "Float", "double": "Double", "boolean": "Boolean"}
BOXES |= {"short": "Short", "char": "Character", "byte": "Byte"}
BUILTIN = {"int": "int", "float": "float", "bool": "boolean", "str": "String", "None": "void", "bytes": "byte[]"}
ARRAYS = {f"JavaArrayJ{name[1:].title()}": f"{java}[]" for name, java in PLAIN.items()}


@functools.cache
def module(name: str) -> ast.Module | None:
    """The type stubs of a Java package."""
    top, _, rest = name.partition(".")
    root = _site() / f"{top}-stubs"
    file = root.joinpath(*rest.split(".") if rest else []) / "__init__.pyi"
    return ast.parse(file.read_text(encoding="utf-8")) if file.exists() else None


def _site() -> Path:
    spec = importlib.util.find_spec("jnius")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent.parent


@functools.cache
def classes(package: str) -> dict[str, ast.ClassDef]:
    tree = module(package)
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)} if tree else {}


class Stubs:
    """Writes the classes that `wanted` names in full, and bare ones for what their members mention."""

    def __init__(self, folder: Path, wanted: set[str]) -> None:
        self.folder = folder
        self.mentioned: defaultdict[str, set[str]] = defaultdict(set)  # outer class -> nested classes
        self.written: set[str] = set()
        queue = sorted(wanted)
        while queue:
            name = queue.pop()
            if name not in self.written:
                self.written.add(name)
                queue += self._full(name)
        for outer in sorted(set(self.mentioned) - self.written):
            self._bare(outer)

    def _full(self, name: str) -> list[str]:
        package, _, short = name.rpartition(".")
        node = classes(package).get(short)
        assert node is not None, f"Android has no {name}"
        scope = Scope(self, package)
        self._write(name, scope.declare(node, name))
        return scope.supers

    def _bare(self, name: str) -> None:
        nested = "\n".join(f"  public static class {inner} {{}}" for inner in sorted(self.mentioned[name]))
        self._write(name, f"public class {name.rpartition('.')[2]} {{\n{nested}\n}}")

    def _write(self, name: str, text: str) -> None:
        package, _, short = name.rpartition(".")
        file = self.folder.joinpath(*package.split(".")) / f"{short}.java"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"package {package};\n\n{text}\n", encoding="utf-8")


class Scope:
    """One class of one package, as Java."""

    def __init__(self, stubs: Stubs, package: str) -> None:
        self.stubs, self.package = stubs, package
        self.supers: list[str] = []

    def declare(self, node: ast.ClassDef, name: str, *, nested: bool = False) -> str:
        is_interface = name in INTERFACES
        static = "static " if nested else ""
        head = (
            f"public {static}{'interface' if is_interface else 'class'} {node.name}{self._extends(node, is_interface)}"
        )
        members = [text for item in node.body for text in self._member(item, node, name)]
        if not is_interface:
            members = [f"protected {node.name}() {{}}", *members] if not _has_empty_init(node) else members
        return head + " {\n  " + "\n  ".join(dict.fromkeys(members)) + "\n}"

    def _extends(self, node: ast.ClassDef, is_interface: bool) -> str:
        parents = [self.java(base) for base in node.bases]
        parents = [
            parent for parent in parents if parent not in ("java.lang.Object", "Object") and "Generic" not in parent
        ]
        faces = [parent for parent in parents if parent in INTERFACES or parent.startswith("java.")]
        bodies = [parent for parent in parents if parent.startswith("android.") and parent not in INTERFACES][:1]
        self.supers += [outer_class(parent) for parent in bodies + faces if parent.startswith("android.")]
        if is_interface:
            return f" extends {', '.join(faces)}" if faces else ""
        known = [face for face in faces if face.startswith("android.") or face in MARKERS]
        errors = [face for face in faces if face.endswith(("Exception", "Error"))]
        text = f" extends {(bodies + errors)[0]}" if bodies or errors else ""
        return text + (f" implements {', '.join(known)}" if known else "")

    def _member(self, item: ast.stmt, owner: ast.ClassDef, name: str) -> list[str]:
        if isinstance(item, ast.ClassDef):
            return [self.declare(item, f"{name}.{item.name}", nested=True)]
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            return [self._field(item.target.id, item.annotation)]
        if isinstance(item, ast.FunctionDef):
            return [self._method(item, owner, name)]
        return []

    def _field(self, name: str, kind: ast.expr) -> str:
        if isinstance(kind, ast.Subscript) and ast.unparse(kind.value) == "typing.ClassVar":
            java = self.java(kind.slice)
            return f"public static final {java} {name} = {_value(name, java)};"
        return f"public {self.java(kind)} {name};"

    def _method(self, item: ast.FunctionDef, owner: ast.ClassDef, name: str) -> str:
        taken = [
            self.java(argument.annotation) for argument in item.args.posonlyargs + item.args.args if argument.annotation
        ]
        words = ", ".join(f"{java} a{place}" for place, java in enumerate(taken))
        if item.args.vararg and item.args.vararg.annotation:
            words += (", " if words else "") + f"{self.java(item.args.vararg.annotation)}... more"
        if item.name == "__init__":
            return f"public {owner.name}({words}) {{}}"
        returned = RETURNED.get(f"{name}.{item.name}") or self.java(item.returns)
        static = "static " if any(ast.unparse(mark) == "staticmethod" for mark in item.decorator_list) else ""
        signature = f"{item.name}({','.join(kind.rpartition('.')[2] for kind in taken)})"
        if name in INTERFACES and not INTERFACES[name].isdisjoint({item.name, signature}):
            return f"{returned} {item.name}({words});"
        default = "default " if name in INTERFACES and not static else ""
        access = "protected" if item.name in PROTECTED else "public"
        return f"{access} {static}{default}{returned} {item.name}({words}) {{ {_body(returned, owner, static)} }}"

    def java(self, kind: ast.expr | None) -> str:
        """A type as Java writes it."""
        if isinstance(kind, ast.BinOp):
            return self._union(_options(kind))
        if isinstance(kind, ast.Subscript):
            return self._generic(ast.unparse(kind.value), kind.slice)
        text = ast.unparse(kind) if kind is not None else "None"
        return self._name(text)

    def _union(self, options: list[ast.expr]) -> str:
        texts = [ast.unparse(option) for option in options]
        if "java.lang.Object" in texts:
            return "Object"
        numbers = [PLAIN[text.removeprefix("java.")] for text in texts if text.removeprefix("java.") in PLAIN]
        if numbers:
            return numbers[0]
        return self.java(next(option for option in options if ast.unparse(option) != "None"))

    def _generic(self, outer: str, inner: ast.expr) -> str:
        if outer.endswith("JavaArray"):
            return self.java(inner) + "[]"
        if outer == "type":
            return "Class"
        if not outer.startswith("java.") or outer.startswith("java.chaquopy"):
            return self._name(outer)
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        boxed = [BOXES.get(java, java) for java in map(self.java, parts)]
        return f"{outer}<{', '.join(boxed)}>" if all(re.fullmatch(r"[\w.<>, ]+", box) for box in boxed) else outer

    def _name(self, text: str) -> str:
        text = text.strip("'\"")
        last = text.rpartition(".")[2]
        if text in BUILTIN:
            return BUILTIN[text]
        if last in ARRAYS or last in PLAIN:
            return ARRAYS.get(last) or PLAIN[last]
        if text.startswith(("_", "typing.")) or "__" in text:
            return "Object"
        if text.startswith(("java.", "javax.")):
            return text if text.partition(".")[0] == "javax" or module_has(text) else "Object"
        return self._mention(text if text[0].islower() else f"{self.package}.{text}")

    def _mention(self, text: str) -> str:
        outer = outer_class(text)
        nested = text.removeprefix(outer).strip(".").split(".")[0]
        self.stubs.mentioned[outer].update({nested} - {""})
        return text


def outer_class(name: str) -> str:
    """`android.app.Notification.Builder` is in `android.app.Notification`; `android.R.attr` in `android.R`."""
    parts = name.split(".")
    first = next(place for place, part in enumerate(parts) if part[0].isupper())
    return ".".join(parts[: first + 1])


def module_has(text: str) -> bool:
    """java.* as the desktop's Java has it; a few of Android's are its own."""
    return text != "java.lang.Record" and not text.startswith("java.chaquopy")


def _options(kind: ast.expr) -> list[ast.expr]:
    if isinstance(kind, ast.BinOp):
        return _options(kind.left) + _options(kind.right)
    return [kind]


def _has_empty_init(node: ast.ClassDef) -> bool:
    return any(
        isinstance(item, ast.FunctionDef)
        and item.name == "__init__"
        and len(item.args.posonlyargs + item.args.args) == 1
        for item in node.body
    )


def _body(returned: str, owner: ast.ClassDef, static: str) -> str:
    if returned == "void":
        return ""
    if returned.rpartition(".")[2] == owner.name:
        return f"return new {owner.name}();" if static else "return this;"  # makers, builders
    return f"return {'null' if returned not in BOXES else {'boolean': 'false'}.get(returned, '0')};"


def _value(name: str, java: str) -> str:
    if name in VALUES:
        return VALUES[name]
    if java == "String":
        return f'"{name}"'
    if java in BOXES:
        return {"boolean": "false", "char": "'x'"}.get(java, f"({java}) {sum(map(ord, name)) % 100}")
    return "null"
