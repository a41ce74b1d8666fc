"""For whom a person works, as their confirmed e-mail addresses show.

Checked each time it is shown: an address that is removed, or a website that changes,
ends it. Whose word the website is, organizations.vouching checks when a person says
for whom they work, and when they change the website.
"""

from organizations.domains import domain_of, is_of_one, speaks_for
from organizations.models import Affiliation, Organization
from organizations.vouching import unvouched

# Nobody chooses from more.
MOST = 30


def addresses_of(user):
    """Return the confirmed e-mail addresses of a person."""
    confirmed = user.emailaddress_set.filter(verified=True)
    return list(confirmed.values_list("email", flat=True))


def is_shown_by(addresses, organization):
    """Whether one of some confirmed addresses is of the organization's domain."""
    return any(speaks_for(email, organization.website) for email in addresses)


def affiliations_of(user):
    """Return the affiliations of a person that hold now; two queries at most."""
    rows = Affiliation.objects.filter(
        user=user, organization__in=Organization.objects.public()
    )
    rows = list(rows.select_related("organization"))
    addresses = addresses_of(user) if rows else []
    return [row for row in rows if is_shown_by(addresses, row.organization)]


def choices_for(user):
    """Return the organizations of which a person can say that they work there.

    And those of which they cannot yet, as no moderator has looked at the website.
    """
    right = _of_domains(user)
    unknown = unvouched(right)
    return (
        [record for record in right if record.pk not in unknown],
        [record for record in right if record.pk in unknown],
    )


def _of_domains(user):
    """Return the organizations of the domains of a person's addresses, by name."""
    addresses = addresses_of(user)
    found = {}
    for domain in {domain_of(email) for email in addresses}:
        if is_of_one(domain):
            near = Organization.objects.public().filter(website__icontains=domain)
            found |= {record.pk: record for record in near[:500]}
    mine = set(
        Affiliation.objects.filter(user=user).values_list("organization", flat=True)
    )
    right = [
        record
        for pk, record in found.items()
        if pk not in mine and is_shown_by(addresses, record)
    ]
    return sorted(right, key=lambda record: record.sort_name)[:MOST]


def organizations_of(user):
    """Return the public organizations for which a person works, as a queryset."""
    if not user.is_authenticated:
        return Organization.objects.none()
    held = [row.organization_id for row in affiliations_of(user)]
    return Organization.objects.public().filter(pk__in=held)


def members_of(organization):
    """Return the primary keys of the people who work for an organization, as a set."""
    rows = Affiliation.objects.filter(organization=organization)
    confirmed = rows.filter(user__emailaddress__verified=True).values_list(
        "user", "user__emailaddress__email"
    )
    return {pk for pk, email in confirmed if speaks_for(email, organization.website)}
