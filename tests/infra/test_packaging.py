"""The files that others build from say what they must, and hold no secret and no machine."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PINS = ["base", "dev"]


@pytest.mark.parametrize("name", PINS)
def test_every_pin_is_exact_and_has_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert packages
    assert [p for p in packages if "==" not in p or "--hash=sha256:" not in p] == []
    assert "--index-url" not in text
    assert "://" not in text


@pytest.mark.parametrize("name", PINS)
def test_pins_hold_every_package_of_the_project(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    wanted += project["dependency-groups"]["dev"] if name == "dev" else []
    pinned = set(
        re.findall(r"^([\w.-]+)", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE)
    )
    names = {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0].lower() for line in wanted}
    assert names - pinned == set()


def test_compose_has_every_part_with_a_health_check_and_no_secret() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis"}
    image_has_one = {"web"}  # in the Dockerfile
    assert {name for name, s in services.items() if "healthcheck" not in s} == image_has_one
    assert services["redis"]["command"][1:3] == ["--appendonly", "yes"]
    assert services["web"]["env_file"] == ".env"
    assert set(re.findall(r"PASSWORD\b[^$\n]*\$?\{?", text)) <= {
        "PASSWORD:?set it in .env}@postgres/lerarenstage",
        "PASSWORD: ${",
        "PASSWORD:?set it in .env}",
    }


def test_container_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER lerarenstage" in lines[lines.index("FROM python:3.13-slim") :]
