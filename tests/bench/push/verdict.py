"""What a storm or a campaign asks of what it saw, printed as it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Verdicts:
    """Lines of pass and FAIL; `failed` counts the latter."""

    failed: int = 0
    lines: list[str] = field(default_factory=list)

    def check(self, is_well: bool, text: str) -> None:
        """One thing that must hold."""
        self.failed += not is_well
        self._say(f"  {'pass' if is_well else 'FAIL'}  {text}")

    def note(self, text: str) -> None:
        """A figure that nobody asks anything of."""
        self._say(f"        {text}")

    def title(self, text: str) -> None:
        self._say(f"\n{text}")

    def _say(self, line: str) -> None:
        self.lines.append(line)
        print(line, flush=True)
