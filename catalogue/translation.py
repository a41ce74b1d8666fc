from modeltranslation.translator import TranslationOptions, register

from catalogue.models import Collection, CollectionItem, Screenshot, Tool


@register(Tool)
class ToolTranslation(TranslationOptions):
    fields = ("summary", "description", "activity_reason")


@register(Screenshot)
class ScreenshotTranslation(TranslationOptions):
    fields = ("alt", "caption")


@register(Collection)
class CollectionTranslation(TranslationOptions):
    fields = ("name", "description")


@register(CollectionItem)
class CollectionItemTranslation(TranslationOptions):
    fields = ("note",)
