"""Whether an e-mail address says for whom somebody works.

Only where the domain belongs to the organization alone: not at public mail providers,
not under shared hosts, not at the domains under which a country files its bodies.
"""

from urllib.parse import urlsplit

MAIL_PROVIDERS = {
    "126.com", "163.com", "aim.com", "alice.it", "aol.com", "arcor.de", "bbox.fr",
    "bluewin.ch", "bol.com.br", "btinternet.com", "club-internet.fr", "comcast.net",
    "disroot.org", "duck.com", "fastmail.com", "fastmail.fm", "free.fr", "freenet.de",
    "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.es", "gmx.fr",
    "gmx.net", "googlemail.com", "hey.com", "hotmail.com", "hotmail.co.uk",
    "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com",
    "inbox.ru", "infomaniak.com", "laposte.net", "libero.it", "list.ru", "live.com",
    "live.fr", "live.nl", "mac.com", "mail.com", "mail.ru", "mailbox.org",
    "mailfence.com", "mailo.com", "me.com", "msn.com", "naver.com", "neuf.fr",
    "numericable.fr", "o2.pl", "orange.fr", "outlook.com", "outlook.es", "outlook.fr",
    "pm.me", "posteo.de", "posteo.net", "proton.me", "protonmail.ch",
    "protonmail.com", "qq.com", "rediffmail.com", "riseup.net", "rocketmail.com",
    "seznam.cz", "sfr.fr", "sky.com", "t-online.de", "telefonica.net", "terra.com.br",
    "terra.es", "tutamail.com", "tutanota.com", "tuta.com", "tuta.io", "uol.com.br",
    "verizon.net", "virgilio.it", "vodafone.it", "wanadoo.es", "wanadoo.fr", "web.de",
    "wp.pl", "yahoo.co.uk", "yahoo.com", "yahoo.com.ar", "yahoo.com.br",
    "yahoo.com.mx", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com",
    "yandex.ru", "ymail.com", "zoho.com",
}  # fmt: skip

# Where many keep a page each, whose people do not work for each other.
SHARED_HOSTS = {
    "amazonaws.com", "azurewebsites.net", "bitbucket.org", "blogspot.com",
    "carrd.co", "cloudfront.net", "codeberg.org", "codeberg.page", "eu.org",
    "facebook.com", "firebaseapp.com", "fly.dev", "framagit.org", "framer.website",
    "github.com", "github.io", "gitlab.com", "gitlab.io", "google.com",
    "googlepages.com", "helloasso.com", "herokuapp.com", "hypotheses.org",
    "instagram.com", "jimdo.com", "jimdofree.com", "linkedin.com", "mastodon.social",
    "medium.com", "meetup.com", "netlify.app", "netlify.com", "notion.site",
    "notion.so", "onrender.com", "opencollective.com", "ovh.net", "pages.dev",
    "readthedocs.io", "readthedocs.org", "shinyapps.io", "sourceforge.io",
    "sourceforge.net", "squarespace.com", "strikingly.com", "substack.com",
    "surge.sh", "tumblr.com", "twitter.com", "typepad.com", "vercel.app",
    "web.app", "webflow.io", "webnode.com", "weebly.com", "wikidata.org",
    "wikimedia.org", "wikipedia.org", "wix.com", "wixsite.com", "wordpress.com",
    "workers.dev", "x.com", "youtube.com",
}  # fmt: skip

# What countries file their bodies under, before the two letters of the country.
FILED_UNDER = {
    "ac", "asso", "co", "com", "coop", "ed", "edu", "ens", "fin", "firm", "gc", "gen",
    "go", "gob", "gouv", "gov", "govt", "gub", "gv", "id", "info", "int", "jus",
    "k12", "law", "leg", "lg", "ltd", "mil", "mod", "mp", "muni", "ne", "net", "ngo",
    "nhs", "nic", "nom", "or", "org", "parl", "plc", "pol", "police", "prd", "pub",
    "res", "sch", "tm", "web",
}  # fmt: skip


def domain_of(email):
    """Return the domain of an e-mail address, folded."""
    return email.rpartition("@")[2].strip().lower().rstrip(".")


def host_of(website):
    """Return the host of a web address without www., "" for none."""
    return (urlsplit(website).hostname or "").lower().removeprefix("www.").rstrip(".")


def is_of_one(domain):
    """Whether a domain can belong to one organization alone.

    >>> is_of_one("etalab.gouv.fr"), is_of_one("gouv.fr"), is_of_one("gmail.com")
    (True, False, False)
    """
    labels = domain.split(".")
    if len(labels) < 2 or domain in MAIL_PROVIDERS:
        return False
    if len(labels) == 2 and len(labels[1]) == 2 and labels[0] in FILED_UNDER:
        return False
    ends = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    return ends.isdisjoint(SHARED_HOSTS)


def speaks_for(email, website):
    """Whether an address is of the domain of a website, or of one above it."""
    domain, host = domain_of(email), host_of(website)
    if not domain or not is_of_one(domain):
        return False
    return host == domain or host.endswith(f".{domain}")
