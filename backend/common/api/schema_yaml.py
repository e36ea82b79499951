"""The document as YAML that every reader takes alike: PyYAML writes by YAML 1.1, most tools read by YAML 1.2.

A phone number in an example, `0912345678`, is a string to the former without quotes, and a number to the latter.
"""

import re

from drf_spectacular import renderers

# Numbers of the core schema of YAML 1.2 (section 10.3.2); whatever looks like one and is a string gets quotes.
NUMBER = re.compile(r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+)$")


class PortableDumper(renderers.SafeDumper):
    """Quotes a string that a reader of either version would take for a number."""


# After PyYAML's own resolvers, which still come first for real numbers.
PortableDumper.add_implicit_resolver("tag:yaml.org,2002:float", NUMBER, list("-+.0123456789"))


def install() -> None:
    """Make drf-spectacular's renderers, which take no dumper, write by this one."""
    renderers.SafeDumper = PortableDumper
