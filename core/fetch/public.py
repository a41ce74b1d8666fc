"""Which network addresses belong to the public internet."""

from ipaddress import IPv4Network, IPv6Network, ip_address

# IANA's registries of special-purpose addresses, written out because what Python's
# is_global knows differs between its versions; and multicast, which it calls global.
NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4",
        # Looks public, and is what answers inside the machines of Azure.
        "168.63.129.16/32",
    )
)  # fmt: skip
# The only block of IPv6 that is given out to the public internet. Loopback, private,
# link-local, multicast, IPv4-mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96) addresses
# lie outside of it.
PUBLIC_6 = IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo, ORCHID and other protocols: may hold an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address):
    """Return whether an IP address, as text, is one of the public internet's."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if ip.version == 4:
        return not any(ip in block for block in NOT_PUBLIC_4)
    if ip.scope_id:
        return False
    return ip in PUBLIC_6 and not any(ip in block for block in NOT_PUBLIC_6)
