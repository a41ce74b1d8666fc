"""In which languages the texts of a record differ between two states."""

from core.languages import CONTENT_LANGUAGES


def languages_touched(before, after):
    """Return the languages whose texts differ, such as "en,fr"; "" for none.

    before and after are plain data, {} before the first revision. A text in an entry
    of a list that only changes its place is the same.
    """
    old, new = _texts(before), _texts(after)
    return ",".join(code for code in CONTENT_LANGUAGES if old[code] != new[code])


def _texts(data):
    """Return {language: the texts of it with where they stand, in order}."""
    found = {code: [] for code in CONTENT_LANGUAGES}
    for key, value in data.items():
        for code, text in _by_language(value):
            found[code].append((key, str(text)))
    return {code: sorted(texts) for code, texts in found.items()}


def _by_language(value):
    """Yield (language, text) of a plain value and of all that stands in it."""
    if isinstance(value, list):
        for item in value:
            yield from _by_language(item)
    elif isinstance(value, dict) and value.keys() <= set(CONTENT_LANGUAGES):
        yield from value.items()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _by_language(item)
