"""``python -m bench.load URL TOKEN SECONDS CONNECTIONS PRODUCTS``: sales per second.

Plain sockets and ready-made requests, so that the generator costs little. It
prints one JSON object: accepted, refused, seconds, and the median and the 99th
percentile of the answers' times in milliseconds.
"""

import asyncio
import json
import random
import sys
import time
from statistics import quantiles
from urllib.parse import urlsplit

SOLD_AT = "2026-11-22T10:00:00"


def request(host: str, token: str, product_id: int) -> bytes:
    body = json.dumps({"product_id": product_id, "quantity": 1, "sold_at": SOLD_AT})
    return (
        f"POST /api/sales HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def seller(
    address: str,
    requests: list[bytes],
    until: float,
    seen: dict[str, int],
    times: list[float],
) -> None:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    while (asked := time.monotonic()) < until:
        writer.write(random.choice(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        seen["accepted" if b" 201 " in head[:20] else "refused"] += 1
        times.append(time.monotonic() - asked)
    writer.close()


async def main(
    address: str, token: str, seconds: float, connections: int, products: int
) -> None:
    host = urlsplit(address).netloc
    requests = [request(host, token, n) for n in range(1, products + 1)]
    seen = {"accepted": 0, "refused": 0}
    times: list[float] = []
    started = time.monotonic()
    await asyncio.gather(
        *(
            seller(address, requests, started + seconds, seen, times)
            for _ in range(connections)
        )
    )
    took = time.monotonic() - started
    parts = [1_000 * part for part in quantiles(times, n=100)]
    print(
        json.dumps(seen | {"seconds": took, "p50_ms": parts[49], "p99_ms": parts[98]})
    )


if __name__ == "__main__":
    _, address_, token_, seconds_, connections_, products_ = sys.argv
    asyncio.run(
        main(address_, token_, float(seconds_), int(connections_), int(products_))
    )
