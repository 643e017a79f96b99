async def greet(name, delay):
    raise NotImplementedError
