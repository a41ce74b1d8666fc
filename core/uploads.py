"""A form field that takes a picture and gives the stored Image."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core import images
from core.models import Image
from core.templatetags.records import image_url


class PictureInput(forms.ClearableFileInput):
    """Shows the picture there is, small, above the field for another."""

    template_name = "core/widgets/picture_input.html"
    preview_width = 96

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/png,image/jpeg,image/webp,image/avif"})
        self.attrs.update(attrs or {})

    def is_initial(self, value):
        return isinstance(value, int)

    def format_value(self, value):
        """Return the Image whose primary key is the field's initial value."""
        if not self.is_initial(value):
            return None
        return Image.objects.filter(pk=value).first()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        image = context["widget"]["value"]
        if image:
            context["widget"]["preview"] = image_url(image, self.preview_width)
        return context


class PictureField(forms.FileField):
    """An upload; its value is the Image that core.images made of it, or None.

    The initial value is an Image's primary key.
    """

    widget = PictureInput

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile):
            found.seek(0)
            return images.store(found.read(images.MAX_BYTES + 1), found.name)
        return Image.objects.filter(pk=found).first() if found else None
