"""Which fields a PFIF record may have, in which order they are written, which must be there, and what stands in each.

The one thing to know: the tables are those of 1.4; older versions are read by their own names of the same fields (`OLD_NAMES`).
The order of fields is free since 1.3 and is kept when writing all the same, because readers of older versions rely on it.
Source: PFIF 1.4 specification (29 May 2012), sections 4, 5 and 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

VERSION = "1.4"
NAMESPACE = "http://zesty.ca/pfif/1.4"
VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        NAMESPACE: "1.4",
        "http://zesty.ca/pfif/1.3": "1.3",
        "http://zesty.ca/pfif/1.2": "1.2",
        "http://zesty.ca/pfif/1.1": "1.1",
    }
)
MEDIA_TYPE = "application/pfif+xml"


class Kind(Enum):
    """What may stand in a field."""

    ID = auto()
    TIME = auto()
    TEXT = auto()
    SEX = auto()
    AGE = auto()
    BIRTH = auto()
    STATUS = auto()
    OTHER = auto()  # contacts, addresses and pictures: never written, never kept


PERSON: Mapping[str, Kind] = MappingProxyType(
    {
        "person_record_id": Kind.ID,
        "entry_date": Kind.TIME,
        "expiry_date": Kind.TIME,
        "author_name": Kind.TEXT,
        "author_email": Kind.OTHER,
        "author_phone": Kind.OTHER,
        "source_name": Kind.TEXT,
        "source_date": Kind.TIME,
        "source_url": Kind.OTHER,
        "full_name": Kind.TEXT,
        "given_name": Kind.TEXT,
        "family_name": Kind.TEXT,
        "alternate_names": Kind.TEXT,
        "description": Kind.TEXT,
        "sex": Kind.SEX,
        "date_of_birth": Kind.BIRTH,
        "age": Kind.AGE,
        "home_street": Kind.OTHER,
        "home_neighborhood": Kind.OTHER,
        "home_city": Kind.OTHER,
        "home_state": Kind.OTHER,
        "home_postal_code": Kind.OTHER,
        "home_country": Kind.OTHER,
        "photo_url": Kind.OTHER,
        "profile_urls": Kind.OTHER,
    }
)
NOTE: Mapping[str, Kind] = MappingProxyType(
    {
        "note_record_id": Kind.ID,
        "person_record_id": Kind.ID,
        "linked_person_record_id": Kind.ID,
        "entry_date": Kind.TIME,
        "author_name": Kind.TEXT,
        "author_email": Kind.OTHER,
        "author_phone": Kind.OTHER,
        "source_date": Kind.TIME,
        "author_made_contact": Kind.OTHER,
        "status": Kind.STATUS,
        "email_of_found_person": Kind.OTHER,
        "phone_of_found_person": Kind.OTHER,
        "last_known_location": Kind.TEXT,
        "text": Kind.TEXT,
        "photo_url": Kind.OTHER,
    }
)
OLD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "home_zip": "home_postal_code",  # until 1.1
        "first_name": "given_name",  # until 1.3
        "last_name": "family_name",  # until 1.3
        "other": "description",  # until 1.3
        "found": "author_made_contact",  # until 1.3
    }
)
WITHOUT_FULL_NAME = frozenset({"1.1", "1.2"})  # there it is put together from the first and the last name
SEXES = ("female", "male", "other")
