"""The web forms in which people write records, made from the kind's one list of fields.

A control stands between a field's plain value and the inputs of a page; RecordForm
puts those of a kind together and tells what its author changed.
"""

from revisions.forms.record_form import RecordForm

__all__ = ["RecordForm"]
