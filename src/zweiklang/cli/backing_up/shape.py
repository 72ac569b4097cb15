"""What surrounds the rows, as lines of text that can be compared: columns, rules, rights, policies, triggers, functions."""

import re
from collections.abc import Mapping

import psycopg

_OURS = "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
_ROLES = "('zweiklang_owner', 'zweiklang_app', 'zweiklang_system')"
_QUESTIONS = {
    "roles": """
        SELECT format('%s login=%s super=%s bypass=%s create=%s', rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb OR rolcreaterole)
        FROM pg_roles WHERE rolname IN $roles
        UNION ALL
        SELECT format('%s in %s inherit=%s set=%s', m.member::regrole, m.roleid::regrole, m.inherit_option, m.set_option)
        FROM pg_auth_members m WHERE m.roleid = to_regrole('zweiklang_system')
            AND m.member::regrole::text IN ('zweiklang_app', 'zweiklang_owner')""",
    "tables": """
        SELECT format('%s.%s kind=%s owner=%s rls=%s forced=%s comment=%s', n.nspname, relname, relkind, relowner::regrole,
            relrowsecurity, relforcerowsecurity, obj_description(c.oid, 'pg_class'))
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND $ours""",
    "columns": """
        SELECT format('%s.%s.%s %s notnull=%s identity=%s generated=%s default=%s', n.nspname, relname, attname,
            format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
            LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm') AND $ours""",
    "constraints": """
        SELECT format('%s.%s.%s valid=%s %s', n.nspname, relname, conname, convalidated, pg_get_constraintdef(k.oid))
        FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE $ours""",
    "indexes": """
        SELECT format('%s valid=%s', pg_get_indexdef(indexrelid), indisvalid) FROM pg_index
            JOIN pg_class c ON c.oid = indrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE $ours""",
    "policies": "SELECT p::text FROM pg_policies p",
    "grants": """
        SELECT format('%s.%s %s to %s', n.nspname, relname, g.privilege_type, g.grantee::regrole)
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, 
            aclexplode(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))) g
        WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND $ours
        UNION ALL
        SELECT format('%s.%s.%s %s to %s', n.nspname, relname, attname, g.privilege_type, g.grantee::regrole)
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace, aclexplode(attacl) g
        WHERE $ours
        UNION ALL
        SELECT format('schema %s %s to %s', nspname, g.privilege_type, g.grantee::regrole)
        FROM pg_namespace n, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) g WHERE $ours
        UNION ALL
        SELECT format('default %s %s %s to %s', defaclrole::regrole, defaclobjtype, g.privilege_type, g.grantee::regrole)
        FROM pg_default_acl, aclexplode(defaclacl) g WHERE defaclrole = to_regrole('zweiklang_owner')""",
    "triggers": """
        SELECT format('%s enabled=%s', pg_get_triggerdef(t.oid), tgenabled) FROM pg_trigger t
            JOIN pg_class c ON c.oid = tgrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE NOT tgisinternal AND $ours""",
    "functions": """
        SELECT format('%s %s', pg_get_functiondef(p.oid), (SELECT string_agg(format('%s to %s', g.privilege_type,
            g.grantee::regrole), ', ' ORDER BY 1) FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) g))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE prokind IN ('f', 'p') AND $ours""",
}
# PostgreSQL writes `x IN ('a', 'b')` of varchar with one cast of the list; read in again, it writes casts of the members.
_LIST = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]")
_MEMBER = re.compile(r"'(?:[^']|'')*'::character varying")

_WITHOUT_PARENTHESES = str.maketrans("", "", "()")
_EXPRESSIONS = {"constraints", "indexes", "policies"}

type Shape = dict[str, list[str]]


def shape(connection: psycopg.Connection) -> Shape:
    """Everything about the database but its rows: topic to sorted lines."""
    return {
        topic: sorted(row[0] or "" for row in connection.execute(_filled(question)))
        for topic, question in _QUESTIONS.items()
    }


def _filled(question: str) -> bytes:
    return question.replace("$ours", _OURS).replace("$roles", _ROLES).encode()


def differences(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[str]:
    """A sentence for each line that is only on one side, but for how PostgreSQL writes an expression that it has read back."""
    found: list[str] = []
    for topic in sorted({*before, *after}):
        as_read = _as_read_back if topic in _EXPRESSIONS else str
        old = {as_read(line): line for line in before.get(topic, [])}
        new = {as_read(line): line for line in after.get(topic, [])}
        found += [f"{topic}: {old[key]} is missing" for key in sorted(old.keys() - new.keys())]
        found += [f"{topic}: {new[key]} is not in the backup" for key in sorted(new.keys() - old.keys())]
    return found


def _as_read_back(line: str) -> str:
    """The line without parentheses (`(a OR b) OR c` comes back as `a OR b OR c`), with casts where they come back."""
    cast = _LIST.sub(lambda found: f"ARRAY[{_MEMBER.sub(r'(\g<0>)::text', found[1])}]", line)
    return cast.translate(_WITHOUT_PARENTHESES)
