"""Files as people have them, made here: small, real, and some that mean harm."""

import io
import zipfile

import typst
import xlsxwriter
from PIL import Image, PngImagePlugin

GPS = {1: "N", 2: (51.0, 18.0, 45.0), 3: "E", 4: (9.0, 29.0, 50.0)}
MAKER = "Handy von Mara"


def pdf() -> bytes:
    """A page of text."""
    made = typst.compile(b"Bescheinigung")
    assert isinstance(made, bytes)
    return made


def workbook() -> bytes:
    """A table of Excel with one cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "Note")
    return out.getvalue()


def repacked(
    package: bytes, *, added: dict[str, bytes] | None = None, changed: dict[str, bytes] | None = None
) -> bytes:
    """The same package with further entries, or other contents of entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (changed or {}).get(name, old.read(name)))
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def open_document(kind: str = "text") -> bytes:
    """A document of LibreOffice: its media type stands first and is not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        package.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def zipped(content: bytes = b"Hallo") -> bytes:
    """A packed file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", content)
    return out.getvalue()


def photo(width: int = 60, height: int = 40, *, orientation: int = 1) -> bytes:
    """A photo as a phone takes it: left half red, right half blue; with place, device, a comment, a preview and a film behind it."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    image.save(
        out, "JPEG", quality=95, exif=exif, comment=b"Zuhause bei Mara", xmp=b"<x:xmpmeta>Mara</x:xmpmeta>"
    )
    return out.getvalue() + b"MotionPhoto_Data" + b"film of Mara at home"


def png(**options: object) -> bytes:
    """A drawing with words in it that nobody sees, half of it transparent."""
    image = Image.new("RGBA", (30, 20), (0, 128, 0, 0))
    image.paste((200, 0, 0, 255), (0, 0, 15, 20))
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Mara Muster")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Mara</x:xmpmeta>")
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = MAKER
    image.save(out, "PNG", pnginfo=info, exif=exif, **options)
    return out.getvalue()


def webp(**options: object) -> bytes:
    """A picture of the web, with the place in it."""
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(
        out, "WEBP", exif=exif, xmp=b"<x:xmpmeta>Mara</x:xmpmeta>", **options
    )
    return out.getvalue()


def noisy_photo() -> bytes:
    """A photo of some hundred kB that cannot be packed smaller, with place and device."""
    image = Image.effect_noise((900, 700), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()
