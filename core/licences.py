"""Licences as SPDX expressions, and the families people choose by."""

from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from license_expression import ExpressionError, get_spdx_licensing

PROPRIETARY = "proprietary"


class Family(models.TextChoices):
    """What a licence lets people do, roughly; from freest to closed."""

    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    PERMISSIVE = "permissive", _("Permissive")
    WEAK_COPYLEFT = "weak-copyleft", _("Weak copyleft")
    COPYLEFT = "copyleft", _("Copyleft")
    SOURCE_AVAILABLE = "source-available", _("Source available")
    PROPRIETARY = "proprietary", _("Proprietary")
    UNKNOWN = "unknown", pgettext_lazy("of a licence", "Unknown")


# By the first characters of the SPDX identifier; the first that fits wins.
PREFIXES = (
    (Family.PUBLIC_DOMAIN, ("CC0-", "Unlicense", "PDDL-", "0BSD", "SAX-PD")),
    (Family.WEAK_COPYLEFT, (
        "LGPL-", "MPL-", "EPL-", "CDDL-", "EUPL-1.0", "CECILL-C", "CPL-", "MS-RL",
        "OSL-1", "APSL-", "IPL-", "SPL-", "Nokia", "CC-BY-SA-", "ODbL-",
    )),
    (Family.COPYLEFT, (
        "AGPL-", "GPL-", "EUPL-", "CECILL-1", "CECILL-2", "OSL-", "RPL-", "Sleepycat",
        "QPL-", "copyleft-next", "GFDL-", "CC-BY-SA-",
    )),
    (Family.SOURCE_AVAILABLE, (
        "SSPL-", "BUSL-", "Elastic-", "CC-BY-NC", "CC-BY-ND", "PolyForm-",
        "Hippocratic-", "Parity-", "Commons-Clause",
    )),
)  # fmt: skip
# In an alternative (OR) the freest counts, in a sum (AND) the strictest.
ORDER = list(Family.values)


@cache
def licensing():
    return get_spdx_licensing()


# What tools of this catalogue, and others like them, are most often under.
COMMON = (
    "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause",
    "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CECILL-2.1", "ECL-2.0",
    "EPL-2.0", "EUPL-1.2", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only",
    "GPL-3.0-or-later", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only",
    "LGPL-3.0-or-later", "MIT", "MPL-2.0", "ODbL-1.0", "Unlicense",
)  # fmt: skip


def options():
    """Return [(licence, words)] of the common ones, for forms."""
    return [(PROPRIETARY, _("Proprietary")), *((name, name) for name in COMMON)]


@lru_cache(maxsize=4096)
def normalize(expression):
    """Return the expression in SPDX's own spelling; "" and "proprietary" stay.

    Raises ValidationError for an unknown identifier or a broken expression.
    """
    if expression in ("", PROPRIETARY):
        return expression
    try:
        parsed = licensing().parse(expression, validate=True, strict=True)
    except ExpressionError as error:
        raise ValidationError(
            _("“%(value)s” is no SPDX licence expression."),
            code="licence",
            params={"value": expression},
        ) from error
    return parsed.render()


def family_of(expression):
    """Return the Family of a licence expression as written in Tool.licence."""
    if not expression:
        return Family.UNKNOWN
    if expression == PROPRIETARY:
        return Family.PROPRIETARY
    return _family(licensing().parse(expression))


def _family(node):
    # An exception (WITH) loosens a licence, within its family.
    node = getattr(node, "license_symbol", node)
    if hasattr(node, "key"):
        return _symbol_family(node.key)
    families = [_family(part) for part in getattr(node, "args", ())]
    if not families:
        return Family.UNKNOWN
    choose = min if type(node).__name__ == "OR" else max
    return choose(families, key=ORDER.index)


def _symbol_family(key):
    for family, prefixes in PREFIXES:
        if key.startswith(prefixes):
            return family
    if key.startswith("LicenseRef-"):
        return Family.UNKNOWN
    return Family.PERMISSIVE
