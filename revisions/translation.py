from modeltranslation.translator import TranslationOptions, register

from revisions.models import Reason


@register(Reason)
class ReasonOptions(TranslationOptions):
    fields = ("text",)
