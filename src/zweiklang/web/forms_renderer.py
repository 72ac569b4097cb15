"""Django forms in KERN's markup, without a change to the forms.

`{{ form }}` gives error summary, a line about required fields, and all fields; `{{ field.as_field_group() }}` one field.
Labels, hints and errors are tied to the field (`aria-describedby`, `aria-invalid`); what is optional says so. The widgets
are in jinja2/django/forms/widgets, under Django's own names.
"""

from typing import Any

from django.forms.renderers import BaseRenderer
from django.template import engines


class KernRenderer(BaseRenderer):
    """Renders forms, fields and widgets with the project's own Jinja2 environment."""

    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Returns the template from the project's only engine."""
        return engines["jinja2"].get_template(template_name)
