"""The whole system as `docker compose up --build --wait` starts it, from nothing.

`make test-containers` runs it, on ports, data and certificates of its own.
"""

import json
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.shop import now_without_zone
from tests.support.ports import free_port

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1500)]

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "previstock-test"
NAMES = ("AUTH", "PRODUCTS", "SALES", "FORECAST", "ETL", "POSTGRES", "KAFKA")
GIVEN = ("JWT_SECRET=", "ADMIN_SETUP_TOKEN=", "POSTGRES_PASSWORD=")
ADMIN = {"email": "admin@example.com", "password": "admin123"}


class Containers:
    """One stack; ``settings`` are what a person would write into `.env`."""

    def __init__(self) -> None:
        ports = {f"{name}_PORT": str(free_port()) for name in NAMES}
        self.http, self.https, self.web = free_port(), free_port(), free_port()
        self.settings = ports | {
            "HTTP_PORT": str(self.http),
            "HTTPS_PORT": str(self.https),
            "WEB_PORT": str(self.web),
        }

    def compose(self, *arguments: str, **settings: str) -> str:
        done = subprocess.run(
            ["docker", "compose", "-p", PROJECT, *arguments],
            cwd=ROOT,
            env=os.environ | self.settings | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def up(self, **settings: str) -> None:
        self.compose("up", "--build", "--wait", **settings)

    def inspect(self, service: str) -> dict[str, Any]:
        container = self.compose("ps", "--all", "--quiet", service).strip()
        done = subprocess.run(
            ["docker", "inspect", container], capture_output=True, check=True
        )
        (found,) = json.loads(done.stdout)
        return dict(found)


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containers]:
    made = Containers()
    made.compose("down", "--volumes")
    try:
        made.up()
        yield made
    finally:
        # They stay in pytest's folder, to be read when something failed.
        logs = tmp_path_factory.mktemp("containers") / "containers.log"
        logs.write_text(made.compose("logs", "--no-color"))
        made.compose("down", "--volumes")


def test_the_five_steps_pass_through_the_front(containers):
    with httpx.Client(base_url=f"http://127.0.0.1:{containers.web}/api") as http:
        registered = http.post(
            "/auth/register", json=ADMIN | {"name": "Admin", "role": "admin"}
        )
        assert registered.status_code == 201, registered.text
        login = http.post("/auth/login", json=ADMIN).json()
        http.headers["Authorization"] = f"Bearer {login['access_token']}"
        product = {"name": "Widget", "sku": "WGT-1", "price": 19.99, "stock": 100}
        assert http.post("/products", json=product).status_code == 201
        sale = {"product_id": 1, "quantity": 2, "sold_at": now_without_zone()}
        assert http.post("/sales", json=sale).status_code == 201
        # More than there is.
        refused = http.post("/sales", json=sale | {"quantity": 500})
        assert refused.json()["code"] == "insufficient_stock"

        del http.headers["Authorization"]
        answer = http.get("/forecast?product_id=1&horizon_days=7")

    assert len(answer.json()["forecast"]) == 7
    # A refusal is an answer and no error of the server.
    assert "ERROR" not in containers.compose("logs", "--no-color", "postgres")


def test_the_front_is_for_this_machine_alone(containers):
    ports = containers.inspect("web")["NetworkSettings"]["Ports"]
    published = [binding for bindings in ports.values() for binding in bindings or ()]
    assert {binding["HostIp"] for binding in published} == {"127.0.0.1"}


