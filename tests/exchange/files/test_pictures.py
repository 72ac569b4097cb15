"""A picture that others get is the picture and nothing else."""

import io
import tracemalloc

import pytest
from PIL import Image, ImageCms

from tests.exchange.files import samples
from zweiklang.exchange.files import pictures

TRACES = (
    b"Exif",
    b"GPS",
    b"Mara",
    b"xmpmeta",
    b"film",
    b"Photoshop",
    b"tEXt",
    b"iTXt",
    b"eXIf",
    b"EXIF",
    b"XMP ",
)


def cleaned(content: bytes, picture: str) -> tuple[bytes, pictures.Cleaned]:
    """Returns the new picture, and what is known of it."""
    out = io.BytesIO()
    known = pictures.clean(io.BytesIO(content), out, picture)
    return out.getvalue(), known


@pytest.mark.parametrize(
    ("content", "picture"), [(samples.photo(), "JPEG"), (samples.png(), "PNG"), (samples.webp(), "WEBP")]
)
def test_nothing_a_camera_or_program_wrote_is_left(content: bytes, picture: str) -> None:
    assert any(trace in content for trace in TRACES)
    new, known = cleaned(content, picture)
    for trace in TRACES:
        assert trace not in new
        assert trace not in known.small
    image = Image.open(io.BytesIO(new))
    assert image.format == picture
    assert not dict(image.getexif())
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop", "Author"} & set(image.info)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    upright = Image.new("RGB", (40, 60), "white")
    upright.paste("red", (0, 0, 40, 20))
    held = upright.transpose(_INVERSE[orientation]) if orientation in _INVERSE else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    held.save(out, "JPEG", quality=95, exif=exif)
    image = Image.open(io.BytesIO(cleaned(out.getvalue(), "JPEG")[0]))
    assert image.size == (40, 60)
    assert _is_red(image.getpixel((20, 5)))
    assert not _is_red(image.getpixel((20, 50)))


_T = Image.Transpose
# How the picture lies in the file for each value of the tag (TIFF 6.0, "Orientation").
_INVERSE = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_90,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_270,
}


def _is_red(point: object) -> bool:
    assert isinstance(point, tuple)
    return point[0] > 200 and point[1] < 60


def test_transparent_stays_transparent_and_the_small_one_stands_on_white() -> None:
    new, known = cleaned(samples.png(), "PNG")
    image = Image.open(io.BytesIO(new))
    assert image.mode == "RGBA"
    assert image.getpixel((25, 10))[3] == 0
    small = Image.open(io.BytesIO(known.small))
    assert small.format == "JPEG"
    assert min(small.getpixel((25, 10))) > 240


def test_a_large_photo_becomes_smaller_and_keeps_its_shape() -> None:
    out = io.BytesIO()
    Image.new("RGB", (9000, 3000), "red").save(out, "JPEG")
    new, known = cleaned(out.getvalue(), "JPEG")
    assert pictures.LEAST <= known.width <= pictures.LONGEST
    assert known.width == pytest.approx(3 * known.height, rel=0.01)
    assert max(Image.open(io.BytesIO(known.small)).size) == pictures.SMALL
    assert Image.open(io.BytesIO(new)).size == (known.width, known.height)


def test_a_bomb_of_points_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    tracemalloc.start()
    try:
        with pytest.raises(pictures.TooLarge):
            cleaned(out.getvalue(), "PNG")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    for picture in ("PNG", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, picture, save_all=True, append_images=frames[1:])
        with pytest.raises(pictures.Moving):
            cleaned(out.getvalue(), picture)


@pytest.mark.parametrize("content", [b"\xff\xd8\xff" + b"nothing" * 50, samples.png(), b""])
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(pictures.Unreadable):
        cleaned(content, "JPEG")


def test_half_a_photo_is_refused() -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 400), 80).convert("RGB").save(out, "JPEG")
    with pytest.raises(pictures.Unreadable):
        cleaned(out.getvalue()[: len(out.getvalue()) // 2], "JPEG")


def test_colours_of_another_space_look_the_same_without_their_profile() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 100, 50)).save(out, "PNG", icc_profile=lab.tobytes())
    new, _ = cleaned(out.getvalue(), "PNG")
    image = Image.open(io.BytesIO(new))
    assert "icc_profile" not in image.info
    assert image.getpixel((5, 5)) == (200, 100, 50)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_pictures_of_scanners_and_printers_are_taken(mode: str) -> None:
    picture = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new(mode, (20, 20)).save(out, picture)
    new, known = cleaned(out.getvalue(), picture)
    assert known.width == 20
    assert Image.open(io.BytesIO(new)).format == picture
