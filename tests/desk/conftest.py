"""A desk over a real workspace, asked as a browser asks: with its cookie, its Origin and the token of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from mediakit.desk.app import Application, application
from mediakit.domain.facts import Kind, Role
from tests.gallery.conftest import Shoot, shoot

__all__ = ["shoot"]
ORIGIN = "http://127.0.0.1:8150"


class Browser:
    """A browser that opened the desk by the printed address."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.client = TestClient(app.asgi, base_url=ORIGIN, follow_redirects=False)
        assert self.client.get(f"/open?key={app.desk.keys.door}").status_code == 200

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Response:
        """Send a form of the desk; the token is put in unless the fields have one."""
        sent = {"token": self.app.desk.keys.form, **fields}
        return self.client.post(path, data=sent, headers={"Origin": ORIGIN, **headers})

    def fields(self, path: str, action: str) -> dict[str, str]:
        """The hidden fields of the form on a page that is sent to this action, as they came."""
        page = self.text(path)
        form = next(f for f in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}' in f)
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


@pytest.fixture
def browser(shoot: Shoot) -> Iterator[Browser]:
    app = application(shoot.workspace)
    yield Browser(app)
    app.desk.work.stop(wait=True)


class Hall:
    """A small shoot: a finished film, a rush and three photos; the names of their ids."""

    def __init__(self, shoot: Shoot) -> None:
        self.shoot = shoot
        shoot.person("Siân Prys-Howell", "sian")
        shoot.person("Adébáyò Fálàdé", "adebayo")
        shoot.session("opening", "Opening & welcome")
        self.film = shoot.add("F1.mp4", title="Trust comes first", people=("sian",))
        self.rush = shoot.add("R1.mp4", role=Role.RUSH)
        self.photos = [shoot.add(f"P{n}.jpg", Kind.PHOTO, alt_text=None) for n in range(3)]


@pytest.fixture
def hall(shoot: Shoot) -> Hall:
    return Hall(shoot)