def test_the_front_reaches_neither_database_nor_broker(containers):
    for address in ("postgres", "kafka"):
        found = subprocess.run(
            [
                *("docker", "run", "--rm", "--network", f"{PROJECT}_front"),
                *("previstock/setup", "python3", "-c"),
                f"import socket; socket.getaddrinfo('{address}', 1)",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "gaierror" in found.stderr


def test_a_secret_is_not_to_be_seen_from_outside(containers):
    for service in ("auth_svc", "sales_svc", "postgres", "setup"):
        variables = containers.inspect(service)["Config"]["Env"]
        assert not [v for v in variables if v.startswith(GIVEN)]


def test_one_setting_switches_to_https(containers, tmp_path):
    containers.up(SITE_ADDRESS="localhost", SITE_TLS="internal")
    authority = tmp_path / "root.crt"
    containers.compose(
        "cp", "web:/var/lib/caddy/caddy/pki/authorities/local/root.crt", str(authority)
    )
    trust = ssl.create_default_context(cafile=str(authority))
    origin = f"https://localhost:{containers.https}"

    with httpx.Client(base_url=origin, verify=trust) as https:
        page = https.get("/")
        missing = https.get("/assets/of-an-older.js")
        service_token = https.post("/api/auth/service-token", json={})
        login = https.post("/api/auth/login", json=ADMIN)
        token = {"Authorization": f"Bearer {login.json()['access_token']}"}
        forecast = "/api/forecast?product_id=1&horizon_days=7"
        answers = [
            https.get("/api/products/1", headers=token).json()["stock"],
            len(https.get(forecast, headers=token).json()["forecast"]),
            https.get(forecast).status_code,
        ]
    plain = httpx.get(f"http://localhost:{containers.http}/sales?page=2")

    assert 'id="root"' in page.text
    # Services ask at auth_svc itself.
    assert service_token.status_code == 404
    # After an update, a page that is still open asks for what is no more.
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")
    # Of Caddy's own template: the page's styles are allowed by this answer's nonce.
    nonces = set(re.findall(r'nonce="([^"]*)"', page.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in page.headers["content-security-policy"]
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert "; Secure" in login.headers["set-cookie"]
    # The same data, the same forecast; without a token none any more.
    assert answers == [98, 7, 401]
    assert plain.status_code == 308
    assert plain.headers["location"] == "https://localhost/sales?page=2"
    with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        httpx.get(origin)


def test_a_certificate_is_kept_over_a_new_container(containers):
    https = {"SITE_ADDRESS": "localhost", "SITE_TLS": "internal"}
    containers.up(**https)
    before = ssl.get_server_certificate(("localhost", containers.https))

    containers.compose("rm", "--stop", "--force", "web", **https)
    containers.up(**https)

    assert ssl.get_server_certificate(("localhost", containers.https)) == before


SUMS = (
    "SELECT (SELECT count(*) FROM auth.users), (SELECT sum(on_hand) FROM products.stock),"
    " (SELECT sum(quantity) FROM sales.sales), (SELECT sum(d.quantity) FROM forecast.daily d"
    " JOIN forecast.generations g USING (generation) WHERE g.state = 'live')"
)


def test_what_was_backed_up_is_there_after_everything_was_deleted(containers, tmp_path):
    """`make backup` and `make restore`, and in between every volume goes."""

    def sums() -> str:
        query = ["psql", "-U", "postgres", "-d", "previstock", "-tAc", SUMS]
        return containers.compose("exec", "-T", "postgres", *query)

    def host(act: str, *arguments: object) -> None:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "ops.backup.host",
                "docker",
                act,
                *map(str, arguments),
            ],
            cwd=tmp_path,
            env=os.environ
            | containers.settings
            | {"COMPOSE_PROJECT_NAME": PROJECT, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    containers.up()
    before = sums()
    # The schedule has made one at the start.
    assert "previstock-" in containers.compose("exec", "-T", "backup", "backup", "list")
    host("backup")
    (file,) = (tmp_path / "backups").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    host("check", file)

    containers.compose("down", "--volumes")
    containers.up()
    assert sums() != before
    host("restore", file, "--yes")

    assert sums() == before
    with httpx.Client(base_url=f"http://127.0.0.1:{containers.web}/api") as http:
        assert http.post("/auth/login", json=ADMIN).status_code == 200
