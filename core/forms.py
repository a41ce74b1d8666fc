from django import forms


class LinesField(forms.CharField):
    """A list of strings written one per line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *args, encoder=None, decoder=None, **kwargs):
        super().__init__(*args, **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)

    def run_validators(self, value):
        for line in value:
            super().run_validators(line)
