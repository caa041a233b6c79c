"""What a newcomer types first."""

import subprocess
from datetime import date, timedelta

import httpx
import pytest

from tests.shop import now_without_zone

pytestmark = pytest.mark.system


def curl(*arguments: str) -> str:
    done = subprocess.run(
        ["curl", "-sS", "--fail-with-body", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_five_steps_pass_as_written_and_without_a_pause(stack):
    post = ("-X", "POST", "-H", "Content-Type: application/json")
    url = stack.ports.url
    curl(
        *post,
        url("auth") + "/api/auth/register",
        "-d",
        '{"name":"Admin","email":"admin@example.com","password":"admin123","role":"admin"}',
    )
    login = curl(
        *post,
        url("auth") + "/api/auth/login",
        "-d",
        '{"email":"admin@example.com","password":"admin123"}',
    )
    token = httpx.Response(200, text=login).json()["access_token"]
    bearer = ("-H", f"Authorization: Bearer {token}")
    curl(
        *post,
        *bearer,
        url("products") + "/api/products",
        "-d",
        '{"name":"Widget","sku":"WGT-1","price":19.99,"stock":100}',
    )
    curl(
        *post,
        *bearer,
        url("sales") + "/api/sales",
        "-d",
        f'{{"product_id":1,"quantity":2,"sold_at":"{now_without_zone()}"}}',
    )

    answer = httpx.Response(
        200, text=curl(url("forecast") + "/api/forecast?product_id=1&horizon_days=7")
    ).json()

    assert answer["product_id"] == 1
    assert {len(answer[name]) for name in ("forecast", "lower", "upper", "dates")} == {
        7
    }
    assert date.fromisoformat(answer["dates"][0]) == date.fromisoformat(
        answer["as_of"]
    ) + timedelta(days=1)
    product = httpx.Response(
        200, text=curl(*bearer, url("products") + "/api/products/1")
    ).json()
    assert product["stock"] == 98


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
    assert deep.text == page.text
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize(
    "path", ["/metrics", "/api/unknown", "/api/sales/../../metrics"]
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
