"""Pictures in forms: kept as soon as they are sent, then known by their file name."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import images
from core.models import Image
from core.templatetags.records import image_url
from revisions.forms.controls import Control
from revisions.forms.inputs import Error, Refused

ENDING = "-file"
SHA256 = re.compile(r"[0-9a-f]{64}")


def keep_uploads(data, files):
    """Store the pictures of a request; return (data, {name of the input: Error}).

    The data then hold their file names: an error, a conflict or signing in loses none.
    """
    data, errors = data.copy(), {}
    for name, upload in files.items():
        if not name.endswith(ENDING):
            continue
        try:
            image = images.store(upload.read(images.MAX_BYTES + 1), upload.name)
            data[name.removesuffix(ENDING)] = image.file_name
        except ValidationError as error:
            errors[name.removesuffix(ENDING)] = Error(" ".join(error.messages))
    return data, errors


class ImageControl(Control):
    """One picture: a file to send, and the name of the one there is."""

    def sent(self, data, before):
        gone = f"{self.name}-off" in data
        return "" if gone else data.get(self.name, before)

    def raw(self, typed, now):
        name = typed.strip()
        if name and find(name) is None:
            raise Refused({self.name: Error(_("Send the picture again."))})
        return name

    def inputs(self, typed, errors):
        made = self.input(self.name, typed, errors, look="image")
        image = find(typed)
        if image:
            made.attrs = {"preview": image_url(image, 320), "image": image}
        return [made]


def find(file_name):
    """Return the Image of a file name, or None."""
    sha, _dot, ending = file_name.partition(".")
    if not SHA256.fullmatch(sha):
        return None
    return Image.objects.filter(sha256=sha, format=ending).first()
