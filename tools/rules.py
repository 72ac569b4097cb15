"""Rules about this product that no general linter knows, checked on the syntax tree: `python -m tools.rules` names each place that breaks one.

Why they are ours and not Semgrep's: docs/decisions. Each rule says what is forbidden and where it is allowed; a new place is a line here, which
somebody has to give a reason for. tests/security/test_rules.py shows a bad and a good sample of each.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "zweiklang"

type Found = Iterator[tuple[int, str]]

# Where somebody who is not signed in gets an answer, and how else it is known who asks.
OPEN_VIEWS = {
    "web/pages.py": {"imprint", "accessibility", "help_page", "security_txt", "display"},
    "web/demo/gallery.py": {"gallery", "plan_items", "autosave"},  # only in the demo
    "web/demo/views.py": {"personas", "sign_in_as", "mail", "mail_letter"},  # only in the demo
    "joining/views/reporting.py": {"register", "register_check"},
    "joining/views/entrance.py": {"entrance", "link", "proof", "check", "accept_invitation"},
    "exchange/notices/account_views.py": {"push_worker"},
    "schedule/feeds/views.py": {"feed"},  # a secret address
    "privacy/rules/views/showing.py": {"land", "easy", "school"},
    "privacy/documents/views.py": {"notice", "page", "pdf"},
    "people/school_accounts/views.py": {
        "school_services", "school_sign_in", "school_callback", "school_unknown",
        "school_signed_out", "school_backchannel", "school_frontchannel",
    },
    "people/views.py": {"unsubscribe"},
}  # fmt: skip
# Signed by the service that sends it; a mail program's one-click request (RFC 8058), with a signed address.
EXEMPT_VIEWS = {"people/school_accounts/views.py": {"school_backchannel"}, "people/views.py": {"unsubscribe"}}
MARKUP = ("web/marks.py", "web/markup.py", "kernel/mail_markup.py", "privacy/sight/rewriting.py")
OWNER = ("rooms/policies.py", "rooms/policy_drift.py", "kernel/job_rights.py", "config/settings.py", "cli/")
OUTWARD = (
    "schedule/sources/web.py",  # addresses people type: resolved once, public only
    "exchange/notices/push/sending.py",  # hosts of the setting
    "exchange/video/bigbluebutton.py",  # the host of the setting
    "people/school_accounts/conversation.py",  # services the Land has entered
    "exchange/files/scanning.py",  # the scanner of the setting
    "cli/",  # ports of this machine, and what an operator asks of the doctor
)
ARCHIVES = (
    "interfaces/tables/workbook.py",
    "exchange/files/packages.py",
    "privacy/exports/package.py",
    "privacy/exports/unpacking.py",
    "schedule/timetables/storing.py",  # what we packed ourselves
    "cli/",
)
UNPACKERS = {"tarfile.open", "shutil.unpack_archive", "gzip.open", "gzip.decompress"}
PROGRAMS = ("cli/",)
# Signing in with a school account happens before there is a person.
BEFORE_SIGN_IN = ("people/school_accounts/views.py",)
# Django's own sentence about a token, one of a few constants.
REASONS = ("web/errors.py",)
PERSONAL = {
    "email", "name", "first_name", "last_name", "birthday", "born_on", "phone", "address", "text", "body", "title", "subject", "reason",
    "password", "token", "code", "digits", "secret", "POST", "GET", "cleaned_data", "headers", "COOKIES", "session", "user", "person", "endpoint",
}  # fmt: skip
REQUESTS = {f"requests.{one}" for one in ("get", "post", "put", "head", "delete", "request", "Session")}
LOGGERS = {"log", "logger", "_log", "_logger", "logging"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What must not be, and how it is found. `places`: paths below the package, or their beginnings, where it may be."""

    name: str
    sentence: str
    find: Callable[[ast.Module, str], Found]
    places: tuple[str, ...] = ()


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, _dotted(node.func)


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {word.arg: word.value for word in call.keywords if word.arg}


