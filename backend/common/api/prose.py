"""Markdown as we write it, in lines of 120, and as Swagger UI wants it, which shows every line break as one."""

import re
from inspect import cleandoc

STARTS = re.compile(r"^\s*([-*|#>]|\d+\. )")  # items, rows of tables, headings
FENCE = "```"


def prose(text: str) -> str:
    """One line for each paragraph and each item of a list; code stays as it is."""
    lines: list[str] = []
    is_code = False
    for line in cleandoc(text).splitlines():
        fence = line.strip().startswith(FENCE)
        joins = not (is_code or fence or STARTS.match(line) or not line.strip())
        if joins and lines and lines[-1].strip() and not lines[-1].lstrip().startswith((FENCE, "#", "|")):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
        is_code ^= fence
    return "\n".join(lines)
