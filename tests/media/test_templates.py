"""Templates are found in the wheel and in the checkout, one that is wrong is named, and all they print is escaped."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediakit.domain.errors import BadInputFile, MachineLacks
from mediakit.media import templates
from mediakit.media.templates import Templates, packaged_templates


def _laid_out(root: Path, monkeypatch: pytest.MonkeyPatch, *folders: str) -> None:
    for folder in folders:
        (root / folder).mkdir(parents=True)
        (root / folder / "base.html.j2").write_text("")
    (root / "mediakit" / "media").mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(templates, "__file__", str(root / "mediakit" / "media" / "templates.py"))


def test_the_wheels_templates_come_before_the_checkouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _laid_out(tmp_path, monkeypatch, "mediakit/templates", "templates")
    assert packaged_templates() == tmp_path / "mediakit" / "templates"


def test_a_checkout_has_its_templates_at_the_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _laid_out(tmp_path, monkeypatch, "templates")
    assert packaged_templates() == tmp_path / "templates"


def test_an_installation_without_templates_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _laid_out(tmp_path, monkeypatch)
    with pytest.raises(MachineLacks, match="templates are not installed"):
        packaged_templates()


@pytest.mark.parametrize(
    ("text", "where"), [("{% if %}", "x.j2, line 1"), ("\n{{ nonsense }}", "x.j2, line 2"), ("{% include 'y' %}", "y")]
)
def test_a_template_that_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, where: str) -> None:
    (tmp_path / "x.j2").write_text(text)
    with pytest.raises(BadInputFile) as caught:
        Templates([tmp_path]).text("x.j2", {})
    assert where in str(caught.value)


def test_whatever_is_printed_is_escaped_and_fit_for_html(tmp_path: Path) -> None:
    (tmp_path / "x.j2").write_text("{{ name }}")
    assert Templates([tmp_path]).text("x.j2", {"name": "<b>\x00"}) == "&lt;b&gt;\ufffd"
