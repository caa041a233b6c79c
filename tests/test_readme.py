"""Both READMEs say the same, and nothing that is not so."""

import importlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, get_args

import pytest
import yaml
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from ops.local.ports import Ports
from ops.local.programs import ROOT, SERVICES
from shared.contracts.topics import TOPICS
from shared.http.auth import Require
from tests.readme import Page, codes, commands_of, read

ENGLISH = read("README.md")
FRENCH = read("README.fr.md")
PAGES = pytest.mark.parametrize("page", [ENGLISH, FRENCH], ids=["en", "fr"])
PAIRS = list(zip(ENGLISH.sections, FRENCH.sections, strict=False))
IN_BOTH = pytest.mark.parametrize(
    ("english", "french"), PAIRS, ids=[english.title for english, _ in PAIRS]
)

TITLES = {
    "Previstock": "Previstock",
    "Quick start": "Démarrage rapide",
    "The five steps": "Les cinq étapes",
    "Your own history": "Votre historique",
    "How it fits together": "Comment tout s'assemble",
    "Services and ports": "Services et ports",
    "Forecasts": "Prévisions",
    "Roles": "Rôles",
    "A web client elsewhere": "Un client web ailleurs",
    "HTTPS": "HTTPS",
    "Backup and restore": "Sauvegarde et restauration",
    "Tests": "Tests",
    "CI/CD": "CI/CD",
    "When something is wrong": "Quand quelque chose ne va pas",
    "Working on it": "Y travailler",
    "Reference": "Référence",
    "Variables": "Variables",
    "Topics": "Topics",
    "Endpoints": "Points d'accès",
}
OF_THE_MACHINE = {"PATH", "XDG_CACHE_HOME"}


# The two pages


def test_both_have_the_same_sections():
    titles = {english.title: french.title for english, french in PAIRS}
    levels = [[section.level for section in p.sections] for p in (ENGLISH, FRENCH)]

    assert titles == TITLES
    assert levels[0] == levels[1]


@IN_BOTH
def test_commands_are_the_same_but_for_comments(english, french):
    assert [commands_of(block) for block in english.blocks()] == [
        commands_of(block) for block in french.blocks()
    ]
    assert english.blocks("mermaid") == french.blocks("mermaid")


@IN_BOTH
def test_tables_have_the_same_rows(english, french):
    assert [_facts(row) for row in english.rows] == [_facts(row) for row in french.rows]


@IN_BOTH
def test_the_same_names_numbers_and_links_are_told(english, french):
    other = {"README.md", "README.fr.md"}

    assert english.code_spans == french.code_spans
    assert english.numbers == french.numbers
    assert english.links - other == french.links - other


@PAGES
def test_links_lead_somewhere(page):
    for section in page.sections:
        for link in section.links:
            assert link.startswith("http") or (ROOT / link).exists(), link


def test_french_marks_of_punctuation_do_not_begin_a_line():
    for section in FRENCH.sections:
        prose = re.sub(r"`[^`]*`", "`", section.prose)
        loose = re.findall(r".{0,20}[ \n][;:!?%»].{0,5}|.{0,5}«[ \n].{0,20}", prose)
        assert loose == []


def _facts(row: list[str]) -> list[list[str]]:
    """What no language changes: names, numbers, and dashes that stand for none."""
    return [re.findall(r"`[^`]+`|\d+|–", cell) for cell in row]


# What they name is there


def test_every_variable_is_told_and_none_that_nothing_reads():
    told = [n for row in ENGLISH.section("Variables").rows for n in codes(row[0])]

    assert sorted(told) == sorted(set(told))
    assert set(told) == set(_variables())


def test_defaults_are_those_of_the_code():
    told: dict[str, str] = {}
    for names, default, *_ in ENGLISH.section("Variables").rows:
        values = default.split(", ")
        if len(values) == len(codes(names)):
            told |= dict(zip(codes(names), values, strict=True))
    defaults = _defaults()
    comparable = {
        name: value.strip("`")
        for name, value in told.items()
        if name in defaults and (value[0] == "`" or value[0].isdigit())
    }

    assert len(comparable) > 30
    assert comparable == {
        name: defaults[name] if "iB" not in value else _in_gib(defaults[name])
        for name, value in comparable.items()
    }


def _in_gib(size: str) -> str:
    return f"{int(size) >> 30} GiB"


def _variables() -> Iterator[str]:
    """Every variable that the project reads, wherever it does."""
    yield from _defaults()
    yield from (f"{name.upper()}_SCHEMA" for name in SERVICES)
    for pattern, globs in _SOURCES.items():
        for file in (file for glob in globs for file in ROOT.glob(glob)):
            found = re.findall(pattern, file.read_text(), re.MULTILINE)
            yield from () if "tests" in file.parts else set(found) - OF_THE_MACHINE
    for service in _compose()["services"].values():
        yield from service.get("environment", {}) if "build" in service else ()


_PYTHON = ("shared/**/*.py", "ops/**/*.py", "*_svc/**/*.py")
_SOURCES = {
    r'validation_alias="([A-Z_]+)"': _PYTHON,
    r'(?:environ|environ\.get|getenv)[\[(]"([A-Z_]+)"': _PYTHON,
    r'envvar="([A-Z_]+)"': _PYTHON,
    r"\$\{([A-Z_]+)": ("compose.yaml", "ops/docker/*.yaml"),
    r"^# ([A-Z_]+)=": (".env.example",),
    r"^([A-Z]+) \?=": ("Makefile",),
    r"import\.meta\.env\.(VITE_\w+)": ("web/src/**/*.ts",),
}


