import statistics, time
from biip.checksums import gs1_standard_check_digit as c

async def test_measure(client, inspector):
    await inspector.execute("INSERT INTO products (sku, name, price) SELECT 'S' || n, 'Name ' || n, 1 FROM generate_series(1, 10000) n")
    codes = []
    for n in range(20000):
        d = f"{200000000000 + n * 7}"; codes.append(d + str(c(d)))
    await inspector.executemany("INSERT INTO barcodes (product_id, code) VALUES ($1, $2)", [(n % 10000 + 1, code) for n, code in enumerate(codes)])
    await inspector.execute("ANALYZE")
    for path, name in (("/api/products/scan", "code"), ("/api/products", "barcode"), ("/api/products/1", "x")):
        took = []
        for code in codes[::100]:
            t = time.perf_counter()
            params = {name: code} if name != "x" else {}
            a = await client.get(path, params=params)
            took.append((time.perf_counter() - t) * 1000)
            assert a.status_code == 200, a.text
        q = statistics.quantiles(took, n=20)
        print("MEASURE", path, "p50 %.2f p95 %.2f ms" % (q[9], q[18]))
    plan = await inspector.fetch("EXPLAIN (ANALYZE, COSTS OFF) SELECT product_id FROM barcodes WHERE gtin IN ($1) AND live", codes[5].zfill(14))
    print("MEASURE", [r[0] for r in plan])
    code = codes[77].zfill(14); best = []
    for _ in range(50):
        t = time.perf_counter(); await inspector.fetchval("SELECT product_id FROM barcodes WHERE gtin = $1 AND live", code); best.append((time.perf_counter()-t)*1000)
    print("MEASURE sql round trip p50 %.2f ms" % statistics.median(best))

async def test_basket(client, inspector):
    await inspector.execute("INSERT INTO products (sku, name, price) SELECT 'S' || n, 'Name ' || n, 1 FROM generate_series(1, 1000) n")
    await inspector.execute("INSERT INTO stock (product_id, on_hand) SELECT n, 100000 FROM generate_series(1, 1000) n")
    await inspector.execute("ANALYZE")
    took = {"take_lines": [], "take_basket": []}
    for n in range(300):
        for f in took:
            lines = [((n * 7 + k * 13) % 1000 + 1, 1, 1) for k in range(5)]
            refs = [f"{f}:{n}:{k}" for k in range(5)]
            t = time.perf_counter()
            await inspector.fetch(f"SELECT * FROM products.{f}($1, 7, $2::products.stock_line[], 'refuse')", refs, lines)
            took[f].append((time.perf_counter() - t) * 1000)
    for f, each in took.items():
        print("MEASURE", f, "5 lines p50 %.2f ms" % statistics.median(each[50:]))
