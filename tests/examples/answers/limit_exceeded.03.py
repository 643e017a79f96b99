async def fetch_all(fetch, keys):
    while True:
        print("fetching " * 1000)
