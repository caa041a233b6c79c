"""What a sheet and the ledger say."""


async def lines_of(client, count, **query):
    answer = await client.get(f"/api/stock/counts/{count['id']}/lines", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def movements_of(client, product, **query):
    query |= {"product_id": product["id"], "limit": 100}
    return (await client.get("/api/stock/movements", params=query)).json()


def units(product, counted, **more):
    return {"product_id": product["id"], "units": counted} | more
