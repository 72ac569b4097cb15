"""How much work waits, in numbers alone."""

from dataclasses import dataclass

from django.db import connection

from zweiklang.kernel.acting import as_system

ACTOR = "system:operator"
_COUNTS = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status"
# A job is due when it says so, or else since it was put there.
_OLDEST = """
    SELECT coalesce(extract(epoch FROM clock_timestamp() - min(coalesce(j.scheduled_at,
               (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)))), 0)::float8
      FROM procrastinate_jobs j WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= clock_timestamp())"""
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > clock_timestamp() - interval '30 seconds'"


@dataclass(frozen=True, slots=True)
class Depth:
    """Jobs by state, seconds since which the oldest one due waits, and workers heard from in the last half minute."""

    waiting: int
    doing: int
    failed: int
    oldest: float
    workers: int


def queue_depth(*, patience: int = 2000) -> Depth:
    """Returns the numbers; raises a database error if they are not there within `patience` milliseconds."""
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(patience)])
        cursor.execute(_COUNTS)
        counts: dict[str, int] = dict(cursor.fetchall())
        cursor.execute(_OLDEST)
        oldest = cursor.fetchone()[0]
        cursor.execute(_WORKERS)
        workers = cursor.fetchone()[0]
    return Depth(
        waiting=counts.get("todo", 0),
        doing=counts.get("doing", 0),
        failed=counts.get("failed", 0),
        oldest=max(0.0, oldest),
        workers=workers,
    )
