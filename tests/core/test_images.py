import io
import random
import struct
import warnings
import zlib

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import SimpleTestCase, TestCase
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from core import images
from core.models import Image
from tests.factories import picture_bytes

FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "AVIF": "avif"}
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def opened(data):
    return Pillow.open(io.BytesIO(data))


def photograph(format="JPEG", *, orientation=1):
    """Return a picture 40 wide and 20 high, with a place and an orientation."""
    exif = Pillow.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "A camera"
    exif.get_ifd(GPS)[1] = "N"
    return picture_bytes(format, (40, 20), exif=exif)


def chunk(name, data):
    checksum = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + checksum


def bomb(width, height):
    """Return a small PNG whose header announces width × height pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


class CheckTests(SimpleTestCase):
    def refused(self, data, name):
        with self.assertRaises(ValidationError) as caught:
            images.check(data, name)
        return caught.exception.code

    def test_four_formats_are_taken(self):
        for format, ending in FORMATS.items():
            with self.subTest(format):
                checked = images.check(picture_bytes(format), f"a.{ending}")
                self.assertEqual(checked.format, ending)
        self.assertEqual(images.check(picture_bytes("JPEG"), "A.JPEG").format, "jpg")

    def test_other_formats_are_refused(self):
        for format in ("GIF", "BMP", "TIFF", "ICO", "PDF"):
            with self.subTest(format):
                self.assertEqual(self.refused(picture_bytes(format), "a.png"), "broken")

    def test_svg_is_refused_with_its_reason(self):
        for data in (b"<svg/>", b'<?xml version="1.0"?>\n<SVG xmlns="x">'):
            self.assertEqual(self.refused(data, "a.png"), "svg")

    def test_a_name_that_lies_is_refused(self):
        self.assertEqual(self.refused(picture_bytes("PNG"), "a.jpg"), "ending")
        self.assertEqual(self.refused(picture_bytes("PNG"), "a.html"), "ending")

    def test_more_than_five_megabytes_are_refused(self):
        data = picture_bytes("PNG") + bytes(5 * 1024 * 1024)
        self.assertEqual(self.refused(data, "a.png"), "bytes")

    def test_a_bomb_is_refused_before_it_unfolds(self):
        for size in ((8000, 5001), (20_000, 20_000), (2**31 - 1, 2**31 - 1)):
            with self.subTest(size):
                self.assertEqual(self.refused(bomb(*size), "a.png"), "pixels")

    def test_a_picture_too_long_for_its_copies_is_refused_in_words(self):
        for format, size in (("PNG", (1300, 16384)), ("JPEG", (16384, 400))):
            with self.subTest(size):
                data = picture_bytes(format, size)
                self.assertEqual(self.refused(data, f"a.{FORMATS[format]}"), "side")
        images.check(picture_bytes("PNG", (1300, 16383)), "a.png")

    def test_what_is_broken_is_refused_and_nothing_else_happens(self):
        chance = random.Random(7)
        for format, ending in FORMATS.items():
            data = picture_bytes(format, (40, 30))
            for _turn in range(150):
                broken = bytearray(data[: chance.randrange(len(data))] or data)
                broken[chance.randrange(len(broken))] = chance.randrange(256)
                try:
                    images.check(bytes(broken), f"a.{ending}")
                except ValidationError as refusal:
                    self.assertIn(refusal.code, ("broken", "pixels", "ending"))

    def test_half_a_picture_and_nothing_are_refused(self):
        for format, ending in FORMATS.items():
            data = picture_bytes(format)
            for part in (b"", data[: len(data) // 2], data[:12]):
                with self.subTest(format, length=len(part)):
                    self.assertEqual(self.refused(part, f"a.{ending}"), "broken")

    def test_a_phones_double_photograph_counts_as_jpeg(self):
        out = io.BytesIO()
        preview = Pillow.new("RGB", (10, 10))
        Pillow.new("RGB", (40, 20), "red").save(
            out, "MPO", save_all=True, append_images=[preview]
        )
        self.assertEqual(images.check(out.getvalue(), "a.jpg").format, "jpg")


class StoreTests(TestCase):
    def test_the_place_and_other_metadata_are_gone(self):
        for format, ending in FORMATS.items():
            with self.subTest(format):
                data = photograph(format)
                self.assertIn(GPS, opened(data).getexif())
                kept = images.read(images.store(data, f"a.{ending}"))
                self.assertFalse(opened(kept).getexif())
                self.assertNotIn(b"Exif", kept)

    def test_a_picture_lying_on_its_side_is_put_upright(self):
        for format, ending in FORMATS.items():
            with self.subTest(format):
                image = images.store(photograph(format, orientation=6), f"a.{ending}")
                self.assertEqual((image.width, image.height), (20, 40))

    def test_a_picture_whose_metadata_cannot_be_read_goes_on_without_them(self):
        data = photograph("WEBP", orientation=6)
        start = data.index(b"MM\0*")
        broken = data[:start] + b"XX" + data[start + 2 :]
        for keep in (images.store, images.adopt):
            with self.subTest(keep.__name__):
                kept = images.read(keep(broken, "a.webp"))
                self.assertNotIn(b"A camera", kept)
                self.assertEqual(opened(kept).size, (40, 20))

    def test_metadata_broken_anyhow_do_not_stop_a_picture(self):
        # Pillow tells of what it passes over.
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore", UserWarning)
        chance = random.Random(5)
        for format in FORMATS:
            data = photograph(format, orientation=6)
            start = data.index(b"MM\0*" if b"MM\0*" in data else b"II*\0")
            for _turn in range(150):
                broken = bytearray(data)
                for _times in range(3):
                    place = start + chance.randrange(60)
                    broken[place] = chance.choice((0, 1, 255))
                try:
                    images.store(bytes(broken), f"a.{FORMATS[format]}")
                except ValidationError as refusal:
                    self.assertEqual(refusal.code, "broken")

    def test_the_notes_in_a_png_are_gone(self):
        notes = PngInfo()
        notes.add_text("Author", "Jane Doe")
        data = picture_bytes("PNG", pnginfo=notes)
        self.assertIn(b"Jane Doe", data)
        self.assertNotIn(b"Jane Doe", images.read(images.store(data, "a.png")))

    def test_what_hangs_behind_a_picture_is_gone(self):
        for format, ending in FORMATS.items():
            with self.subTest(format):
                data = picture_bytes(format) + b"<script>alert(1)</script>"
                try:
                    image = images.store(data, f"a.{ending}")
                except ValidationError:
                    continue
                self.assertNotIn(b"<script>", images.read(image))

    def test_smaller_copies_are_made_and_none_larger(self):
        image = images.store(picture_bytes("PNG", (700, 350)), "a.png")
        self.assertEqual(image.widths, [96, 320, 640])
        for width in image.widths:
            with default_storage.open(images.path(image.sha256, width)) as file:
                copy = Pillow.open(file)
                self.assertEqual(
                    (copy.format, copy.size), ("WEBP", (width, width // 2))
                )

    def test_a_sliver_keeps_at_least_one_pixel(self):
        image = images.store(picture_bytes("PNG", (2000, 2)), "a.png")
        with default_storage.open(images.path(image.sha256, 96)) as file:
            self.assertEqual(Pillow.open(file).size, (96, 1))

    def test_transparency_stays(self):
        out = io.BytesIO()
        Pillow.new("RGBA", (200, 100), (255, 0, 0, 0)).save(out, "PNG")
        image = images.store(out.getvalue(), "a.png")
        self.assertEqual(opened(images.read(image)).mode, "RGBA")

    def test_every_colour_model_is_taken(self):
        for mode, format in (("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"),
                             ("CMYK", "JPEG"), ("L", "JPEG")):  # fmt: skip
            with self.subTest(mode):
                out = io.BytesIO()
                Pillow.new(mode, (100, 50)).save(out, format)
                images.store(out.getvalue(), f"a.{FORMATS[format]}")

    def test_the_same_upload_is_the_same_image(self):
        data = photograph()
        first = images.store(data, "a.jpg")
        self.assertEqual(images.store(data, "other name.jpeg"), first)
        self.assertEqual(Image.objects.count(), 1)

    def test_the_name_is_the_hash_of_the_bytes_kept(self):
        for format, ending in FORMATS.items():
            image = images.store(picture_bytes(format), f"a.{ending}")
            checked = images.check(images.read(image), image.file_name)
            self.assertEqual(checked.sha256, image.sha256)

    def test_a_refused_picture_leaves_nothing(self):
        with self.assertRaises(ValidationError):
            images.store(b"<svg/>", "a.png")
        self.assertFalse(Image.objects.exists())


class AdoptTests(TestCase):
    def test_a_bare_picture_keeps_its_bytes(self):
        for format, ending in FORMATS.items():
            with self.subTest(format):
                stored = images.store(picture_bytes(format, (130, 90)), f"a.{ending}")
                data = images.read(stored)
                images.remove_files(stored)
                stored.delete()
                adopted = images.adopt(data, stored.file_name)
                self.assertEqual(images.read(adopted), data)

    def test_a_picture_that_tells_more_is_encoded_anew(self):
        notes = PngInfo()
        notes.add_text("Author", "Jane Doe")
        profile = picture_bytes("JPEG", icc_profile=b"profile")
        for data, name in (
            (picture_bytes("PNG", pnginfo=notes), "a.png"),
            (profile, "a.jpg"),
            *((photograph(f), f"a.{e}") for f, e in FORMATS.items()),
        ):
            with self.subTest(name):
                kept = images.read(images.adopt(data, name))
                self.assertNotEqual(kept, data)
                self.assertEqual(images.read(images.adopt(kept, name)), kept)

    def test_a_file_hanging_behind_is_cut_off(self):
        for format, ending in FORMATS.items():
            with self.subTest(format):
                data = picture_bytes(format, (60, 40)) + b"PK\3\4<script>" + bytes(40)
                try:
                    image = images.adopt(data, f"a.{ending}")
                except ValidationError:
                    continue
                self.assertNotIn(b"<script>", images.read(image))


class RemoveTests(TestCase):
    def test_every_copy_goes(self):
        image = images.store(picture_bytes("PNG", (700, 350)), "a.png")
        images.remove_files(image)
        with self.assertRaises(FileNotFoundError):
            images.read(image)
        for width in image.widths:
            self.assertFalse(default_storage.exists(images.path(image.sha256, width)))
