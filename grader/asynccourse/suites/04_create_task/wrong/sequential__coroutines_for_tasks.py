async def dashboard(load_user, load_feed, render):
    user = load_user()
    feed = load_feed()
    await render("loading")
    return await user, await feed
