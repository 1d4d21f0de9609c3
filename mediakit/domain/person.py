"""People, with role and organisation as at an event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    """What somebody was at one event: role and organisation as at that day."""

    event: str
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the people list.

    says: how the name is spoken; aliases: other spellings; role, organisation: outside any event, or as last known;
    do_not_photograph: never published, whatever else is recorded. organisation is a name, not a slug.
    """

    slug: str
    name: str
    honorific: str | None = None
    post_nominals: str | None = None
    role: str | None = None
    organisation: str | None = None
    aliases: tuple[str, ...] = ()
    says: str | None = None
    do_not_photograph: bool = False
    appearances: tuple[Appearance, ...] = ()

    def at(self, event: str | None) -> Appearance:
        """Role and organisation as at an event; as last known where nothing was recorded for it."""
        for appearance in self.appearances:
            if appearance.event == event:
                role, organisation = appearance.role or self.role, appearance.organisation or self.organisation
                return Appearance(event=appearance.event, role=role, organisation=organisation)
        return Appearance(event=event or "", role=self.role, organisation=self.organisation)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def titled_name(self) -> str:
        """Name with honorific and post-nominals, as in a caption."""
        name = f"{self.honorific} {self.name}" if self.honorific else self.name
        return f"{name} {self.post_nominals}" if self.post_nominals else name
