from modeltranslation.translator import TranslationOptions, register

from taxonomy.models import Tag


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("label", "description", "synonyms")
