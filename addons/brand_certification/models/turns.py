"""One after the other: how two transactions that reckon with the same record do not miss each other.

Odoo's transactions see the database as it was when they began. A lock makes the second one wait, and
then lets it go on with its old figures. An UPDATE of the row, even of nothing, makes PostgreSQL
refuse the second one (40001): it begins anew and sees what the first one left.
"""

from psycopg2.errors import SerializationFailure

from odoo.tools import SQL

# How often a transaction that has written nothing yet waits for its turn
_FRESH_TRIES = 200
_UNCHANGED = SQL("write_date = write_date")


def take_turn(records, change=_UNCHANGED):
    """Write these rows (of one table) before reckoning with them, and read them anew.

    Where this transaction has written nothing yet, it begins anew right here; else Odoo repeats the
    whole request, five times in all, which many at once on a busy machine may use up. So take turns
    as the first thing that a step does, and several of them in the order of ids.

    :param change: what the UPDATE sets, where the write is to leave a trace
    """
    records.flush_recordset()
    tries_left = _FRESH_TRIES if _nothing_written(records.env) else 0
    update = SQL(
        "UPDATE %s SET %s WHERE id IN %s",
        SQL.identifier(records._table),
        change,
        tuple(records.ids),
    )
    while records:
        try:
            records.env.cr.execute(update, log_exceptions=False)
            break
        except SerializationFailure:
            if not tries_left:
                raise
            tries_left -= 1
            records.env.cr.rollback()  # of nothing: only the snapshot is renewed
    records.invalidate_recordset()


def _nothing_written(env):
    """Whether this transaction has changed nothing so far, neither in the database nor in cache."""
    if any(env.transaction.field_dirty.values()):
        return False
    env.cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
    return env.cr.fetchone()[0]
