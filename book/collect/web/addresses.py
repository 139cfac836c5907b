"""Which addresses may be reached. In: a host. Out: the addresses to connect to, every one of them public.

The name is resolved once, every result judged, and the connection made to what was judged, so that no second
look-up can lead elsewhere. IANA special-purpose registries (RFC 6890); RFC 4291 2.5.5 (IPv4 in IPv6), RFC 3056
(6to4), RFC 4380 (Teredo), RFC 6052 and 8215 (NAT64).
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Prefixes that carry an IPv4 address in their last 32 bits.
_EMBEDDING = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


class Forbidden(OSError):
    """A host whose address is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address, in any spelling that carries another, belongs to the public internet."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_global(inner) for inner in _all(ip))


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local)


def _all(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address itself, or the ones it carries where it is only a vessel."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip.sixtofour:
        return [ip.sixtofour]
    if ip.teredo:
        return list(ip.teredo)
    if any(ip in network for network in _EMBEDDING):
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    return [ip]


def resolve(host: str, port: int, *, private: bool = False) -> list[tuple[socket.AddressFamily, str]]:
    """The family and address of each result for a host name, in the resolver's order.

    Numeric spellings (`2130706433`, `0x7f.1`) go through the resolver like names, so they are judged as what they
    mean. Raises `Forbidden` where any result is not public, unless `private`; `OSError` where there is none.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses: list[tuple[socket.AddressFamily, str]] = list(
        dict.fromkeys((family, str(sockaddr[0])) for family, _, _, _, sockaddr in found)
    )
    if not private:
        for _, address in addresses:
            if not is_public(address):
                where = "is" if host == address else f"is at {address}, which is"
                raise Forbidden(f"{host} {where} not a public address")
    return addresses
