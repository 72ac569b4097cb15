"""A first start makes all tables in little more than half of the time Django takes for it.

After each operation of a migration Django draws the model concerned anew, and every model related to it: here nearly all, hundreds of times,
nine tenths of a first start. An index, a constraint or a trigger changes no field, so the model that is there is only told of it. Not in a
database in which something is migrated already: that one Django migrates as it is. States share their drawn models, so what only a database
operation knows (SeparateDatabaseAndState) must not be an index, constraint or trigger. tests/cli/test_first_tables.py compares both ways.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_OPTIONS = ("indexes", "constraints", "triggers")
_OF_STATES = ("_append_option", "_remove_option", "_alter_option")
_OF_TRIGGERS = (AddTrigger, RemoveTrigger)


@contextmanager
def quick_first_tables(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside the block Django migrates quicker, if nothing is migrated in that database yet."""
    if MigrationRecorder(connection).applied_migrations():
        yield
        return
    changes = [(ProjectState, name, 0) for name in _OF_STATES] + [
        (one, "state_forwards", 2) for one in _OF_TRIGGERS
    ]
    with ExitStack() as stack:
        for owner, name, state_at in changes:
            before = getattr(owner, name)
            stack.callback(setattr, owner, name, before)
            setattr(owner, name, _telling(before, state_at=state_at))
        yield


def _telling(change: Callable[..., Any], *, state_at: int) -> Callable[..., Any]:
    """The same change of a state (which is that argument), after which the drawn model is told instead of drawn anew."""

    @wraps(change)
    def changed(*arguments: Any, **more: Any) -> Any:
        state = arguments[state_at]
        vars(state)["reload_model"] = partial(_tell, state)
        try:
            return change(*arguments, **more)
        finally:
            del vars(state)["reload_model"]

    return changed


def _tell(state: ProjectState, app_label: str, model_name: str, *, delay: bool = False) -> None:
    """The drawn model has the indexes, constraints and triggers its state has; nothing if no model is drawn yet."""
    if "apps" not in vars(state):
        return
    options = state.models[app_label, model_name.lower()].options
    meta = state.apps.get_model(app_label, model_name)._meta
    for name in _OPTIONS:
        if name in options:
            setattr(meta, name, list(options[name]))
