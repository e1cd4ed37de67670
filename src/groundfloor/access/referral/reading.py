"""`refers_to` in the services of access.yaml."""

from __future__ import annotations

from groundfloor.access.description import Service
from groundfloor.errors import GroundfloorError, nearest


def checked(services: dict[str, Service]) -> dict[str, Service]:
    """The same services; one that refers to none of them, or round to itself, raises GroundfloorError."""
    for name, service in services.items():
        seen, here = [name], service.refers_to
        while here:
            if here not in services:
                raise GroundfloorError(
                    f"{seen[-1]} refers to {here!r}, which is no service",
                    service.place,
                    expected=f"one of {', '.join(services)}",
                    hint=nearest(here, services),
                )
            if here in seen:
                raise GroundfloorError(
                    f"{' refers to '.join([*seen, here])}", service.place, hint="The last level refers to none."
                )
            seen.append(here)
            here = services[here].refers_to
    return services
