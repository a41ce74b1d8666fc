from modeltranslation.translator import TranslationOptions, register

from usecases.models import UseCase, UseCasePicture, UseCaseTool


@register(UseCase)
class UseCaseTranslation(TranslationOptions):
    fields = ("name", "summary", "description", "outcome", "difficulties")


@register(UseCaseTool)
class UseCaseToolTranslation(TranslationOptions):
    fields = ("used_for",)


@register(UseCasePicture)
class UseCasePictureTranslation(TranslationOptions):
    fields = ("alt", "caption")
