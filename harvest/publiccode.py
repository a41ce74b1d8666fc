"""Reads publiccode.yml, the file in which public bodies describe their software.

https://yml.publiccode.tools, version 0.1 to 0.x: old names of keys are read as well.
Contact persons, their addresses and telephone numbers are never looked at.
"""

import re

from django.utils.translation import gettext as _, gettext_lazy

from core.choices import Platform
from harvest import known
from harvest.prefilled import Prefilled, content_language, in_language, languages_named
from harvest.untrusted import Unreadable, read_yaml, section, sections, text, texts

NAMES = ("publiccode.yml", "publiccode.yaml")
FEATURES = gettext_lazy("Features")
VERSION_KEYS = ("publiccodeYmlVersion", "publiccode-yaml-version")
PLATFORMS = {"mac": Platform.MACOS.value, "osx": Platform.MACOS.value}
# What the standard's states say of a tool's activity; the others say nothing of it.
ACTIVITY = {"obsolete": "unmaintained"}


def read(data):
    """Return the document of a file's bytes; raises Unreadable."""
    document = read_yaml(data)
    if not isinstance(document, dict) or not (
        any(key in document for key in VERSION_KEYS)
        or ("name" in document and "url" in document)
    ):
        raise Unreadable(_("This is no publiccode.yml: it says neither its version nor "
                           "a name and an address."))  # fmt: skip
    return document


def fill(prefilled: Prefilled, document):
    """Fill what a document says into the values that nothing said before."""
    _fill_identity(prefilled, document)
    _fill_texts(prefilled, section(document.get("description")))
    _fill_facts(prefilled, document)
    _fill_organizations(prefilled, document)
    fill_tags(prefilled, [*texts(document.get("categories")),
                          *texts(document.get("tags"))])  # fmt: skip


def repository(document):
    """Return the address of the source code, as people open it in a browser."""
    return re.sub(r"(?:\.git)?/*$", "", text(document.get("url")))


def _fill_identity(prefilled, document):
    name = text(document.get("name"))
    prefilled.fill("name", name)
    prefilled.fill("kind", "software")
    described = section(document.get("description")).values()
    others = [text(section(part).get("localisedName")) for part in described]
    others = [other for other in dict.fromkeys(others) if other not in ("", name)]
    prefilled.fill_list("aliases", others)
    prefilled.fill("website", text(document.get("landingURL")))
    prefilled.fill("source_code", repository(document))


def _fill_texts(prefilled, described):
    by_language, left = {}, []
    # "en" goes before "en-GB".
    for tag in sorted(map(str, described)):
        if language := content_language(tag):
            by_language.setdefault(language, section(described[tag]))
        else:
            left.append(tag)
    for language, part in by_language.items():
        prefilled.fill_summary(language, text(part.get("shortDescription")))
        prefilled.fill_description(language, _description(language, part))
    for key, field in (("documentation", "documentation"),
                       ("apiDocumentation", "api_documentation")):  # fmt: skip
        parts = [*by_language.values(), *map(section, described.values())]
        links = [link for part in parts if (link := text(part.get(key)))]
        prefilled.fill(field, links[0] if links else "")
    if left:
        prefilled.note(
            _("Texts in %(languages)s are left out: the catalogue is written in "
              "English, French and Spanish.") % {"languages": languages_named(left)}
        )  # fmt: skip


def _description(language, part):
    """Return the long description with the features, which have no field here."""
    paragraphs = [text(part.get("longDescription"))]
    if features := texts(part.get("features")):
        items = [f"- {' '.join(feature.split())}" for feature in features]
        title = f"## {in_language(language, FEATURES)}"
        paragraphs += [title, "\n".join(items)]
    return "\n\n".join(filter(None, paragraphs))


def _fill_facts(prefilled, document):
    prefilled.fill("licence", text(section(document.get("legal")).get("license")))
    platforms = [word.lower() for word in texts(document.get("platforms"))]
    prefilled.fill_list("platforms", [PLATFORMS.get(word, word) for word in platforms])
    localisation = section(document.get("localisation"))
    languages = texts(localisation.get("availableLanguages"))
    prefilled.fill_list("interface_languages", map(language_tag, languages))
    prefilled.fill("latest_version", text(document.get("softwareVersion")))
    prefilled.fill("latest_version_date", text(document.get("releaseDate")))
    status = text(document.get("developmentStatus"))
    upkeep = text(section(document.get("maintenance")).get("type"))
    prefilled.fill(
        "activity", ACTIVITY.get(status, "unmaintained" if upkeep == "none" else "")
    )


def language_tag(value):
    """Return a language tag in its usual spelling: "pt_br" is "pt-BR"."""
    first, *others = re.split("[-_]", value)
    long = {2: str.upper, 4: str.title}
    others = [long.get(len(part), str)(part) for part in others]
    return "-".join([first.lower(), *others])


def _fill_organizations(prefilled, document):
    named = organizations_of(document)
    found = known.organizations({name for names in named.values() for name in names})
    for key, names in named.items():
        slugs = [found[name] for name in names if name in found]
        prefilled.fill(key, list(dict.fromkeys(slugs)))
    missing = dict.fromkeys(n for names in named.values() for n in names)
    missing = [name for name in missing if name not in found]
    if missing:
        prefilled.note(
            _("Organizations that are not in the catalogue yet: %(names)s.")
            % {"names": ", ".join(missing[:10])}
        )


def organizations_of(document):
    """Return {key of a role: names} of the organizations that a document names."""
    legal, upkeep = section(document.get("legal")), section(document.get("maintenance"))
    publisher = section(document.get("organisation"))
    makers = [publisher.get("name"), legal.get("mainCopyrightOwner"),
              legal.get("repoOwner")]  # fmt: skip
    return {
        "developers": list(dict.fromkeys(texts(makers))),
        "providers": _names(upkeep.get("contractors")),
        "funders": _names(document.get("fundedBy")),
    }


def _names(value):
    found = [text(entry.get("name")) for entry in sections(value)]
    return [name for name in dict.fromkeys(found) if name]


def fill_tags(prefilled, words):
    """Fill the tags that words name; say which words are none."""
    if "tags" in prefilled.values:
        return
    words = list(dict.fromkeys(words))
    found = known.tags(words)
    prefilled.fill("tags", sorted(set(found.values())))
    if left := [word for word in words if word not in found]:
        prefilled.note(
            _("Subjects that are no tag of the catalogue: %(words)s.")
            % {"words": ", ".join(left[:20])}
        )
