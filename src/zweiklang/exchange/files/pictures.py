"""Pictures written anew: the same to the eye, without what a camera wrote into them, and a small one for lists.

Nothing of the old file is carried over but the picture itself: no EXIF (place, device, time), XMP, IPTC, comments, previews, films behind
the picture, colour profiles (their colours are reckoned into sRGB first). A picture is decoded only up to a fixed number of points.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image, ImageCms

LONGEST = 4096
"""No side has more points afterwards; enough to read a photographed page."""
SMALL = 320
LEAST = 3072
"""A JPEG is decoded at a half, a quarter or an eighth of its size straight away, while its longer side keeps this."""
MOST_POINTS = 40_000_000
"""Of what is decoded: about 160 MB of memory."""
MOST_POINTS_OF_JPEG = 170_000_000
"""Pillow itself refuses a little more."""
_ORIENTATION = 0x0112
# What the tag says of how the camera was held, and what sets it upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA"), "WEBP": ("RGB", "RGBA")}
_SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88, "method": 4},
}


class Unreadable(Exception):
    """It is no picture of that format, or a broken one."""


class TooLarge(Exception):
    """It has more points than we decode."""


class Moving(Exception):
    """It consists of several pictures; one of them would not be the same."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The picture written anew into the file it was to go to, and `small`, a JPEG for lists."""

    width: int
    height: int
    small: bytes


def clean(source: BinaryIO, target: BinaryIO, picture: str) -> Cleaned:
    """Returns what is known of the picture, which stands in `target` anew. `picture` is JPEG, PNG or WEBP.

    Raises Unreadable, TooLarge or Moving; `target` is then of no use.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata, which is left out anyway
            image = _decoded(source, picture)
            image.save(target, format=picture, **_SAVING[picture])
            return Cleaned(image.width, image.height, _small(image))
    except Image.DecompressionBombError as problem:
        raise TooLarge from problem
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as problem:
        raise Unreadable from problem


def _decoded(source: BinaryIO, picture: str) -> Image.Image:
    """The picture upright, in sRGB, no longer than LONGEST, in a kind of points its format knows; with nothing else attached."""
    opened = Image.open(source, formats=[picture])
    points = opened.width * opened.height
    if points > (MOST_POINTS_OF_JPEG if picture == "JPEG" else MOST_POINTS):
        raise TooLarge
    if picture != "JPEG" and getattr(opened, "n_frames", 1) > 1:
        raise Moving
    if picture == "JPEG":
        opened.draft(None, _at_least(opened.width, opened.height))
    if opened.width * opened.height > MOST_POINTS:
        raise TooLarge
    turn = _TURNS.get(opened.getexif().get(_ORIENTATION, 1))
    opened.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _in_srgb(opened, opened.info.get("icc_profile"), picture)
    if turn is not None:
        image = image.transpose(turn)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _at_least(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, LEAST / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _in_srgb(image: Image.Image, profile: bytes | None, picture: str) -> Image.Image:
    transparent = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            found = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = found or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile nobody can read changes no colours
    if picture != "JPEG" and transparent:
        return image.convert("RGBA")
    if image.mode in _MODES[picture]:
        return image
    if image.mode.startswith("I"):  # 16 bit of grey, as scanners write them
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _small(image: Image.Image) -> bytes:
    """A JPEG on white, no side longer than SMALL."""
    small = image.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if small.mode in {"RGBA", "LA"}:
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    out = io.BytesIO()
    small.convert("RGB").save(out, format="JPEG", quality=80, optimize=True)
    return out.getvalue()
