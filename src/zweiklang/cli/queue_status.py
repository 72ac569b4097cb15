"""What operators ask about the queue. No address, no text: ids, kinds and codes."""

from collections import Counter
from datetime import timedelta
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker
from procrastinate.manager import JobManager

from zweiklang.kernel.clock import now
from zweiklang.people.public import mail_errors
from zweiklang.rooms.public import as_system

ACTOR = "system:operator"
_ALIVE = timedelta(seconds=30)


def read_status() -> dict[str, Any]:
    """Returns `workers` (alive), `waiting` and `doing` by task, `failed` jobs with reason, newest first."""
    with as_system(ACTOR):
        counts = Counter(ProcrastinateJob.objects.values_list("status", "task_name"))
        failed = list(ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:100])
        ended = {
            event.job_id: event.at.isoformat(timespec="seconds")
            for event in ProcrastinateEvent.objects.filter(job__in=failed, type="failed").order_by("at")
        }
        reasons = mail_errors([job.args["mail_id"] for job in failed if "mail_id" in job.args])
        return {
            "workers": ProcrastinateWorker.objects.filter(last_heartbeat__gt=now() - _ALIVE).count(),
            "waiting": {task: n for (state, task), n in sorted(counts.items()) if state == "todo"},
            "doing": {task: n for (state, task), n in sorted(counts.items()) if state == "doing"},
            "failed": [
                {
                    "job": job.id,
                    "task": job.task_name,
                    "attempts": job.attempts,
                    "when": ended.get(job.id, ""),
                    "reason": reasons.get(job.args.get("mail_id", ""), ""),
                }
                for job in failed
            ],
        }


def status_text(found: dict[str, Any]) -> str:
    """Returns the status for people at a terminal."""
    lines = [f"Workers: {found['workers'] or 'none is running'}"]
    for word in ("waiting", "doing"):
        total = sum(found[word].values())
        tasks = ", ".join(f"{n} {task}" for task, n in found[word].items())
        lines.append(f"{word.capitalize()}: {total}{f' ({tasks})' if tasks else ''}")
    lines.append(f"Failed: {len(found['failed'])}")
    lines += [
        f"  job {job['job']}  {job['task']}  {job['attempts']} attempts  {job['when']}  {job['reason']}".rstrip()
        for job in found["failed"]
    ]
    return "\n".join(lines)


def put_back(job_id: int) -> bool:
    """The failed job is due now; False if there is none with that number."""
    with as_system(ACTOR):
        if not ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
            return False
        JobManager(DjangoConnector()).retry_job_by_id(job_id=job_id, retry_at=now())
    return True
