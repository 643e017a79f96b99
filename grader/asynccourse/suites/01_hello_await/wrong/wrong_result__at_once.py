async def greet(name, delay):
    return f"Hello, {name}!"
