"""What is new leaves for outside through notices alone: no other module mails of these kinds."""

import re

from tests.architecture.sources import PACKAGE
from zweiklang.people.mailing.kinds import NOTICES

# Who says which kind a notice has, and whose own code the kinds are.
KINDS = re.compile(rf"\bkind=MailKind\.({'|'.join(kind.name for kind in NOTICES)})\b")
TO_MANY = re.compile(r"\bsend_to_many\(")
OWN = ("people/", "exchange/notices/")


def files_with(pattern: re.Pattern[str]) -> set[str]:
    """Modules of other apps that match; `mail_kind=` belongs to a kind of notice."""
    texts = {
        str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8").replace("mail_kind=", "")
        for path in PACKAGE.rglob("*.py")
    }
    return {name for name, text in texts.items() if pattern.search(text) and not name.startswith(OWN)}


def test_no_other_module_mails_what_is_a_notice() -> None:
    assert files_with(KINDS) == set()
    assert files_with(TO_MANY) == set()
