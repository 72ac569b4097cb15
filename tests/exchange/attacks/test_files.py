"""Documents that hide what they are from somebody who only looks for words."""

import io
import zipfile

import pytest

from zweiklang.exchange.files import packages

MAIN = '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def document(types: str) -> io.BytesIO:
    """A document of Word that says that of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        package.writestr("word/document.xml", "<document/>")
    out.seek(0)
    return out


def test_a_plain_document_is_taken() -> None:
    packages.inspect(document(MAIN), "word")


@pytest.mark.parametrize(
    "types",
    [
        MAIN + f'<Override PartName="/word/x.bin" ContentType="{MACRO}"/>',
        MAIN + f'<Override PartName="/word/x.bin" ContentType="{MACRO.upper()}"/>',
        MAIN + f'<Override PartName="/word/x.bin" ContentType="{MACRO.replace("E", "&#69;")}"/>',
        '<!DOCTYPE a [<!ENTITY m "macroE">]>' + MAIN,
    ],
)
def test_a_macro_is_found_however_its_type_is_written(types: str) -> None:
    with pytest.raises(packages.WithProgram):
        packages.inspect(document(types), "word")


def test_types_that_are_longer_than_we_read_are_not_believed() -> None:
    """What stands behind the part that is looked at would not be seen."""
    hidden = MAIN + " " * (2 * 1024 * 1024) + f'<Override PartName="/word/x.bin" ContentType="{MACRO}"/>'
    with pytest.raises(packages.TooMuch):
        packages.inspect(document(hidden), "word")
