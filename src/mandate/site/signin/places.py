"""Where somebody who signs in comes from."""

from ipaddress import IPv6Address, IPv6Network, ip_address

NETWORK = 64  # bits of an IPv6 address that an office or a household has to itself


def place_of_client(address: str) -> str:
    """What wrong passwords from an address count for: itself; of IPv6 the network, for whoever has one
    address of it has all. What is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), NETWORK), strict=False).network_address)
