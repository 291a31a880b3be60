"""Which addresses may be talked to: public ones only, however they are spelled."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# What ``is_global`` lets through although it leads inside (FIELD, "address guard").
CLOSED = tuple(
    ip_network(block)
    for block in (
        "64:ff9b::/96",  # NAT64: any IPv4 address hides in it
        "64:ff9b:1::/48",
        "2002::/16",  # 6to4, likewise
        "2001::/32",  # Teredo
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "fec0::/10",  # site-local
        "192.88.99.0/24",
    )
)


def is_public(address: str) -> bool:
    """Tell whether an address, as the resolver gave it, lies in the open internet."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if not parsed.is_global or parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified:
        return False
    return not any(parsed.version == block.version and parsed in block for block in CLOSED)
