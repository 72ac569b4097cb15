"""What a table of a room declares: which scope reads it and which acts write it."""

from dataclasses import dataclass, field

from zweiklang.rooms.scopes import Scope


@dataclass(frozen=True, slots=True)
class RoomSecurity:
    """Row-level security of one table, declared beside its columns.

    `read` is the scope a membership must carry. `insert`, `update`, `delete` name the scopes of which one is enough; empty means nobody
    but the system role. `and_read` and `and_insert` are SQL conditions ANDed to the room condition (never ORed: that would turn the
    index condition into a scan). `key` is the column that holds the room's id.
    """

    read: Scope
    insert: tuple[Scope, ...] = ()
    update: tuple[Scope, ...] = ()
    delete: tuple[Scope, ...] = ()
    and_read: str = ""
    and_insert: str = ""
    key: str = "room_id"
    columns: tuple[str, ...] = field(default=())
    """With `update`: the only columns that may be changed (empty: all)."""
    dated_by: str = ""
    """The column with the day a row is about: rows before the day on which a rule opened the category stay closed."""
    released: str = ""
    """The SQL condition "this row is released": it is enough for those who carry only released items of the category."""
    read_also: tuple[Scope, ...] = ()
    """Further scopes of which each opens the table, in kinds of rooms where `read` is not carried at all."""


@dataclass(frozen=True, slots=True)
class OwnRows:
    """Row-level security of a table about single persons, outside of any room, declared as `own_rows`.

    Only a person named in one of `columns` reads a row; only the system role writes. `system` are the privileges it has instead of all.
    """

    columns: tuple[str, ...]
    system: str = ""

    @property
    def condition(self) -> str:
        """Returns the SQL condition "this row names me"."""
        return f"(SELECT my_person()) IN ({', '.join(self.columns)})"


@dataclass(frozen=True, slots=True)
class ListedRows:
    """Row-level security of a table whose rows a function of the database lists for each person, declared as `listed_rows`.

    For what has an audience instead of a room: `function` is a STABLE function that returns an array of ids, `key` the column that holds
    one. Only the system role writes.
    """

    function: str
    key: str = "id"

    @property
    def condition(self) -> str:
        """Returns the SQL condition "this row is listed for me", written so that it is an index condition."""
        return f"{self.key} = ANY ((SELECT {self.function}())::uuid[])"


def in_my_rooms(*scopes: str, key: str = "room_id") -> str:
    """Returns the SQL condition "this row is in a room where I carry one of these scopes".

    Written with a scalar sub-select so that PostgreSQL asks once per statement and uses the array as index condition
    (measured: 460 times faster than EXISTS, see docs/decisions).
    """
    names = ", ".join(f"'{scope}'" for scope in scopes)
    return f"{key} = ANY ((SELECT my_rooms({names}))::uuid[])"


def since_rules_opened(*scopes: str, day: str, key: str = "room_id") -> str:
    """Returns the SQL condition "this row's day is not before the one from which the rules open the scope to me in its room".

    `my_starts` is asked once per statement and returns null for nearly everybody, so a row costs one comparison.
    """
    names = ", ".join(f"'{scope}'" for scope in scopes)
    return f"{day} >= COALESCE(((SELECT my_starts({names})) ->> {key}::text)::date, '-infinity'::date)"
