import pytest
from tests.doors.sign_in import member, signed_in
from haal.domain.access import Role
from haal.domain.report import *
from haal.services.intake.take_in import take_in
from tests.factories import NOW
@pytest.mark.django_db
def test_x():
    i=Incoming(channel=Channel.FORM,client_key="a-key-of-the-phone-1",answers=Answers(saw="s"),sealed=Sealed(contact="0300"))
    r=take_in(incoming=i,now=NOW).report_id
    c=signed_in(member(Role.VERIFIER))
    a=c.get(f"/desk/reports/{r}/"); print(a.status_code); print(a.content.decode()[800:3000]); assert 0
