"""Brings the marks on devices up to date that follow from what others know: who is on a list, who has which role."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from notifications import audiences
from notifications import topics as topic_names
from notifications.audiences import Expression

# Rows are locked in the order in which everybody else locks them (`devices_detach_user`): no two wait for each other.
_LEAVE = """
    UPDATE notifications_device SET topics = array_remove(topics, %(topic)s)
    WHERE id IN (
        SELECT id FROM notifications_device
        WHERE address @@ %(lexeme)s::tsquery AND NOT coalesce(user_id = ANY (%(people)s), false)
        ORDER BY id FOR UPDATE
    )
"""
_JOIN = """
    UPDATE notifications_device SET topics = array_append(topics, %(topic)s)
    WHERE id IN (
        SELECT id FROM notifications_device
        WHERE user_id = ANY (%(people)s) AND NOT address @@ %(lexeme)s::tsquery
        ORDER BY id FOR UPDATE
    )
"""
_MEMBERS = "ARRAY(SELECT user_id FROM notifications_audiencemember WHERE audience_list_id = %(list)s)"
# Each role with the formula that the address of its devices meets: this role and no other.
_ROLES = """
    UPDATE notifications_device device SET topics =
        ARRAY(SELECT topic FROM unnest(device.topics) topic WHERE NOT starts_with(topic, 'role:'))
        || wrong.topic::varchar
    FROM (
        SELECT owned.id, 'role:' || fits.role AS topic
        FROM notifications_device owned
        LEFT JOIN {users} person ON person.id = owned.user_id
        JOIN unnest(%(roles)s::text[], %(formulas)s::tsquery[]) AS fits (role, formula)
            ON fits.role = coalesce(person.role, 'guest')
        WHERE NOT owned.address @@ fits.formula
        ORDER BY owned.id FOR UPDATE OF owned
    ) wrong
    WHERE device.id = wrong.id
"""


@transaction.atomic
def audience_sync(expression: Expression) -> int:
    """Mark the devices of who is on the lists, and has the roles, that this audience names; the number it changed.

    An audience without lists and roles costs nothing. Called before an audience is counted or cut into batches.
    """
    named = audiences.mentioned(expression)
    changed = sum(_sync_list(topic) for topic in named if topic.startswith("list:"))
    return changed + (_sync_roles() if any(topic.startswith("role:") for topic in named) else 0)


def _sync_list(topic: str) -> int:
    values = {"topic": topic, "lexeme": audiences.lexeme(topic), "list": topic.removeprefix("list:")}
    changed = 0
    with connection.cursor() as cursor:
        for statement in (_LEAVE, _JOIN):
            cursor.execute(statement.replace("%(people)s", _MEMBERS), values)
            changed += cursor.rowcount
    return changed


def _sync_roles() -> int:
    marks = {role: audiences.lexeme(topic_names.of_role(role)) for role in topic_names.ROLES}
    formulas = [" & ".join(mark if role == wanted else f"!{mark}" for role, mark in marks.items()) for wanted in marks]
    users = connection.ops.quote_name(get_user_model()._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_ROLES.format(users=users), {"roles": list(marks), "formulas": formulas})
        return cursor.rowcount