def _defaults() -> dict[str, str]:
    """Of the ports and of all settings, as the table writes them."""
    found = {f"{n.upper()}_PORT": str(p) for n, p in vars(Ports()).items()}
    for name in SERVICES:
        settings = importlib.import_module(f"{name}_svc.settings").Settings
        for field in settings.model_fields.values():
            default = str(field.default)
            if isinstance(field.default, bool):
                default = default.lower()
            if isinstance(field.validation_alias, str):
                found[field.validation_alias] = default
    return found


def test_every_secret_of_the_deployment_is_told():
    told = [codes(name)[0] for name, _ in ENGLISH.section("CI/CD").rows]
    workflow = (ROOT / ".github/workflows/cd.yml").read_text()

    assert sorted(told) == sorted(set(re.findall(r"secrets\.([A-Z_]+)", workflow)))


def test_every_endpoint_is_told_with_the_role_that_it_needs():
    told = {
        codes(route)[0]: role.strip("`")
        for route, role, _ in ENGLISH.section("Endpoints").rows
    }
    documented = {
        f"{method.upper()} {path}"
        for name in SERVICES
        for path, methods in _openapi(name)["paths"].items()
        for method in methods
        if not path.startswith("/health")
    }

    assert set(told) == documented
    assert told == {route: role for route, role in _roles() if route in documented}


def _openapi(name: str) -> Any:
    return json.loads((ROOT / "web" / "openapi" / f"{name}.json").read_text())


def _roles() -> Iterator[tuple[str, str]]:
    for name in SERVICES:
        for route in importlib.import_module(f"{name}_svc.app").app.routes:
            if isinstance(route, APIRoute):
                (method,) = route.methods or ()
                yield f"{method} {route.path}", _role(route.dependant)


def _role(dependant: Dependant) -> str:
    """As the table writes it: ``–`` where no token is needed."""
    for needed in _calls(dependant):
        if isinstance(needed, Require):
            return str(needed._role or "service")
        if getattr(needed, "__name__", "") == "may_read":
            return "open"
    return "–"


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for below in dependant.dependencies:
        yield from _calls(below)


def test_every_topic_is_told_with_its_fields():
    told = {
        name: _documented_fields(fields.strip("`"))
        for names, fields, *_ in ENGLISH.section("Topics").rows
        for name in codes(names)
    }

    assert told == {name: set(_fields(t.event)) for name, t in TOPICS.items()}


def _documented_fields(text: str) -> set[str]:
    """``rows: [{price}]`` becomes ``rows`` and ``rows.price``."""
    lists = re.findall(r"(\w+): \[\{(.*?)\}\]", text)
    inner = {f"{name}.{field}" for name, of in lists for field in of.split(", ")}
    return inner | set(re.sub(r": \[.*?\]", "", text).split(", "))


def _fields(model: type[BaseModel], under: str = "") -> Iterator[str]:
    for attribute, field in model.model_fields.items():
        # As the wire has it: `from` is no name in Python.
        name = field.alias or attribute
        yield under + name + ("" if field.is_required() else "?")
        for inner in get_args(field.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _fields(inner, f"{name}.")


# Their commands


@PAGES
def test_every_make_target_exists_and_takes_what_it_is_given(page):
    _, *parts = re.split(
        r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), flags=re.MULTILINE
    )
    targets = dict(zip(parts[::2], parts[1::2], strict=True))
    for command in _commands_of(page, "make"):
        _, target, *given = command.split()
        assert target in targets, command
        for name in (word.partition("=")[0] for word in given if "=" in word):
            assert re.search(rf"\$\({name}\)", targets[target]), command


@PAGES
def test_every_python_module_and_npm_script_exists(page):
    modules = {c.split()[2] for c in _commands_of(page, ".venv/bin/python")}
    scripts = json.loads((ROOT / "web" / "package.json").read_text())["scripts"]

    assert all(find_spec(module) for module in modules)
    assert all(c.split()[2] in scripts for c in _commands_of(page, "npm run"))


def _commands_of(page: Page, program: str) -> set[str]:
    """Commands of a program, in blocks and in running text."""
    spans = {span for section in page.sections for span in section.code_spans}
    parts = (part for c in [*page.commands, *spans] for part in re.split(r" \| ", c))
    bare = (re.sub(r"^(\w+=\S* )+", "", part.strip()) for part in parts)
    return {command for command in bare if command.startswith(f"{program} ")}


@PAGES
def test_compose_commands_fit_the_compose_file(page, compose_services):
    for command in _commands_of(page, "docker compose"):
        _, _, verb, *rest = command.split()
        assert verb in {"up", "down", "exec", "run", "logs", "ps", "config"}, command
        if verb in {"exec", "run", "logs"}:
            part = next(word for word in rest if not word.startswith("-"))
            assert part in compose_services, command


@pytest.fixture(scope="module")
def compose_services(request: pytest.FixtureRequest) -> set[str]:
    """Read by Docker, or as the file stands where there is none; said which."""
    if shutil.which("docker") and _docker_compose("version").returncode == 0:
        done = _docker_compose("config", "--services")
        assert done.returncode == 0, done.stderr
        how, services = "docker compose config", set(done.stdout.split())
    else:
        how, services = "compose.yaml, for want of Docker", set(_compose()["services"])
    plugin = request.config.pluginmanager.getplugin
    with plugin("capturemanager").global_and_fixture_disabled():
        plugin("terminalreporter").write_line(f"\ncompose commands: {how}")
    return services


def _docker_compose(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker", "compose", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())
