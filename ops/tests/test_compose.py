"""What must hold for every container, read from the files that make them."""

import re
from pathlib import Path

import pytest
import yaml

from ops.local.__main__ import RPK_PROFILE

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
FRONT = yaml.safe_load((ROOT / "ops/docker/front.yaml").read_text())["services"]
SERVICES = COMPOSE["services"]
PYTHON = ("auth_svc", "products_svc", "sales_svc", "forecast_svc", "etl_svc")

each = pytest.mark.parametrize("name", SERVICES)


@each
def test_no_container_can_take_the_machine_or_fill_its_disk(name):
    limits = SERVICES[name]["deploy"]["resources"]["limits"]
    assert {"memory", "cpus", "pids"} <= limits.keys()
    assert SERVICES[name]["logging"]["options"].keys() == {"max-size", "max-file"}


@each
def test_no_container_has_a_privilege_that_it_does_not_need(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    # Redpanda's own start writes its configuration into the image.
    assert service.get("read_only") is True or name == "kafka"
    # Fresh volumes are root's; somebody must hand them over.
    handing_over = ["CHOWN", "DAC_OVERRIDE", "FOWNER"] if name == "secrets" else []
    assert service.get("cap_add", []) == handing_over
    assert (service.get("user") == "root") == (name == "secrets")


def networks(name):
    return set(SERVICES[name].get("networks", ()))


@each
def test_a_container_is_on_the_networks_that_it_works_with(name):
    """The default network, which all would share, is nobody's."""
    assert networks(name) or SERVICES[name]["network_mode"] == "none"
    assert networks(name) <= COMPOSE["networks"].keys()


def test_the_front_reaches_services_alone_and_broker_and_database_not_each_other():
    assert networks("web") == {"front"}
    assert not networks("postgres") & (networks("web") | networks("kafka"))
    assert not networks("kafka") & networks("web")
    for service in PYTHON:
        assert networks(service) >= {"front", "data"}


def test_nothing_is_published_beyond_this_machine_but_the_front_with_an_address():
    for name, service in SERVICES.items():
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), f"{name} publishes {port}"
    (http,) = FRONT["http"]["ports"]
    assert http.startswith("${WEB_BIND:-127.0.0.1}:")
    assert "ports" not in SERVICES["web"]
    assert SERVICES["web"]["extends"]["service"] == "http${SITE_ADDRESS:+s}"


def test_https_comes_out_where_browsers_look_for_it():
    assert FRONT["https"]["ports"] == [
        "${HTTP_PORT:-80}:8080",
        "${HTTPS_PORT:-443}:8443",
    ]
    caddyfile = (ROOT / "ops/docker/Caddyfile").read_text()
    assert re.search(r"http_port 8080\s+https_port 8443", caddyfile)
    assert "certificates:/var/lib/caddy" in SERVICES["web"]["volumes"]


@each
def test_no_secret_is_in_a_lasting_containers_environment(name):
    if name == "secrets":
        return
    for variable in SERVICES[name].get("environment", {}):
        secret = re.search("SECRET|TOKEN|PASSWORD", variable)
        assert not secret or variable.endswith(("_FILE", "_DIR")), variable


@pytest.mark.parametrize(
    "name", [*PYTHON, "setup", "secrets", "backup", "restore", "web"]
)
def test_published_images_can_stand_in_for_built_ones(name):
    package = {"secrets": "setup", "restore": "backup"}.get(name, name)
    assert SERVICES[name]["image"] == (
        f"${{IMAGE_PREFIX:-previstock/}}{package}:${{IMAGE_TAG:-latest}}"
    )


def mounted(name):
    return [str(volume) for volume in SERVICES[name].get("volumes", ())]


def test_the_administrators_password_is_shown_to_no_service():
    knowing = {name for name in SERVICES if "postgres-secrets" in str(mounted(name))}
    assert knowing == {"secrets", "postgres", "setup", "backup", "restore"}


def test_each_service_goes_to_the_broker_as_itself_and_none_as_the_operator():
    knowing = {name for name in SERVICES if "kafka-secrets" in str(mounted(name))}
    assert knowing == {"secrets", "kafka", "setup", "backup", "restore"}
    for name in PYTHON:
        environment = SERVICES[name]["environment"]
        assert environment["KAFKA_USERNAME"] == name
        assert environment["KAFKA_PASSWORD_FILE"].startswith("/run/secrets/previstock/")


def test_rpk_finds_the_operators_profile_where_it_looks_for_one():
    assert f"kafka-secrets:{Path(RPK_PROFILE).parents[1]}:ro" in mounted("kafka")


def test_the_daily_backup_reads_and_only_a_restore_writes():
    for volume in mounted("backup"):
        assert volume.endswith(":ro") or volume == "${BACKUP_DIR:-backups}:/backups"
    assert SERVICES["restore"]["profiles"] == ["restore"]
    shown = {volume.removesuffix(":ro") for volume in mounted("backup")}
    assert shown == {volume.removesuffix(":ro") for volume in mounted("restore")}
