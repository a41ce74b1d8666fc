"""The one way a picture enters the site: checked, re-encoded, without metadata."""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow, ImageOps, UnidentifiedImageError

from core.models import Image

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
# WebP, in which the smaller copies are kept, has no longer side.
MAX_SIDE = 16_383
WIDTHS = (96, 320, 640, 1280)
# Pillow's name of a format: its ending here.
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "AVIF": "avif"}
# What Pillow may tell of a picture that says nothing of who, where and when.
BARE = {
    "adobe", "adobe_transform", "background", "dpi", "duration", "gamma", "interlace",
    "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop", "progression",
    "progressive", "srgb", "timestamp", "transparency",
}  # fmt: skip
# What Pillow raises over a broken picture, and over broken metadata in a sound one.
BROKEN = (
    UnidentifiedImageError, OSError, EOFError, RuntimeError, SyntaxError, ValueError,
    KeyError, IndexError, TypeError, OverflowError, ZeroDivisionError, struct.error,
)  # fmt: skip
ENDINGS = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "webp": "webp", "avif": "avif"}


@dataclass(frozen=True)
class Checked:
    """Bytes that were found to be a picture of a known format."""

    data: bytes
    format: str
    sha256: str


def check(data, file_name):
    """Return a Checked picture, or raise ValidationError in the reader's words.

    data is bytes; file_name gives the ending, which must tell the truth.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB."), code="bytes")
    if b"<svg" in data[:1024].lower():
        raise ValidationError(
            _("SVG is refused because it can hold programs: send a PNG or WebP."),
            code="svg",
        )
    found = _identify(data)
    ending = ENDINGS.get(file_name.rpartition(".")[2].lower())
    if ending != found:
        raise ValidationError(
            _("The file's name says another format than it has (%(format)s)."),
            code="ending",
            params={"format": found.upper()},
        )
    return Checked(data, found, hashlib.sha256(data).hexdigest())


def _identify(data):
    try:
        with _opened(data) as picture:
            # The size stands in the header: a bomb is refused before it unfolds.
            if picture.width * picture.height > MAX_PIXELS:
                raise Pillow.DecompressionBombError
            _check_sides(picture)
            picture.load()
            # Phones write a photograph and its preview into one file, named JPEG.
            return "jpg" if picture.format == "MPO" else FORMATS[picture.format]
    except Pillow.DecompressionBombError as error:
        raise ValidationError(
            _("The picture has more than 40 million pixels."), code="pixels"
        ) from error
    except BROKEN as error:
        raise ValidationError(
            _("This is no JPEG, PNG, WebP or AVIF picture, or it is broken."),
            code="broken",
        ) from error


def _check_sides(picture):
    if max(picture.size) > MAX_SIDE:
        raise ValidationError(
            _("The picture is wider or higher than %(most)s pixels."),
            code="side",
            params={"most": MAX_SIDE},
        )


def _opened(data):
    with warnings.catch_warnings():
        # MAX_PIXELS says the same before Pillow's own warning could matter.
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        return Pillow.open(io.BytesIO(data), formats=list(FORMATS))


def store(data, file_name):
    """Return the Image of an uploaded picture, written to storage with its widths.

    The picture is encoded anew, upright and without metadata; the same upload
    gives the same Image. Raises ValidationError as check() does.
    """
    checked = check(data, file_name)
    with _opened(checked.data) as picture:
        encoded = _encode(_upright(picture), checked.format)
    return _keep(Checked(encoded, checked.format, hashlib.sha256(encoded).hexdigest()))


def _upright(picture):
    """Return a picture as its metadata say that it stands, if they can be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture


def adopt(data, file_name):
    """Return the Image of a dump's file: as it is when bare, else encoded anew.

    So a dump's pictures keep their hash, and others lose their metadata.
    """
    checked = check(data, file_name)
    with _opened(data) as picture:
        picture.load()  # Notes may stand behind the pixels.
        # EXIF that cannot be read stands in info all the same.
        bare = set(picture.info) <= BARE and not picture.getexif()
    whole = bare and _end(data, checked.format) == len(data)
    return _keep(checked) if whole else store(data, file_name)


def _end(data, format):
    """Return where the picture ends; another file may hang behind it."""
    if format == "png":
        return _end_of_parts(data, 8, 12, last=b"IEND")
    if format == "jpg":
        return data.find(b"\xff\xd9") + 2
    if format == "webp":
        return int.from_bytes(data[4:8], "little") + 8
    return _end_of_parts(data, 0, 0)


def _end_of_parts(data, position, extra, last=None):
    """Walk the chunks of a PNG or the boxes of an AVIF: a length, a name, data.

    extra is what the length does not count.
    """
    while position + 8 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big") + extra
        name = data[position + 4 : position + 8]
        # The lengths 0 and 1 of a box mean "the rest" and "see further".
        if size < 8:
            break
        position += size
        if name == last:
            break
    return position


def _keep(checked):
    if known := Image.objects.filter(sha256=checked.sha256).first():
        return known
    with _opened(checked.data) as picture:
        picture.load()
        widths = [width for width in WIDTHS if width < picture.width]
        for width in widths:
            _write(path(checked.sha256, width), _smaller(picture, width))
        _write(path(checked.sha256, None, checked.format), checked.data)
        return Image.objects.create(
            sha256=checked.sha256,
            format=checked.format,
            width=picture.width,
            height=picture.height,
            widths=widths,
        )


def path(sha256, width=None, format="webp"):
    """Return the storage path of a picture, or of its copy that many pixels wide."""
    size = f"-{width}" if width else ""
    return f"images/{sha256[:2]}/{sha256}{size}.{format}"


def _smaller(picture, width):
    height = max(1, round(picture.height * width / picture.width))
    copy = picture.convert("RGBA" if _has_alpha(picture) else "RGB")
    return _encode(copy.resize((width, height), Pillow.Resampling.LANCZOS), "webp")


def _has_alpha(picture):
    return "A" in picture.getbands() or "transparency" in picture.info


def _encode(picture, format):
    if format == "jpg":
        picture = picture.convert("RGB")
    elif picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGBA" if _has_alpha(picture) else "RGB")
    # A fresh image carries no EXIF, no comment and no colour profile.
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    name = {ending: pillow for pillow, ending in FORMATS.items()}[format]
    options = {"png": {"optimize": True}, "jpg": {"quality": 88, "progressive": True}}
    bare.save(out, name, **options.get(format, {"quality": 85}))
    return out.getvalue()


def _write(name, data):
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))


def remove_files(image):
    """Take an Image and its copies out of storage; the row is the caller's."""
    for width in image.widths:
        default_storage.delete(path(image.sha256, width))
    default_storage.delete(path(image.sha256, None, image.format))


def read(image):
    """Return the bytes of an Image from storage; raises FileNotFoundError."""
    with default_storage.open(path(image.sha256, None, image.format)) as file:
        return file.read()
