"""Small things that the app keeps for its user: drafts, settings, the codes of reports sent as a guest."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from citizen_mobile.client.database import Database

STEPS = [
    """
CREATE TABLE IF NOT EXISTS things (
    shelf TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, updated_at REAL NOT NULL, PRIMARY KEY (shelf, name)
);
"""
]


class Shelf:
    """Named JSON values of one kind (`drafts`, `settings`, …)."""

    def __init__(self, db: Database, shelf: str) -> None:
        self._db = db
        self._shelf = shelf

    def get(self, name: str, default: Any = None) -> Any:
        row = self._db.row("SELECT body FROM things WHERE shelf = ? AND name = ?", (self._shelf, name))
        return json.loads(row["body"]) if row else default

    def put(self, name: str, value: Any) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO things (shelf, name, body, updated_at) VALUES (?, ?, ?, ?)",
            (self._shelf, name, json.dumps(value, ensure_ascii=False), time.time()),
        )

    def drop(self, name: str) -> None:
        self._db.execute("DELETE FROM things WHERE shelf = ? AND name = ?", (self._shelf, name))

    def all(self) -> dict[str, Any]:
        """Everything on the shelf, the newest first."""
        rows = self._db.rows("SELECT name, body FROM things WHERE shelf = ? ORDER BY updated_at DESC", (self._shelf,))
        return {row["name"]: json.loads(row["body"]) for row in rows}


class Keepsakes:
    """The shelves, in one file. Drafts survive a logout on purpose: what was written is its writer's."""

    def __init__(self, path: Path | str) -> None:
        self._db = Database(path, STEPS)
        self.damaged = self._db.damaged
        self.drafts = Shelf(self._db, "drafts")
        self.settings = Shelf(self._db, "settings")
        self.device = Shelf(self._db, "device")
        # Code → secret of the reports that were sent without a login; the secret is told once and opens the report.
        self.guest_reports = Shelf(self._db, "guest_reports")
        # Published reports of others, whose course is followed from this device.
        self.followed_reports = Shelf(self._db, "followed_reports")
        self.lookups = Shelf(self._db, "lookups")
        # Procedure code → the papers and steps that the person has ticked off.
        self.checklists = Shelf(self._db, "checklists")

    def close(self) -> None:
        self._db.close()
