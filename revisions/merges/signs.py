"""The signs by which two records look like one, and how sure each is."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# How much each sign says, the surest first.
WEIGHTS = {
    "identifier": 100, "repository": 90, "name": 80, "alias": 70, "page": 60,
    "website": 50, "near": 40, "begins": 20,
}  # fmt: skip
# What goes without saying beside a surer sign of the same sort.
IMPLIED = {"name": {"alias", "near", "begins"}, "alias": {"near", "begins"},
           "near": {"begins"}}  # fmt: skip
# Of each sign, as many are told.
TOLD = 3


@dataclass
class Signs:
    """What was found: {key of one record or of two: {(sign, what is the same)}}."""

    found: dict = field(default_factory=lambda: defaultdict(set))

    def add(self, key, sign, what=""):
        self.found[key].add((sign, what))

    def _by_sign(self, key):
        by_sign = {sign: [] for sign in WEIGHTS}
        for sign, what in sorted(self.found[key]):
            by_sign[sign].append(what)
        for sign, implied in IMPLIED.items():
            if by_sign[sign]:
                by_sign |= {weaker: [] for weaker in implied}
        return by_sign

    def weight(self, key):
        """Return how sure it is that there is one record only."""
        return sum(WEIGHTS[sign] for sign, seen in self._by_sign(key).items() if seen)

    def reasons(self, key):
        """Return what was found in words, the surest first."""
        return [
            words(sign, what)
            for sign, seen in self._by_sign(key).items()
            for what in seen[:TOLD]
        ]


def words(sign, what):
    """Return a sign in the language of the page."""
    match sign:
        case "identifier":
            return _("Same identifier (%(value)s)") % {"value": what}
        case "repository":
            return _("Same repository (%(address)s)") % {"address": what}
        case "page":
            return _("Same page (%(address)s)") % {"address": what}
        case "website":
            return _("Same website (%(host)s)") % {"host": what}
        case "alias":
            return _("Also called “%(name)s”") % {"name": what}
        case "near":
            return _("Almost the same name")
        case "begins":
            return _("The name begins the same way")
    return _("Same name")