def _is(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _decorated(tree: ast.Module, decorator: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            _dotted(one).endswith(decorator) for one in node.decorator_list
        ):
            yield node


def open_view(tree: ast.Module, path: str) -> Found:
    """Views anybody may ask are those of the list."""
    for node in _decorated(tree, "login_not_required"):
        if node.name not in OPEN_VIEWS.get(path, ()):
            yield node.lineno, node.name


def exempt_view(tree: ast.Module, path: str) -> Found:
    """A POST without a token is one that is signed."""
    for node in _decorated(tree, "csrf_exempt"):
        if node.name not in EXEMPT_VIEWS.get(path, ()):
            yield node.lineno, node.name


def system_in_view(tree: ast.Module, path: str) -> Found:
    """A view asks with the rights of the person; what follows from facts is a service's."""
    if not (path.endswith("views.py") or "/views/" in path):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "as_system" in {one.name for one in node.names}:
            yield node.lineno, "as_system"


def owner_connection(tree: ast.Module, path: str) -> Found:
    """The role that owns the tables is for migrating alone."""
    for call, name in _calls(tree):
        words = _keywords(call)
        named = [*call.args, *(words[one] for one in ("using", "database") if one in words)]
        chooses = name.rpartition(".")[2] in {"using", "cursor", "atomic"} or {"using", "database"} & set(
            words
        )
        if chooses and any(_is_owner(one) for one in named):
            yield call.lineno, name
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Subscript)
            and _dotted(node.value).endswith("connections")
            and _is_owner(node.slice)
        ):
            yield node.lineno, "connections"


def _is_owner(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "owner"


def ready_markup(tree: ast.Module, path: str) -> Found:
    """Text becomes markup in few places, which escape it."""
    for call, name in _calls(tree):
        ready = name.rpartition(".")[2] in {"mark_safe", "Markup", "SafeString"}
        if ready and not (call.args and isinstance(call.args[0], ast.Constant)):
            yield call.lineno, name


def built_sql(tree: ast.Module, path: str) -> Found:
    """SQL is a constant; values are parameters. `extra` never."""
    for call, name in _calls(tree):
        last = name.rpartition(".")[2]
        if last == "extra" and "objects" in name:
            yield call.lineno, name
        if last == "raw" and call.args and not _is_constant(call.args[0]):
            yield call.lineno, name


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def outward(tree: ast.Module, path: str) -> Found:
    """Other servers are asked from few places, each of which says where it may lead."""
    for call, name in _calls(tree):
        if name in REQUESTS or name.startswith(
            ("urllib.request.", "httpx.", "http.client.HTTP", "socket.create_connection")
        ):
            yield call.lineno, name


def endless_request(tree: ast.Module, path: str) -> Found:
    """`requests` waits a bounded time and follows nothing by itself."""
    for call, name in _calls(tree):
        if name in REQUESTS:
            words = _keywords(call)
            if "timeout" not in words or not _is(words.get("allow_redirects"), False):
                yield call.lineno, name


def program(tree: ast.Module, path: str) -> Found:
    """Only the command line starts programs."""
    for call, name in _calls(tree):
        if name.startswith(("subprocess.", "os.system", "os.exec", "os.spawn", "os.popen")):
            yield call.lineno, name


def shell(tree: ast.Module, path: str) -> Found:
    """No program is started through a shell, by anybody."""
    for call, name in _calls(tree):
        if _is(_keywords(call).get("shell"), True) or name in {"os.system", "os.popen"}:
            yield call.lineno, name


def unpacking(tree: ast.Module, path: str) -> Found:
    """Archives are opened where their size is bounded."""
    for call, name in _calls(tree):
        if name.rpartition(".")[2] in {"ZipFile", "TarFile"} or name in UNPACKERS:
            yield call.lineno, name


def open_parser(tree: ast.Module, path: str) -> Found:
    """XML is read by a parser without entities, document types from outside, and network."""
    for call, name in _calls(tree):
        words = _keywords(call)
        if name.endswith(("XMLParser", "iterparse")):
            if not (_is(words.get("resolve_entities"), False) and _is(words.get("no_network"), True)):
                yield call.lineno, name
        elif (
            name in {"etree.fromstring", "etree.parse", "etree.XML"}
            and len(call.args) + ("parser" in words) < 2
        ):
            yield call.lineno, name
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if str(module).startswith(("xml.etree", "xml.dom", "xml.sax")):
                yield node.lineno, str(module)


def living_data(tree: ast.Module, path: str) -> Found:
    """Nothing that comes in can become code."""
    for call, name in _calls(tree):
        if name in {
            "eval",
            "exec",
            "pickle.load",
            "pickle.loads",
            "marshal.loads",
            "yaml.load",
            "__import__",
        }:
            yield call.lineno, name


def personal_log(tree: ast.Module, path: str) -> Found:
    """A log names numbers of things, never people or what they wrote."""
    for call, name in _calls(tree):
        who, _, what = name.rpartition(".")
        if who not in LOGGERS or what not in LEVELS:
            continue
        for node in (inner for argument in call.args for inner in ast.walk(argument)):
            word = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else ""
            )
            if word in PERSONAL:
                yield call.lineno, word
            elif isinstance(node, ast.JoinedStr):
                yield call.lineno, "an f-string hides what is logged"


