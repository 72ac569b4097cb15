"""What both pages with a form for a new proposal have in common."""

from typing import Any

from django.http import HttpRequest

from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.kernel.ids import new_id
from zweiklang.planning.proposals.forms import ProposalForm
from zweiklang.planning.proposals.shapes import Kind

# How the address names each kind, and what the page calls it.
KINDS = {
    "verschieben": (Kind.MOVE, "Lernfeld verschieben"),
    "tauschen": (Kind.SWAP, "Abschnitt verlegen"),
    "besuch": (Kind.VISIT, "Besuch"),
    "anderes": (Kind.OTHER, "Etwas anderes"),
}
_FROM_ADDRESS = {"learning_field": "lernfeld", "entry": "abschnitt", "to_week": "woche"}


def chosen_kind(request: HttpRequest, offered: list[str]) -> str:
    """Returns the kind the address names, or the first one offered."""
    wanted = request.GET.get("art", "")
    return wanted if wanted in offered else offered[0]


def proposal_form(request: HttpRequest, kind: str, **offered: Any) -> ProposalForm:
    """Returns the form of that kind as sent, or filled from the address: ?lernfeld=…&woche=2027-03-15."""
    initial: dict[str, Any] = {
        name: request.GET[key] for name, key in _FROM_ADDRESS.items() if key in request.GET
    }
    initial |= {"batch": new_id(), "rooms": [one.room_id for one in offered.get("contracts", ())]}
    data = request.POST if request.method == "POST" else None
    return ProposalForm(data, kind=KINDS[kind][0], monday=monday_of(today()), initial=initial, **offered)


def form_context(form: ProposalForm, kind: str, offered: list[str], address: str) -> dict[str, Any]:
    """Returns the form, and the way to the other kinds: label, address, whether it is the current one."""
    return {
        "form": form,
        "kind_label": KINDS[kind][1],
        "kinds": [(KINDS[one][1], f"{address}?art={one}", one == kind) for one in offered],
        "nothing": _nothing_to_choose(form),
    }


def _nothing_to_choose(form: ProposalForm) -> str:
    """Why there is nothing to choose from, or ""."""
    if "learning_field" in form.fields and not form.starts:
        return "Zurzeit ist kein Lernfeld veröffentlicht, das sich noch verschieben lässt."
    if "entry" in form.fields and not form.entries:
        return "Im Ausbildungsplan steht kein Abschnitt, der sich noch verlegen lässt."
    return ""
