"""Who calls the API: a program by its token, or a page of ours by its session."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from huiying.lib import clock
from huiying.people.actions.tokens import note_use
from huiying.people.models import Person
from huiying.people.queries import Bearer, bearer


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`; answers with the Person (id, names and language loaded)."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        now = clock.now()
        found = self.find(token, now)
        if found is None:
            return None
        if found.stale:
            note_use(found.token_id, now=now)
        return found.person

    def find(self, token: str, now: datetime) -> Bearer | None:
        """Whose token this is. Slices above read more about the person in the same query."""
        return bearer(token, now)


class PageAuth(SessionAuth):
    """Our own pages by their session, with the CSRF check; silent where there is no session."""

    def __call__(self, request: HttpRequest) -> Person | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        person = super().__call__(request)
        return person if isinstance(person, Person) else None


AUTH = [TokenAuth(), PageAuth()]
"""Give it to `NinjaAPI(auth=…)` or to a router."""