def led_away(tree: ast.Module, path: str) -> Found:
    """Nobody is led to an address that a request names, unless it was looked at."""
    for call, name in _calls(tree):
        if name.rpartition(".")[2] in {"redirect", "HttpResponseRedirect"} and call.args:
            inside = {_dotted(node) for node in ast.walk(call.args[0])}
            if inside & {"request.GET", "request.POST"}:
                yield call.lineno, name


RULES = (
    Rule("open-view", "answers without sign-in: add it to OPEN_VIEWS with a reason", open_view),
    Rule("exempt-view", "takes a POST without a token: add it to EXEMPT_VIEWS with a reason", exempt_view),
    Rule("system-in-view", "a view works in the system role", system_in_view, BEFORE_SIGN_IN),
    Rule("owner-connection", "uses the role that owns the tables", owner_connection, OWNER),
    Rule("ready-markup", "calls text markup", ready_markup, MARKUP),
    Rule("built-sql", "builds SQL", built_sql),
    Rule("outward", "asks another server from a new place", outward, OUTWARD),
    Rule("endless-request", "waits without end, or follows redirects", endless_request),
    Rule("program", "starts a program", program, PROGRAMS),
    Rule("shell", "starts a program through a shell", shell),
    Rule("unpacking", "opens an archive in a new place", unpacking, ARCHIVES),
    Rule("open-parser", "reads XML with entities or from the network", open_parser),
    Rule("living-data", "makes code of data", living_data),
    Rule("personal-log", "writes into the log what may be personal", personal_log, REASONS),
    Rule("led-away", "leads where a request says", led_away),
)
# Help texts are sentences of ours and of Django's, some with markup; no person can write one.
_TEMPLATE = re.compile(
    r"\|\s*safe\b|autoescape\s+false|\bon[a-z]+=\"|\sstyle=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)|javascript:"
)
TEMPLATE_PLACES = {"web/jinja2/web/forms/field.html": "field.help_text|safe"}


def faults_of_code(text: str, path: str) -> list[str]:
    """Returns each break of a rule in a file as "path:line rule: what – sentence"; `path` is below the package."""
    tree, found = ast.parse(text), []
    for rule in RULES:
        if not path.startswith(rule.places or ("\0",)):
            found += [
                f"{path}:{line} {rule.name}: {what} - {rule.sentence}" for line, what in rule.find(tree, path)
            ]
    return found


def faults_of_template(text: str, path: str) -> list[str]:
    """Returns the places of a template that are unescaped, inline script or inline style."""
    bare = re.sub(r"{#.*?#}", "", text.replace(TEMPLATE_PLACES.get(path, "\0"), ""), flags=re.S)
    return [
        f"{path}:{bare[: one.start()].count(chr(10)) + 1} template: {one[0].strip()}"
        for one in _TEMPLATE.finditer(bare)
    ]


def faults() -> list[str]:
    """Returns what breaks a rule in the whole package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            found += faults_of_code(path.read_text(), path.relative_to(PACKAGE).as_posix())
    for path in sorted(PACKAGE.rglob("*.html")):
        if "email" not in path.parts:  # mails know no style sheets
            found += faults_of_template(path.read_text(), path.relative_to(PACKAGE).as_posix())
    return found


if __name__ == "__main__":
    broken = faults()
    print("\n".join(broken) or f"{len(RULES) + 1} rules hold.")
    sys.exit(bool(broken))
