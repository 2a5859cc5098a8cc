"""Whoever takes the disk finds nothing that a person told: every text is planted and looked for, byte by byte."""

import dataclasses
from pathlib import Path

import pytest
from django.db import connection
from tests.factories import NOW, actor

from haal.domain.access import Role
from haal.domain.apart import Protected
from haal.domain.complaint.told import Complaint, Recording
from haal.domain.errors import HaalError
from haal.domain.report import Answers, Attachment, Channel, Incoming, Sealed, Where
from haal.services.assess import unseal
from haal.services.intake import follow, protect
from haal.services.intake.complaint import tell
from haal.services.intake.take_in import take_in

PEOPLE = 50

pytestmark = pytest.mark.django_db(transaction=True)


def _planted(number):
    """Return a number, a name, a place and a word that stand nowhere else."""
    return f"+92300{9_000_000 + number}", f"Qamrunnisa{number}", f"behind mill {number}xq", f"zarpoosh{number}"


def _told_by(number):
    phone, name, place, word = _planted(number)
    return Incoming(
        channel=Channel.FORM,
        client_key=f"key-of-teller-{number:05d}",
        answers=Answers(road=word, saw=f"{name} said ring {phone}", heard=word, where=Where(words=place), notes=name),
        sealed=Sealed(
            name=name,
            contact=phone,
            exact_place=place,
            attachments=(Attachment(name=f"{name}.ogg", media_type="audio/ogg", content=phone.encode() * 20),),
        ),
    )


def test_no_planted_word_is_in_the_database_its_log_or_beside_it():
    path = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite":
        pytest.skip("the folder of PostgreSQL is not ours to read")
    for number in range(PEOPLE):
        _plant(number)

    image = b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))

    assert b"told-by-witness" in image or b"it-is-said" in image or b"not-told" in image  # the image is the real one
    found = [word for number in range(PEOPLE) for word in _planted(number) if _is_in(word, image)]
    assert not found


def _plant(number):
    phone, name, place, word = _planted(number)
    taken = take_in(incoming=_told_by(number), now=NOW)
    follow.answer(code=taken.receipt.words, text=f"{name} {phone}", client_key=f"answer-key-{number:06d}", now=NOW)
    told = Protected(contact=phone, safe_time=word, district=place)
    protect.reach(told=told, client_key=f"key-of-protected-{number}", now=NOW)
    complaint = Complaint(told=f"{name} {word}", about=name, contact=phone)
    spoken = Recording(media_type="audio/ogg", content=f"{name} {phone}".encode() * 20)
    tell.complain(told=complaint, recording=spoken, client_key=f"key-of-complaint-{number}", now=NOW)
    unseal.ask(record=taken.report_id, reason=f"{name} at {place}", by=actor(Role.VERIFIER), now=NOW)


def _is_in(word, image):
    return any(word.encode(coding) in image for coding in ("utf-8", "utf-16-le", "utf-16-be"))


def test_an_error_about_a_message_says_nothing_of_it():
    for change in ({"client_key": "short"}, {"answers": Answers(saw="secretword\x00")}):
        with pytest.raises(HaalError) as caught:
            take_in(incoming=dataclasses.replace(_told_by(1), **change), now=NOW)

        assert "secretword" not in str(caught.value)
        assert "Qamrunnisa" not in str(caught.value)
