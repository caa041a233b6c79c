"""The local front: what it compresses, and what it leaves as it comes."""

import gzip
import json
import os
import re
import subprocess
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from threading import Thread

import httpx
import pytest

from ops.local import node
from tests.support.ports import free_port

LONG = b'[{"sku":"TEA-1","name":"Green tea"}]' * 100
SCRIPT = b"export const many = 1;\n" * 100

ANSWERS = {
    "/api/products": ("application/json", {}, LONG),
    "/api/products/short": ("application/json", {}, b"[]"),
    "/api/products/export": ("text/csv; charset=utf-8", {}, LONG),
    "/api/products/1/picture": ("image/webp", {}, LONG),
    "/api/products/packed": (
        "application/json",
        {"Content-Encoding": "gzip"},
        gzip.compress(LONG),
    ),
    "/api/products/as-it-is": (
        "application/json",
        {"Cache-Control": "no-store, no-transform"},
        LONG,
    ),
    "/api/products/tagged": (
        "application/json",
        {"ETag": 'W/"a1"', "Cache-Control": "private, no-cache"},
        LONG,
    ),
    "/api/products/live": ("text/event-stream", {}, b"data: 1\n\n" * 200),
}


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.startswith("/api/products/cut/"):
            self._cut(int(self.path.rpartition("/")[2]))
            return
        kind, headers, body = ANSWERS[self.path]
        same = self.headers.get("If-None-Match") == headers.get("ETag", "")
        self.send_response(304 if same else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        if not same:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not same:
            self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self, length):
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(2 * length))
        self.end_headers()
        self.wfile.write(token_hex(length // 2).encode())
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    home = tmp_path_factory.mktemp("front")
    (home / "secret").write_text("of a test")
    assets = home / "dist" / "assets"
    assets.mkdir(parents=True)
    (home / "dist" / "index.html").write_text("<!doctype html>" + "<p>Tea</p>" * 200)
    (assets / "script-1.js").write_bytes(SCRIPT)
    (assets / "script-1.js.br").write_bytes(b"as the build has compressed it")
    (assets / "plain-1.js").write_bytes(SCRIPT)
    service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    Thread(target=service.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{service.server_port}"
    node.install(node.FRONT)
    port = free_port()
    process = subprocess.Popen(
        [str(node.binary()), str(node.FRONT / "server.mjs")],
        env=os.environ
        | {"PRODUCTS_URL": url}
        | {
            f"{name}_URL": f"http://127.0.0.1:1/{name}"
            for name in ("AUTH", "SALES", "FORECAST", "ETL")
        }
        | {
            "FRONT_PORT": str(port),
            "FRONT_SECRET_FILE": str(home / "secret"),
            "WEB_DIST": str(home / "dist"),
        },
    )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        _wait_for(client, process)
        yield client
    process.terminate()
    process.wait(10)
    service.shutdown()
    service.server_close()


def _wait_for(client, process):
    for _ in range(200):
        assert process.poll() is None
        try:
            client.get("/")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The front does not answer.")


def read(front, path, accepted="br, gzip", **headers):
    """The answer, with its body as it went over the line."""
    headers = {"Accept-Encoding": accepted, **headers}
    with front.stream("GET", path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", ["/api/products", "/api/products/export", "/"])
@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_long_answers_are_compressed_as_the_browser_can_read_them(
    front, path, accepted
):
    plain, whole = read(front, path, "identity")
    answer, body = read(front, path, accepted)

    assert answer.headers["content-encoding"] == accepted
    assert answer.headers["vary"].lower() == "accept-encoding"
    assert len(body) < len(whole) / 4
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    "path",
    [
        "/api/products/short",
        "/api/products/1/picture",
        "/api/products/as-it-is",
        "/api/products/live",
    ],
)
def test_some_answers_leave_as_they_come(front, path):
    answer, body = read(front, path)

    assert "content-encoding" not in answer.headers
    assert body == ANSWERS[path][2]


def test_what_is_compressed_is_not_compressed_again(front):
    answer, body = read(front, "/api/products/packed")

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == LONG


def test_who_has_an_answer_gets_a_head_alone(front):
    first, _ = read(front, "/api/products/tagged")
    tag = first.headers["etag"]
    again, body = read(front, "/api/products/tagged", **{"If-None-Match": tag})

    assert tag == 'W/"a1"'
    assert first.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, body) == (304, b"")
    assert "content-encoding" not in again.headers


@pytest.mark.parametrize("accepted", ["br", "identity"])
def test_an_answer_that_breaks_off_is_not_taken_for_whole(front, accepted):
    with pytest.raises(httpx.RemoteProtocolError):
        read(front, "/api/products/cut/2000000", accepted)


def test_of_an_answer_that_breaks_off_at_once_nothing_is_sent(front):
    answer, body = read(front, "/api/products/cut/4000")

    assert answer.status_code == 503
    assert "content-encoding" not in answer.headers
    assert json.loads(body)["code"] == "unavailable"


def test_files_that_arrive_packed_are_handed_on_as_they_are(front):
    packed = gzip.compress(LONG)
    answer = front.post(
        "/api/products", content=packed, headers={"Content-Encoding": "gzip"}
    )

    assert answer.content == packed


def test_the_front_of_the_containers_does_the_same():
    caddyfile = (node.ROOT / "ops/docker/Caddyfile").read_text()
    local = (node.FRONT / "server.mjs").read_text()

    (smallest,) = re.findall(r"SMALLEST = (\d+)", local)
    assert f"minimum_length {smallest}" in caddyfile
    servers = re.findall(r"file_server( \{\s*precompressed br gzip)?", caddyfile)
    assert len(servers) == 2
    assert all(servers)


def test_a_file_that_the_build_compressed_is_sent_so(front):
    built, body = read(front, "/assets/script-1.js", "gzip, br")
    plain, whole = read(front, "/assets/script-1.js", "identity")
    other, _ = read(front, "/assets/plain-1.js", "gzip, br")

    assert body == b"as the build has compressed it"
    assert built.headers["content-encoding"] == "br"
    assert "/javascript" in built.headers["content-type"]
    assert "accept-encoding" in built.headers["vary"].lower()
    assert whole == SCRIPT
    assert {a.headers["cache-control"] for a in (built, plain, other)} == {
        "public, max-age=31536000, immutable"
    }
