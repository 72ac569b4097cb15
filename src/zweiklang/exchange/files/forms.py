"""Files that come with a form, where there is no script."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from zweiklang.exchange.files.kinds import ACCEPT, TAKEN

MOST_AT_ONCE = 10


class SeveralFiles(forms.ClearableFileInput):
    """A field in which several files can be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; `cleaned_data` holds a list."""

    widget = SeveralFiles(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Returns the files; says what is missing, empty or too many."""
        several = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(several) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Bitte höchstens {MOST_AT_ONCE} Dateien auf einmal wählen.")
        return [super(FilesField, self).clean(one, initial) for one in several or [None]]


class FilesForm(forms.Form):
    """Files for a room."""

    files = FilesField(  # type: ignore[assignment]  # BaseForm has an attribute of that name; fields are kept elsewhere
        label="Dateien",
        help_text=f"{TAKEN}.",
        error_messages={
            "required": "Bitte wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer.",
        },
    )
