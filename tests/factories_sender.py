"""A browser that only sends: for tests that ask hundreds of times and do not follow cookies or templates."""

from __future__ import annotations

from typing import Any

from django.test import Client, RequestFactory
from django.test.client import ClientHandler


class Sender(RequestFactory):
    """Sends through the real middleware and views, without the test client's copies of every template.

    It sends the cookies it was made with each time, whatever an answer sets; a view that raises is an answer of 500.
    """

    def __init__(self, client: Client | None = None) -> None:
        """Take the cookies of somebody who signed in, or none."""
        super().__init__()
        if client:
            self.cookies = client.cookies
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request: Any) -> Any:
        """Return the answer, not the request."""
        return self.handler(self._base_environ(**request))
