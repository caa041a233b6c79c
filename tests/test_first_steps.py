"""What a newcomer types first."""

import os
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from ops.local.ports import Ports
from ops.local.programs import ROOT
from ops.local.stack import Stack
from tests.readme import read
from tests.shop import ADMIN, Shop, eventually

pytestmark = pytest.mark.system

_HEADER = re.compile(r'^\t\t([A-Z][A-Za-z-]+) "?(.*?)"?$', re.MULTILINE)
_NONCE = re.compile(r"(?<='nonce-)[^']+(?=')")
_NONCE_ATTRIBUTE = re.compile(r'(?<=nonce=")[^"]*(?=")')

SECTIONS = ("Quick start", "The five steps", "Your own history", "Topics")
FILES = {
    "sales.csv": "series_id,date,quantity\nTEA,2025-03-01,4\nTEA,2025-03-02,5\n",
    "caisse.csv": "Article;Jour;Qté\nCAFÉ;31/01/2026;2\n",
}
# A user would see an answer that says no; here it ends the run.
PRELUDE = (
    'set -euxo pipefail\ncurl() { command curl -sS --fail-with-body "$@"; echo; }\n'
)


def test_the_commands_of_the_readme_work_as_written_without_a_pause(
    stack, tmp_path, request
):
    blocks = [
        block
        for title in SECTIONS
        for block in read("README.md").section(title).blocks()
    ]
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)

    said = type_into_a_shell(
        [b for b in blocks if "docker compose" not in b], stack, tmp_path
    )

    shop: Shop = request.getfixturevalue("shop")
    answer = shop.forecast(1, horizon_days=7)
    assert {len(answer[n]) for n in ("forecast", "lower", "upper", "dates")} == {7}
    assert date.fromisoformat(answer["dates"][0]) == date.fromisoformat(
        answer["as_of"]
    ) + timedelta(days=1)
    product = shop.http.get(shop.url("products", "/api/products/1")).json()
    assert product["stock"] == 98
    assert "2 known before." in said, said
    assert "1 recorded." in said, said
    assert '"sale_id":' in said.split("make consume", 1)[1]
    (day,) = re.findall(r"from=(\S+)&to=", "".join(blocks))
    eventually(lambda: sold(shop, day) == 3)


def sold(shop: Shop, day: str) -> int:
    query = {"product_id": 1, "from": day, "to": day}
    answer = shop.http.get(shop.url("forecast", "/api/forecast/series"), params=query)
    return sum(point["quantity"] for point in answer.json()["points"])


def type_into_a_shell(blocks: list[str], stack: Stack, folder: Path) -> str:
    """Everything said. The project seems to lie in ``folder``; ports and data are
    those of the stack, by the variables that anybody would set."""
    for entry in ROOT.iterdir():
        (folder / entry.name).symlink_to(entry)
    usual, ours = vars(Ports()), vars(stack.ports)
    script = "\n".join(blocks)
    for name, port in usual.items():
        script = script.replace(f"localhost:{port}", f"localhost:{ours[name]}")
    done = subprocess.run(
        ["bash", "-c", PRELUDE + script],
        cwd=folder,
        # What `make test` was given is not for the makes of the page.
        env={name: v for name, v in os.environ.items() if not name.startswith("MAKE")}
        | {f"{name.upper()}_PORT": str(port) for name, port in ours.items()}
        | {
            "STACK": "local",
            "PREVISTOCK_HOME": str(stack.home),
            "PREVISTOCK_URL": stack.ports.url("web"),
            "PREVISTOCK_EMAIL": ADMIN["email"],
            "PREVISTOCK_PASSWORD": ADMIN["password"],
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_front_shows_the_client_and_reaches_every_service(stack, shop):
    front = stack.ports.url("web")

    page = shop.http.get(front + "/")
    deep = shop.http.get(front + "/products/1")
    answers = {
        path: shop.http.get(front + path).status_code
        for path in (
            "/api/auth/me",
            "/api/products",
            "/api/sales",
            "/api/forecast?product_id=1",
            "/api/etl/jobs",
            "/.well-known/jwks.json",
        )
    }

    assert 'id="root"' in page.text
    assert _without_nonce(deep.text) == _without_nonce(page.text)
    assert set(answers.values()) == {200}, answers


def test_services_get_their_tokens_at_the_service_alone(stack, shop):
    for path in (
        "/api/auth/service-token",
        "/api/auth/service%2Dtoken",
        "/api/auth//service-token",
        "/api/auth/x/../service-token",
    ):
        answer = shop.http.post(
            stack.ports.url("web") + path,
            json={"client_id": "etl_svc", "client_secret": "a guess"},
        )
        assert answer.status_code == 404, path


def test_both_fronts_tell_browsers_the_same(stack, shop):
    front = stack.ports.url("web")
    site = (ROOT / "ops/docker/Caddyfile").read_text().partition("header {")[2]
    told = dict(_HEADER.findall(site.partition("}\n\t@https")[0]))

    for path in ("/", "/favicon.svg", "/api/auth/me", "/api/unknown"):
        answer = shop.http.get(front + path)
        nonces = set(_NONCE.findall(answer.headers["content-security-policy"]))
        assert len(nonces) == 1, path
        said = {name: answer.headers[name] for name in told} | {
            "Content-Security-Policy": _NONCE.sub(
                "{http.request.uuid}",
                answer.headers["content-security-policy"],
            )
        }
        assert said == told, path


def test_a_page_may_add_styles_by_the_nonce_of_its_own_answer_alone(stack, shop):
    first, second = (shop.http.get(stack.ports.url("web") + "/") for _ in range(2))

    for answer in (first, second):
        (allowed,) = _NONCE.findall(answer.headers["content-security-policy"])
        assert set(_NONCE_ATTRIBUTE.findall(answer.text)) == {allowed}
        assert "{{" not in answer.text
    assert first.text != second.text


def _without_nonce(page: str) -> str:
    return _NONCE_ATTRIBUTE.sub("", page)


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/api/auth/service-token",
        "/api/unknown",
        "/api/sales/../../metrics",
        "/assets/of-an-older.js",
    ],
)
def test_the_front_shows_nothing_else(stack, shop, path):
    answer = shop.http.get(stack.ports.url("web") + path)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_every_service_answers_docs_health_and_metrics(stack, shop):
    for service in ("auth", "products", "sales", "forecast", "etl"):
        url = stack.ports.url(service)
        assert shop.http.get(url + "/docs").status_code == 200
        assert shop.http.get(url + "/health").json() == {"status": "ok"}
        assert shop.http.get(url + "/health/ready").json()["status"] == "ok"
        assert "previstock_" in shop.http.get(url + "/metrics").text
