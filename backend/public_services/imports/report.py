"""What an import did: counts, and each wrong row with its line and the reason."""

from dataclasses import dataclass, field

SHOWN = 200


@dataclass
class ImportReport:
    is_dry_run: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    wrong: int = 0
    # The first ones; a million wrong rows must not fill the memory.
    problems: list[str] = field(default_factory=list)
    stopped: str = ""

    def add_problem(self, line: int, name: str, reason: str) -> None:
        self.wrong += 1
        if len(self.problems) < SHOWN:
            self.problems.append(f"line {line}: {name or '?'}: {reason}")

    def lines(self) -> list[str]:
        """The report for people, wrong rows first."""
        shown = list(self.problems)
        if self.wrong > len(self.problems):
            shown.append(f"… and {self.wrong - len(self.problems)} more wrong rows")
        if self.stopped:
            shown.append(f"stopped: {self.stopped}; rows before that went in")
        counts = f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}, wrong {self.wrong}"
        return [*shown, ("dry run: would be " if self.is_dry_run else "") + counts]
