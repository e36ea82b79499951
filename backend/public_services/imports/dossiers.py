"""Dossiers of the one-stop systems, in batches: 100,000 rows need the memory of one batch.

New rows go in by bulk. A known row whose status moved goes through the service's own door, so its people are told.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from backend.public_services.imports.dossier_rows import DossierRow, Progress, dossier_row
from backend.public_services.imports.reading import Row, UnreadableFile
from backend.public_services.imports.report import ImportReport
from backend.public_services.imports.values import RowError
from backend.public_services.models import Dossier, DossierEvent, Procedure
from backend.public_services.services import dossier_due_at, dossier_status_change
from backend.public_services.workflow import Status, is_paused

BATCH = 1000


def dossiers_import(rows: Iterable[Row], *, is_dry_run: bool = False, notify: bool = True) -> ImportReport:
    """Create or update each row's dossier; wrong rows are listed and the rest go in, each batch in one transaction."""
    report = ImportReport(is_dry_run=is_dry_run)
    procedures = _procedures()
    for batch in _batches(rows, report):
        with transaction.atomic():
            _batch_import(batch, procedures, report, notify=notify)
            transaction.set_rollback(is_dry_run)
    return report


def _procedures() -> dict[str, Procedure]:
    return {row.code: row for row in Procedure.objects.only("id", "code", "duration_days", "duration_unit")}


def _batches(rows: Iterable[Row], report: ImportReport) -> Iterator[dict[str, DossierRow]]:
    """Checked rows by code. A code seen again starts a new batch, so the later row meets the earlier one."""
    batch: dict[str, DossierRow] = {}
    try:
        for row in rows:
            try:
                parsed = dossier_row(row.data)
            except RowError as error:
                report.add_problem(row.line, str(row.data.get("MaHoSo") or "")[:60], str(error))
                continue
            if parsed.code in batch or len(batch) >= BATCH:
                yield batch
                batch = {}
            batch[parsed.code] = parsed
    except UnreadableFile as error:
        report.stopped = str(error)
    if batch:
        yield batch


def _batch_import(
    batch: dict[str, DossierRow], procedures: dict[str, Procedure], report: ImportReport, *, notify: bool
) -> None:
    known = {row.code: row for row in Dossier.objects.filter(code__in=batch)}
    _create([row for code, row in batch.items() if code not in known], procedures)
    report.created += len(batch) - len(known)
    for code, dossier in known.items():
        if dossier.source_digest == batch[code].columns["source_digest"]:
            report.unchanged += 1
        else:
            _update(dossier, batch[code], procedures, notify=notify)
            report.updated += 1


def _create(rows: list[DossierRow], procedures: dict[str, Procedure]) -> None:
    made = Dossier.objects.bulk_create([_new_dossier(row, procedures) for row in rows])
    DossierEvent.objects.bulk_create(
        [
            _event(dossier, progress)
            for dossier, row in zip(made, rows, strict=True)
            for progress in row.progress or [Progress(at=dossier.received_at, status=dossier.status)]
        ]
    )


def _new_dossier(row: DossierRow, procedures: dict[str, Procedure]) -> Dossier:
    procedure = procedures.get(row.columns["procedure_code"])
    dossier = Dossier(code=row.code, status=row.status, procedure=procedure, **row.columns)
    if dossier.due_at is None and row.status not in (Status.REGISTERED, Status.REFUSED):
        dossier.due_at = dossier_due_at(dossier, dossier.received_at)
    if is_paused(row.status):
        dossier.clock_stopped_at = row.progress[-1].at if row.progress else dossier.received_at
    return dossier


def _event(dossier: Dossier, progress: Progress) -> DossierEvent:
    return DossierEvent(
        dossier=dossier,
        at=progress.at,
        status=progress.status,
        text=progress.text,
        unit_name=progress.unit_name,
        actor_name=progress.actor_name,
        actor_title=progress.actor_title,
    )


def _update(dossier: Dossier, row: DossierRow, procedures: dict[str, Procedure], *, notify: bool) -> None:
    """The source's word counts: first what happened there, then its columns as they stand now."""
    seen = {(at, status, text) for at, status, text in dossier.events.values_list("at", "status", "text")}
    news = [progress for progress in row.progress if progress.identity not in seen]
    if dossier.status != row.status:
        last = news.pop() if news and news[-1].status == row.status else None
        DossierEvent.objects.bulk_create([_event(dossier, progress) for progress in news])
        dossier_status_change(
            dossier=dossier,
            to=row.status,
            text=last.text if last else "",
            at=last.at if last else timezone.now(),
            unit_name=last.unit_name if last else "",
            actor_name=last.actor_name if last else "",
            is_record_of_source=True,
            tell=notify,
        )
    else:
        DossierEvent.objects.bulk_create([_event(dossier, progress) for progress in news])
    for name, value in row.columns.items():
        # A due date that the file does not give is ours, with the days that the clock stood.
        if not (name in ("due_at", "finished_at", "returned_at") and value is None):
            setattr(dossier, name, value)
    dossier.procedure = procedures.get(dossier.procedure_code)
    dossier.save()
