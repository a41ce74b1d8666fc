"""Records as schema.org says them, for search engines: https://schema.org/docs/full.html"""

from catalogue.models import Collection, Tool
from core.languages import localized
from organizations.models import Organization
from usecases.models import UseCase


def linked_data(record, absolute):
    """Return a record as a schema.org object; unknown properties are left out.

    absolute(path) gives a full address.
    """
    describe = {
        Tool: _tool,
        UseCase: _use_case,
        Organization: _organization,
        Collection: _collection,
    }[type(record)]
    data = {
        "@context": "https://schema.org",
        "url": absolute(record.get_absolute_url()),
        "dateModified": record.updated_at.date().isoformat(),
    } | describe(record, absolute)
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _text(record, field):
    return localized(record, field).text


def _reference(record, type_, absolute):
    name = record.name if isinstance(record, Tool) else _text(record, "name")
    return {
        "@type": type_,
        "name": name,
        "url": absolute(record.get_absolute_url()),
    }


def _tool(tool, absolute):
    identifiers = [i.url for i in tool.identifiers.all() if i.url]
    return {
        "@type": "SoftwareApplication",
        "name": tool.name,
        "alternateName": tool.aliases,
        "description": _text(tool, "summary"),
        "applicationCategory": "GovernmentApplication",
        "operatingSystem": ", ".join(tool.values_of("platforms")),
        "softwareVersion": tool.latest_version,
        "license": _licence(tool),
        "sameAs": [link for link in (tool.website, *identifiers) if link],
        "softwareHelp": tool.documentation,
        "downloadUrl": tool.download,
        "inLanguage": tool.values_of("interface_languages"),
        "isAccessibleForFree": True if tool.pricing == Tool.Pricing.FREE else None,
        "keywords": [_text(tag, "label") for tag in tool.public_tags],
    }


def _licence(tool):
    if not tool.licence or " " in tool.licence or tool.licence == "proprietary":
        return tool.licence
    return f"https://spdx.org/licenses/{tool.licence}"


def _use_case(use_case, absolute):
    return {
        "@type": "Article",
        "headline": _text(use_case, "name"),
        "description": _text(use_case, "summary"),
        "about": [
            _reference(use.tool, "SoftwareApplication", absolute)
            for use in use_case.uses.all()
            if use.tool.is_public
        ],
        "contentLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": str(use_case.country),
                "addressLocality": use_case.city,
            },
        }
        if use_case.country
        else None,
        "temporalCoverage": _coverage(use_case),
        "keywords": [_text(tag, "label") for tag in use_case.public_tags],
    }


def _coverage(use_case):
    if not use_case.started:
        return None
    return f"{use_case.started}/{use_case.ended or '..'}"


def _organization(organization, absolute):
    return {
        "@type": "GovernmentOrganization"
        if organization.sector == Organization.Sector.PUBLIC
        else "Organization",
        "name": _text(organization, "name"),
        "alternateName": organization.aliases,
        "description": _text(organization, "summary"),
        "sameAs": [organization.website] if organization.website else None,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": str(organization.country),
            "addressLocality": organization.city,
        }
        if organization.country
        else None,
    }


def _collection(collection, absolute):
    items = [item.tool for item in collection.items.all() if item.tool.is_public]
    return {
        "@type": "ItemList",
        "name": _text(collection, "name"),
        "description": _text(collection, "description"),
        "numberOfItems": len(items),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": absolute(tool.get_absolute_url()),
            }
            for position, tool in enumerate(items, start=1)
        ],
    }
