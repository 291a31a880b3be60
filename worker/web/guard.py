"""Which addresses may be talked to: public ones only; whatever is not plainly one is refused.

``is_global`` alone is not enough: it lets through ranges in which any IPv4 address hides,
and what it says of some ranges changed between patch releases of Python.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

UNICAST = IPv6Network("2000::/3")  # the only IPv6 space that IANA gives out for the open internet

CLOSED = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),  # shared by carriers
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("198.18.0.0/15"),  # benchmarks
    IPv4Network("240.0.0.0/4"),
    IPv6Network("2001::/23"),  # Teredo, ORCHID and other protocols' own
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4: any IPv4 address hides in it
    IPv6Network("3fff::/20"),  # documentation, unknown to older Pythons
)


def is_public(address: str) -> bool:
    """Tell whether an address, written as resolvers write it, lies in the open internet.

    Odd spellings (``127.1``, ``0x7f.0.0.1``, ``017700000001``) are no address here, so they are not public.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not parsed.is_global or parsed.is_multicast or parsed.is_reserved:
        return False
    if isinstance(parsed, IPv6Address) and parsed not in UNICAST:
        return False  # mapped, compatible, NAT64, site-local, SRv6 …
    return not _is_closed(parsed)


def is_numeric(host: str) -> bool:
    """Tell whether a host is an address in some spelling, not a name (WHATWG: "ends in a number")."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last[:1].isdigit()


def _is_closed(address: IPv4Address | IPv6Address) -> bool:
    return any(address.version == block.version and address in block for block in CLOSED)
